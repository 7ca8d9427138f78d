import type { z } from "zod";
import { suggest } from "../base/suggest.ts";
import { layerKinds } from "./layers.ts";
import { optimizerNames } from "./optimizers.ts";
import { constantsAt, keysAt, placeOfKey } from "./places.ts";

import { article, bound, didYouMean, formOf, oneOf, shown } from "./wording.ts";

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** One thing wrong with a document, at a place in it. */
export interface Problem {
	readonly path: Path;
	readonly message: string;
	/** The place is the key, not its value: the key itself is wrong. */
	readonly atKey?: boolean;
	/** The key that an unknown one was probably meant to be. */
	readonly meant?: string;
	/** Nothing stands there. */
	readonly missing?: boolean;
}

/** What people who come from Keras write, and where or what it is here. */
const KERAS_WORDS: ReadonlyMap<string, string> = new Map([
	["lr", "fit.optimizer.learningRate"],
	["learning_rate", "fit.optimizer.learningRate"],
	["batch_size", "fit.batch"],
	["steps_per_epoch", "fit.steps"],
	["validation_steps", "fit.validationSteps"],
	["validation_split", "data.validation.split"],
	["class_weight", "fit.classWeight"],
	["metrics", "(accuracy is always reported)"],
	["shuffle", "(training images are always shuffled, by the seed)"],
	["input_shape", "backbone.size"],
	["target_size", "backbone.size"],
	["include_top", "(the top is always left out; see backbone.cut)"],
	["units", "dense"],
	["rate", "dropout"],
	["decay", "fit.schedule"],
	["augmentation", "augment"],
	["rotation_range", "augment.rotation"],
	["width_shift_range", "augment.widthShift"],
	["height_shift_range", "augment.heightShift"],
	["shear_range", "augment.shear"],
	["zoom_range", "augment.zoom"],
	["channel_shift_range", "augment.channelShift"],
	["horizontal_flip", "augment.flip"],
	["vertical_flip", "augment.flip"],
	["brightness_range", "augment.brightness"],
	["fill_mode", "augment.fill"],
	["cval", "augment.fillValue"],
	["rescale", "backbone.preprocess"],
	["preprocessing_function", "backbone.preprocess"],
]);

/** Learning rates whose default differs between frameworks have none here (F9). */
export const RATES_DIFFER: Readonly<Record<string, string>> = {
	adadelta: "1.0 in Keras 2 and in the paper, 0.001 in Keras 3, which hardly learns",
	adagrad: "0.01 in Keras 2, 0.001 in Keras 3",
};

/** Turns zod's findings into sentences for the person who wrote the document, one for each place. */
export function problemsOf(error: z.ZodError, document: unknown): Problem[] {
	const problems = error.issues.flatMap((issue) => explain(issue as Issue, document));
	const meant = new Set(problems.flatMap(({ path, meant }) => (meant === undefined ? [] : [[...path.slice(0, -1), meant].join(".")])));
	const places = new Map<string, Problem>();
	for (const problem of problems) {
		const place = problem.path.join(".");
		// A section that is missing because its name is misspelt is one mistake, and the misspelt name is its place.
		if (!(problem.missing && meant.has(place))) places.set(place, problem);
	}
	return [...places.values()];
}

function explain(issue: Issue, document: unknown, base: Path = []): Problem[] {
	const path = [...base, ...(issue.path as (string | number)[])];
	const value = valueAt(document, path);
	// Of a layer zod may report any of its forms; the key that it has says which one was meant.
	if (base.length === 0 && path[0] === "head" && path.length >= 2) return explainLayer(path.slice(0, 2), document);
	switch (issue.code) {
		case "unrecognized_keys":
			return issue.keys.map((key) => unknownKey(key, path, value));
		case "invalid_union":
			return explainUnion(issue, path, value, document);
		case "invalid_type":
			if (value === undefined)
				return [
					{
						path,
						missing: true,
						message: rateMissing(path, document) ?? `is missing: expected ${formOf(path) ?? article(issue.expected)}`,
					},
				];
			if (typeof value === "number" && issue.expected === "number")
				return [{ path, message: `expected a finite number, got ${shown(value)}` }];
			return [{ path, message: `expected ${formOf(path) ?? article(issue.expected)}, got ${shown(value)}` }];
		case "invalid_value":
			return [{ path, missing: value === undefined, message: oneOf(issue.values.map(String), value) }];
		case "too_small":
			return [
				{
					path,
					message: `expected ${bound(issue.origin, issue.inclusive ? "at least" : "more than", issue.minimum)}, got ${shown(value)}`,
				},
			];
		case "too_big":
			return [
				{ path, message: `expected ${bound(issue.origin, issue.inclusive ? "at most" : "less than", issue.maximum)}, got ${shown(value)}` },
			];
		case "invalid_format":
			return [{ path, message: `expected ${issue.message}, got ${shown(value)}` }];
		default:
			return [{ path, message: `${issue.message}, got ${shown(value)}` }];
	}
}

