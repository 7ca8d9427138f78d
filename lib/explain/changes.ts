import type { CanonicalJob } from "../job/canonical.ts";
import { type Difference, differences } from "../job/differences.ts";

/** Differences between two documents that belong together: made all at once, or not at all. */
export interface Change {
	/** Short and unique among the changes. */
	readonly id: string;
	/** For people: what it is, and from what to what. */
	readonly says: string;
	readonly parts: readonly Difference[];
}

/** What makes no other head: names, and how work is cut. The way and where its backbone runs change costs alone, and are told apart from the rest. */
const NO_CHANGE = /^(version|name|extract|way|frozen)(\.|$)/;

/** The changes that lead from one document to another, in the order of the document. */
export function changesBetween(a: CanonicalJob, b: CanonicalJob): Change[] {
	const groups = new Map<string, Difference[]>();
	for (const part of differences(a, b)) {
		if (NO_CHANGE.test(part.path)) continue;
		const id = groupOf(part.path, a, b);
		groups.set(id, [...(groups.get(id) ?? []), part]);
	}
	return [...groups].map(([id, found]) => {
		const parts = whole(id, found, a, b);
		return { id, parts, says: `${WORDS[id] ?? id}: ${spoken(parts)}` };
	});
}

const WORDS: Readonly<Record<string, string>> = {
	"head.activations": "activation of the hidden layers",
	"head.output": "activation of the last layer",
	"head.units": "units of the hidden layers",
	"head.dropout": "dropout",
	augment: "augmentation",
	head: "layers of the head",
	"fit.optimizer": "optimiser",
};

function groupOf(path: string, a: CanonicalJob, b: CanonicalJob): string {
	const [section, key, ...rest] = path.split(".");
	if (section === "head") {
		if (!sameKinds(a, b)) return "head";
		const leaf = rest.at(-1) ?? "";
		if (leaf === "activation") return Number(key) === a.head.length - 1 ? "head.output" : "head.activations";
		return leaf === "dense" ? "head.units" : `head.${leaf === "" ? key : leaf}`;
	}
	// Views without augmentation, and the features way's augmentation without views, are no documents.
	if ((section === "augment" || section === "views") && (a.augment === undefined) !== (b.augment === undefined)) return "augment";
	if (section === "fit" && key === "optimizer" && a.fit.optimizer.name === b.fit.optimizer.name) return path;
	return key === undefined ? path : `${section}.${key}`;
}

/** Whether the heads are the same layers with other settings; else one is taken for the other as a whole. */
function sameKinds(a: CanonicalJob, b: CanonicalJob): boolean {
	const kinds = (job: CanonicalJob) => job.head.map((layer) => Object.keys(layer)[0]).join(" ");
	return kinds(a) === kinds(b);
}

/** A group that can only be exchanged as a whole is one part. */
function whole(id: string, parts: readonly Difference[], a: CanonicalJob, b: CanonicalJob): readonly Difference[] {
	const exchanged = id === "head" || (id === "fit.optimizer" && parts.some(({ path }) => path === "fit.optimizer.name"));
	if (!exchanged) return parts;
	return [{ path: id, a: valueAt(a, id), b: valueAt(b, id) }];
}

/** The document with these changes made; `to` is the document that they lead to. */
export function withChanges(document: CanonicalJob, changes: readonly Change[]): CanonicalJob {
	const copy = structuredClone(document) as unknown as Record<string, unknown>;
	for (const { parts } of changes) for (const { path, b } of parts) write(copy, path.split("."), b);
	return copy as unknown as CanonicalJob;
}

function write(into: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
	if (key === undefined) return;
	if (rest.length > 0) {
		into[key] ??= {};
		write(into[key] as Record<string, unknown>, rest, value);
	} else if (value === undefined) delete into[key];
	else into[key] = structuredClone(value);
}

function valueAt(document: unknown, path: string): unknown {
	return path.split(".").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
}

/** `0.5 → 0.4` where all parts say the same, else each with its place. */
function spoken(parts: readonly Difference[]): string {
	const texts = parts.map(({ a, b }) => `${shown(a)} → ${shown(b)}`);
	if (new Set(texts).size === 1) return texts[0]!;
	return parts.map(({ path }, i) => `${path} ${texts[i]}`).join(", ");
}

function shown(value: unknown): string {
	if (value === undefined) return "(not set)";
	const text = typeof value === "string" ? value : JSON.stringify(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
