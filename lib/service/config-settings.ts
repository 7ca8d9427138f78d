import { z } from "zod";
import { configSchema } from "./config-schema.ts";

/** One setting as a row, read from the schema: what the environment, messages and docs/configuration.md need to know of it. */
export interface Setting {
	/** `nats.servers` as its parts. */
	readonly path: readonly string[];
	/** Its environment variable. */
	readonly env: string;
	/** Its value is never shown, and may come from the file that `<env>_FILE` names. */
	readonly secret: boolean;
	/** It is a path. */
	readonly local: boolean;
	/** How the text of a variable becomes a value. */
	readonly kind: "text" | "number" | "list";
	/** What may stand there, in words. */
	readonly form: string;
	/** In words, as Markdown; "required" where there is none and one is needed, "none" where none is needed. */
	readonly preset: string;
	readonly description: string;
	readonly example: unknown;
}

/** A key that holds settings, not a value. */
export interface Section {
	readonly path: readonly string[];
	readonly description: string;
	/** Keys that may stand in it. */
	readonly keys: readonly string[];
}

interface Node {
	readonly type?: string;
	readonly enum?: readonly string[];
	readonly anyOf?: readonly Node[];
	readonly properties?: Readonly<Record<string, Node>>;
	readonly required?: readonly string[];
	readonly minimum?: number;
	readonly maximum?: number;
	readonly default?: unknown;
	readonly description?: string;
	readonly examples?: readonly unknown[];
	readonly env?: string;
	readonly secret?: boolean;
	readonly local?: boolean;
	readonly form?: string;
	readonly preset?: string;
}

/** All settings and the sections around them, in the order of the schema; the whole document is the first section, with an empty path. */
export const { settings, sections } = rows();

export const settingAt = (path: readonly PropertyKey[]): Setting | undefined => settings.find((each) => same(each.path, path));
export const sectionAt = (path: readonly PropertyKey[]): Section | undefined => sections.find((each) => same(each.path, path));
/** The variable that names a file with a secret setting's value. */
export const fileVariable = ({ env }: Setting): string => `${env}_FILE`;

function rows(): { readonly settings: readonly Setting[]; readonly sections: readonly Section[] } {
	const settings: Setting[] = [];
	const sections: Section[] = [];
	const visit = (path: readonly string[], node: Node, required: boolean): void => {
		const { properties, env } = node;
		if (properties !== undefined) {
			sections.push({ path, description: node.description ?? "", keys: Object.keys(properties) });
			for (const [key, inner] of Object.entries(properties)) visit([...path, key], inner, node.required?.includes(key) ?? false);
			return;
		}
		if (env === undefined) throw new TypeError(`the setting ${path.join(".")} has no environment variable`);
		settings.push({
			path,
			env,
			secret: node.secret ?? false,
			local: node.local ?? false,
			kind: node.type === "array" ? "list" : node.type === "integer" ? "number" : "text",
			form: node.form ?? formOf(node),
			preset: node.preset ?? presetOf(node, required),
			description: node.description ?? "",
			example: node.examples?.[0] ?? node.default,
		});
	};
	visit([], z.toJSONSchema(configSchema, { io: "input" }) as Node, true);
	return { settings, sections };
}

function formOf({ type, enum: values, minimum, maximum }: Node): string {
	if (values !== undefined) return `one of ${values.join(", ")}`;
	if (type !== "integer") return "text";
	const least = minimum === undefined ? "" : ` from ${minimum}`;
	return `whole number${least}${maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? "" : ` to ${maximum}`}`;
}

function presetOf({ default: preset }: Node, required: boolean): string {
	if (preset === undefined) return required ? "required" : "none";
	return preset === "" ? "empty" : `\`${String(preset)}\``;
}

function same(a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean {
	return a.length === b.length && a.every((part, i) => part === b[i]);
}

/** What stands at a place, whatever the document is made of. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(inner, part) => (inner !== null && typeof inner === "object" ? (inner as Record<PropertyKey, unknown>)[part] : undefined),
		value,
	);
}
