/** A piece of a page. What goes into a template is escaped unless it is such a piece itself, so no name of a file or class can become markup. */
export interface Html {
	readonly html: string;
}

type Content = Html | string | number | null | false | readonly Content[];

export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
	return { html: strings.reduce((text, part, i) => text + markup(values[i - 1] ?? null) + part) };
}

function markup(value: Content): string {
	if (value === null || value === false) return "";
	if (typeof value === "string") return escapeMarkup(value);
	if (typeof value === "number") return String(value);
	return "html" in value ? value.html : value.map(markup).join("");
}

const ESCAPED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeMarkup(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ESCAPED[character]!);
}

/** For an attribute that this code has made itself, as numbers of a path: nothing of a person's gets in. */
export function trusted(text: string): Html {
	return { html: text };
}
