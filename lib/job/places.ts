import { jobJsonSchema } from "./schema.ts";

/**
 * What the schema knows at a place in a document, for messages that say what could stand there. Read from the JSON Schema, where all
 * forms of a value lie open.
 */
export interface SchemaNode {
	readonly description?: string;
	readonly type?: string;
	readonly const?: unknown;
	readonly enum?: readonly unknown[];
	readonly default?: unknown;
	readonly examples?: readonly unknown[];
	readonly properties?: Readonly<Record<string, SchemaNode>>;
	readonly required?: readonly string[];
	readonly additionalProperties?: SchemaNode | false;
	readonly items?: SchemaNode;
	readonly prefixItems?: readonly SchemaNode[];
	readonly anyOf?: readonly SchemaNode[];
	readonly oneOf?: readonly SchemaNode[];
	readonly minimum?: number;
	readonly maximum?: number;
	readonly exclusiveMinimum?: number;
	readonly exclusiveMaximum?: number;
}

let made: SchemaNode | undefined;
/** Made once, and only for a document that is wrong. */
export function schemaOfJob(): SchemaNode {
	made ??= jobJsonSchema() as SchemaNode;
	return made;
}

type Path = readonly (string | number)[];

/** A schema and, inside it, all the forms that it offers. */
export function formsOf(schema: SchemaNode): SchemaNode[] {
	const offered = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
	return offered.length === 0 ? [schema] : offered.flatMap(formsOf);
}

/** The forms with keys that may stand at a place. */
export function formsAt(path: Path): SchemaNode[] {
	let places = [schemaOfJob()];
	for (const part of path) {
		places = places
			.flatMap(formsOf)
			.flatMap((schema) => (typeof part === "number" ? (schema.items ?? []) : (schema.properties?.[part] ?? [])));
	}
	return places.flatMap(formsOf).filter(({ properties }) => properties !== undefined);
}

/** Keys that may stand at a place, over all its forms; with a value, those of the form that the value comes nearest to. */
export function keysAt(path: Path, value?: unknown): string[] {
	const forms = formsAt(path);
	if (value === undefined || value === null || typeof value !== "object") return [...new Set(forms.flatMap(keysOf))];
	const nearness = (form: SchemaNode): number => {
		const written = value as Record<string, unknown>;
		const { properties = {}, required = [] } = form;
		const fixed = Object.entries(properties).filter(([, { const: only }]) => only !== undefined);
		const agreeing = fixed.filter(([key, { const: only }]) => written[key] === only).length;
		const shared = Object.keys(written).filter((key) => Object.hasOwn(properties, key)).length;
		return 10_000 * agreeing + (required.every((key) => key in written) ? 100 : 0) + shared;
	};
	const [nearest] = forms.map((form) => ({ form, near: nearness(form) })).sort((a, b) => b.near - a.near);
	return nearest === undefined ? [] : keysOf(nearest.form);
}

/** Where else in a document a key is known, as `fit.epochs`; undefined when nowhere or in several places. */
export function placeOfKey(key: string): string | undefined {
	const found: string[] = [];
	const visit = (schema: SchemaNode, path: string): void => {
		for (const form of formsOf(schema)) {
			for (const [name, inner] of Object.entries(form.properties ?? {})) {
				const own = path === "" ? name : `${path}.${name}`;
				if (name === key) found.push(own);
				visit(inner, own);
			}
		}
	};
	visit(schemaOfJob(), "");
	const places = [...new Set(found)];
	return places.length === 1 ? places[0] : undefined;
}

/** What a key that tells forms apart may say: the names of all optimisers, the kinds of all schedules. */
export function constantsAt(path: Path, key: string): string[] {
	return formsAt(path).flatMap(({ properties }) => (typeof properties?.[key]?.const === "string" ? [properties[key].const] : []));
}

function keysOf({ properties = {} }: SchemaNode): string[] {
	return Object.keys(properties);
}