function explainUnion(issue: Extract<Issue, { code: "invalid_union" }>, path: Path, value: unknown, document: unknown): Problem[] {
	if (path.join(".") === "fit.optimizer") return explainOptimizer(issue, path, value, document);
	const kinds = issue.errors.length === 0 ? constantsAt(path.slice(0, -1), String(path.at(-1))) : [];
	if (kinds.length > 0) return [{ path, message: oneOf(kinds, value) }];
	const nearest = nearestForm(issue);
	if (nearest !== undefined) return nearest.flatMap((each) => explain(each, document, path));
	const forms = issue.errors
		.flatMap((errors) => errors.slice(0, 1))
		.map((each) => {
			if (each.code === "invalid_type") return article(each.expected);
			return each.code === "invalid_value" ? each.values.map((one) => JSON.stringify(one)).join(" or ") : each.message;
		});
	return [{ path, message: `expected ${formOf(path) ?? ([...new Set(forms)].join(" or ") || "another form")}, got ${shown(value)}` }];
}

function explainOptimizer(issue: Extract<Issue, { code: "invalid_union" }>, path: Path, value: unknown, document: unknown): Problem[] {
	if (value === undefined) return [{ path, missing: true, message: `is missing: expected ${formOf(path)}` }];
	if (typeof value === "string") return [{ path, message: oneOf(optimizerNames, value) }];
	if (value === null || typeof value !== "object" || Array.isArray(value))
		return [{ path, message: `expected ${formOf(path)}, got ${shown(value)}` }];
	const { name } = value as { name?: unknown };
	if (!optimizerNames.some((each) => each === name)) return [{ path: [...path, "name"], message: oneOf(optimizerNames, name) }];
	return (nearestForm(issue) ?? []).flatMap((each) => explain(each, document, path));
}

/** Of the forms that a value may have, the complaints of the one whose kind of value it is; undefined when it is of no such kind. */
function nearestForm({ errors }: Extract<Issue, { code: "invalid_union" }>): readonly Issue[] | undefined {
	return errors.find(
		(form) => !form.some((each) => each.path.length === 0 && (each.code === "invalid_type" || each.code === "invalid_value")),
	);
}

function explainLayer(path: Path, document: unknown): Problem[] {
	const value = valueAt(document, path);
	const kinds = Object.keys(layerKinds);
	const forms = "{ dense: 64, activation: relu }, { dropout: 0.5 }, flatten, batch_norm or { activation: relu }";
	if (typeof value === "string")
		return [{ path, message: `unknown layer "${value}"${didYouMean(suggest(value, kinds))}; expected ${forms}` }];
	if (value === null || typeof value !== "object" || Array.isArray(value))
		return [{ path, message: `expected a layer: ${forms}; got ${shown(value)}` }];
	const keys = Object.keys(value);
	const named = kinds.find((each) => each !== "activation" && keys.includes(each));
	const near = keys
		.filter((key) => key !== "activation")
		.map((key) => ({ key, kind: KERAS_WORDS.get(key) ?? suggest(key, kinds) }))
		.find(({ kind }) => kind !== undefined);
	const kind = named ?? (near === undefined && keys.includes("activation") ? "activation" : undefined);
	if (kind === undefined) {
		const at = near?.key ?? keys[0];
		return [
			{
				path: at === undefined ? path : [...path, at],
				atKey: true,
				message: `unknown layer ${shown(value)}${didYouMean(near?.kind)}; expected ${forms}`,
			},
		];
	}
	const parsed = layerKinds[kind as keyof typeof layerKinds].safeParse(value);
	return parsed.success ? [] : parsed.error.issues.flatMap((each) => explain(each as Issue, document, path));
}

function unknownKey(key: string, path: Path, value: unknown): Problem {
	const keys = keysAt(path, value);
	const list = keys.length === 0 ? "there are none here" : `there can be ${keys.join(", ")}`;
	const place = { path: [...path, key], atKey: true };
	if (keysAt(path).includes(key)) return { ...place, message: `the key "${key}" does not go with the others here; ${list}` };
	const near = suggest(key, keys);
	const elsewhere = KERAS_WORDS.get(key) ?? placeOfKey(key);
	const here = path.join(".");
	const hint = elsewhere?.startsWith(`${here}.`) ? elsewhere.slice(here.length + 1) : (elsewhere ?? near);
	return { ...place, message: `unknown key "${key}"${didYouMean(hint)}; ${list}`, ...(near === undefined ? {} : { meant: near }) };
}

function rateMissing(path: Path, document: unknown): string | undefined {
	const name = String(valueAt(document, [...path.slice(0, -1), "name"]));
	if (path.at(-1) !== "learningRate" || RATES_DIFFER[name] === undefined) return undefined;
	return `is missing, and has no default, because it differs between frameworks: ${RATES_DIFFER[name]}`;
}

function valueAt(document: unknown, path: Path): unknown {
	return path.reduce<unknown>(
		(value, part) => (value !== null && typeof value === "object" ? (value as Record<string | number, unknown>)[part] : undefined),
		document,
	);
}
