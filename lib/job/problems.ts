import type { z } from "zod";
import { suggest } from "../base/suggest.ts";
import { jobJsonSchema, layerKinds, optimizerNames } from "./schema.ts";

/** One thing wrong with a document, at a place in it. */
export interface Problem {
	readonly path: readonly (string | number)[];
	readonly message: string;
	/** The place is the key, not its value: the key itself is wrong. */
	readonly atKey?: boolean;
}

/** What people who come from Keras write, and what it is called here. */
const KERAS_WORDS: Readonly<Record<string, string>> = {
	lr: "learningRate",
	batch_size: "batch",
	steps_per_epoch: "steps",
	validation_steps: "validationSteps",
	validation_split: "data.validation.split",
	epoch: "epochs",
	metrics: "(accuracy is always reported)",
	shuffle: "(training images are always shuffled, by the seed)",
	input_shape: "backbone.size",
	target_size: "backbone.size",
	include_top: "(the top is always left out; see backbone.cut)",
	units: "dense",
	decay: "fit.schedule",
	augment: "(not in this version)",
	views: "(not in this version)",
};

type JsonSchema = { properties?: Record<string, JsonSchema>; items?: JsonSchema; anyOf?: JsonSchema[]; oneOf?: JsonSchema[] };

/** Turns zod's findings into sentences for the person who wrote the document. */
export function problemsOf(error: z.ZodError, document: unknown): Problem[] {
	const problems = error.issues.flatMap((issue) => explain(issue as z.core.$ZodIssue, document));
	const seen = new Set<string>();
	return problems.filter(({ path, message }) => {
		const text = `${path.join(".")} ${message}`;
		return !seen.has(text) && seen.add(text) !== undefined;
	});
}

function explain(issue: z.core.$ZodIssue, document: unknown, base: readonly (string | number)[] = []): Problem[] {
	const path = [...base, ...(issue.path as (string | number)[])];
	const value = valueAt(document, path);
	// Of a layer zod may report any of its forms; the key that it has says which one was meant.
	if (base.length === 0 && path[0] === "head" && path.length >= 2) return explainLayer(path.slice(0, 2), valueAt(document, path.slice(0, 2)), document);
	switch (issue.code) {
		case "unrecognized_keys":
			return issue.keys.map((key) => ({ path: [...path, key], atKey: true, message: unknownKey(key, path) }));
		case "invalid_union":
			return explainUnion(issue, path, value, document);
		case "invalid_type":
			if (value === undefined) return [{ path, message: missing(path, document) ?? `is missing: expected ${article(issue.expected)}` }];
			return [{ path, message: `expected ${article(issue.expected)}, got ${shown(value)}` }];
		case "invalid_value":
			return [{ path, message: oneOf(issue.values.map(String), value) }];
		case "too_small":
			return [{ path, message: `expected ${bound(issue.origin, issue.inclusive ? "at least" : "more than", issue.minimum)}, got ${shown(value)}` }];
		case "too_big":
			return [{ path, message: `expected ${bound(issue.origin, issue.inclusive ? "at most" : "less than", issue.maximum)}, got ${shown(value)}` }];
		case "invalid_format":
			return [{ path, message: `expected ${issue.message}, got ${shown(value)}` }];
		default:
			return [{ path, message: `${issue.message}, got ${shown(value)}` }];
	}
}

function explainUnion(issue: Extract<z.core.$ZodIssue, { code: "invalid_union" }>, path: readonly (string | number)[], value: unknown, document: unknown): Problem[] {
	const name = (value as { name?: unknown } | null)?.name;
	if (path.join(".") === "fit.optimizer") {
		if (value !== null && typeof value === "object") {
			const known = optimizerNames.find((each) => each === name);
			if (known === undefined) return [{ path: name === undefined ? path : [...path, "name"], message: oneOf(optimizerNames, name) }];
		} else if (!optimizerNames.includes(value as never)) return [{ path, message: oneOf(optimizerNames, value) }];
	}
	// Of the forms that a value may have, the one it comes nearest to: the one with the fewest complaints about other kinds of value.
	const branches = issue.errors.map((errors) => ({ errors, off: errors.filter((each) => each.path.length === 0 && (each.code === "invalid_type" || each.code === "invalid_value")).length }));
	const nearest = branches.sort((a, b) => a.off - b.off)[0];
	if (nearest !== undefined && nearest.off === 0) return nearest.errors.flatMap((each) => explain(each, document, path));
	const forms = issue.errors.flatMap((errors) => errors.slice(0, 1)).map((each) => (each.code === "invalid_type" ? article(each.expected) : each.code === "invalid_value" ? each.values.map((v) => JSON.stringify(v)).join(" or ") : each.message));
	return [{ path, message: `expected ${[...new Set(forms)].join(" or ") || "another form"}, got ${shown(value)}` }];
}

