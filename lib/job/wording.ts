import { suggest } from "../base/suggest.ts";

/** The words in which problems of a document are told. */

/** Values with several forms, where "a number or keys and values" would help nobody. */
const FORMS: Readonly<Record<string, string>> = {
	"data.validation": "{ split: 0.2 } or a path",
	"backbone.size": "a number of pixels or [height, width]",
	augment: "{ rotation: 20, flip: horizontal }",
	"augment.zoom": "a share below 1 or [nearest, farthest], as [0.8, 1.2]",
	"augment.brightness": "two factors, as [0.8, 1.2]",
	"augment.crop": "{ scale: [0.08, 1] }",
	"augment.jitter": "{ brightness: 0.4, contrast: 0.4 }",
	head: "a list of layers, as `- { dense: 64, activation: relu }`",
	"fit.optimizer": "a name or { name: adam, learningRate: 0.001 }",
	"fit.schedule": "{ kind: cosine, decaySteps: 1000 } or another schedule",
	"fit.classWeight": "balanced or { class name: factor }",
	"fit.earlyStopping": "{ monitor: valLoss, patience: 3 }",
	kernelRegularizer: "{ l1: 0, l2: 0.01 }",
	biasRegularizer: "{ l1: 0, l2: 0.01 }",
};

export function formOf(path: readonly (string | number)[]): string | undefined {
	const key = [path.join("."), String(path.at(-1))].find((each) => Object.hasOwn(FORMS, each));
	return key === undefined ? undefined : FORMS[key];
}

export function article(expected: string): string {
	const words: Readonly<Record<string, string>> = {
		int: "a whole number",
		number: "a number",
		string: "text",
		object: "keys and values",
		array: "a list",
		boolean: "true or false",
		record: "keys and values",
		tuple: "[height, width]",
	};
	return words[expected] ?? expected;
}

export function oneOf(values: readonly string[], value: unknown): string {
	const expected = values.length === 1 ? values[0] : `one of ${values.join(", ")}`;
	if (value === undefined) return `is missing: expected ${expected}`;
	const near = typeof value === "string" ? suggest(value, values) : undefined;
	return `expected ${expected}, got ${shown(value)}${near === value ? ", which is text" : didYouMean(near)}`;
}

export function bound(origin: string, word: string, limit: number | bigint): string {
	if (origin === "string") return "some text";
	return origin === "array" ? `${word} ${limit} ${limit === 1 ? "entry" : "entries"}` : `${word} ${limit}`;
}

export function didYouMean(hint: string | undefined): string {
	if (hint === undefined) return "";
	return hint.startsWith("(") ? ` ${hint}` : ` (did you mean "${hint}"?)`;
}

/** A value as the person wrote it, more or less; long ones cut. */
export function shown(value: unknown): string {
	if (value === undefined) return "nothing";
	if (typeof value === "number") return String(value); // JSON has no NaN
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