function explainLayer(path: readonly (string | number)[], value: unknown, document: unknown): Problem[] {
	const kinds = Object.keys(layerKinds);
	const forms = "{ dense: 64, activation: relu }, { dropout: 0.5 }, flatten, batch_norm or { activation: relu }";
	if (typeof value === "string") return [{ path, message: `unknown layer "${value}"${didYouMean(suggest(value, kinds))}; expected ${forms}` }];
	if (value === null || typeof value !== "object" || Array.isArray(value)) return [{ path, message: `expected a layer: ${forms}; got ${shown(value)}` }];
	const keys = Object.keys(value);
	const kind = kinds.find((each) => each !== "activation" && keys.includes(each)) ?? (keys.includes("activation") && keys.length === 1 ? "activation" : undefined);
	if (kind === undefined) {
		const near = keys.map((key) => suggest(key, kinds)).find((each) => each !== undefined);
		return [{ path: keys[0] === undefined ? path : [...path, keys[0]], atKey: true, message: `unknown layer ${shown(value)}${didYouMean(near)}; expected ${forms}` }];
	}
	const parsed = layerKinds[kind as keyof typeof layerKinds].safeParse(value);
	return parsed.success ? [] : parsed.error.issues.flatMap((each) => explain(each as z.core.$ZodIssue, document, path));
}

function unknownKey(key: string, path: readonly (string | number)[]): string {
	const keys = keysAt(path);
	const keras = KERAS_WORDS[key];
	const hint = suggest(key, keys) ?? keras;
	return `unknown key "${key}"${didYouMean(hint)}; there ${keys.length === 0 ? "are none" : `can be ${keys.join(", ")}`}`;
}

/** Keys that the schema knows at a place, over all forms that the place may have. */
export function keysAt(path: readonly (string | number)[]): string[] {
	let places: JsonSchema[] = [jobJsonSchema() as JsonSchema];
	const forms = (schema: JsonSchema): JsonSchema[] => [schema, ...(schema.anyOf ?? []).flatMap(forms), ...(schema.oneOf ?? []).flatMap(forms)];
	for (const part of path) {
		places = places.flatMap(forms).flatMap((schema) => (typeof part === "number" ? (schema.items ?? []) : (schema.properties?.[part] ?? [])));
	}
	return [...new Set(places.flatMap(forms).flatMap((schema) => Object.keys(schema.properties ?? {})))];
}

/** Learning rates whose default differs between frameworks have none here (F9). */
export const RATES_DIFFER: Readonly<Record<string, string>> = {
	adadelta: "1.0 in Keras 2 and in the paper, 0.001 in Keras 3, which hardly learns",
	adagrad: "0.01 in Keras 2, 0.001 in Keras 3",
};

function missing(path: readonly (string | number)[], document: unknown): string | undefined {
	const name = String(valueAt(document, [...path.slice(0, -1), "name"]));
	return path.at(-1) === "learningRate" && RATES_DIFFER[name] !== undefined ? `is missing, and has no default, because it differs between frameworks: ${RATES_DIFFER[name]}` : undefined;
}

function oneOf(values: readonly string[], value: unknown): string {
	const near = typeof value === "string" ? suggest(value, values) : undefined;
	return `expected ${values.length === 1 ? values[0] : `one of ${values.join(", ")}`}, got ${shown(value)}${didYouMean(near)}`;
}

function bound(origin: string, word: string, limit: number | bigint): string {
	if (origin === "string") return "some text";
	return origin === "array" ? `${word} ${limit} entries` : `${word} ${limit}`;
}

function didYouMean(hint: string | undefined): string {
	return hint === undefined ? "" : hint.startsWith("(") ? ` ${hint}` : ` (did you mean "${hint}"?)`;
}

function article(expected: string): string {
	const words: Record<string, string> = { int: "a whole number", number: "a number", string: "text", object: "keys and values", array: "a list", boolean: "true or false", record: "keys and values", tuple: "[height, width]" };
	return words[expected] ?? expected;
}

function shown(value: unknown): string {
	if (value === undefined) return "nothing";
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
	return path.reduce<unknown>((value, part) => (value !== null && typeof value === "object" ? (value as Record<string | number, unknown>)[part] : undefined), document);
}
