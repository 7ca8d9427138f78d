import type { CanonicalJob } from "../job/canonical.ts";
import { type Difference, differences } from "../job/differences.ts";
import { count } from "../report/figures.ts";
import type { Picks } from "./compose.ts";
import { type DataDifference, labelsDiffer, labelsSay } from "./data-difference.ts";

/** Differences between two documents that belong together: made all at once, or not at all. */
export interface Change {
	/** Short and unique among the changes. */
	readonly id: string;
	/** For people: what it is, and from what to what. */
	readonly says: string;
	/** What changes in the document. */
	readonly parts: readonly Difference[];
	/** What changes in the images: taken from the second document's instead of the first's. */
	readonly data?: readonly (keyof Picks)[];
	/** Smaller changes that it is made of, to be told apart once it is known to count. */
	readonly within?: readonly Change[];
}

/**
 * What makes no other head: names, and how work is cut. Which images there are is compared by their bytes (data-difference.ts), and the seed is what every
 * comparison is repeated with; the way and where its backbone runs change costs alone, and are told apart from the rest.
 */
const NO_CHANGE = /^(version|name|extract|way|frozen|fit\.seed|data\.(train|validation|maxSkipRatio))(\.|$)/;

/** The changes that lead from one document to another, in the order of the document. */
export function changesBetween(a: CanonicalJob, b: CanonicalJob): Change[] {
	const groups = new Map<string, Difference[]>();
	for (const part of differences(a, b)) {
		if (NO_CHANGE.test(part.path)) continue;
		const id = groupOf(part.path, a, b);
		groups.set(id, [...(groups.get(id) ?? []), part]);
	}
	const changes = [...groups].map(([id, found]): Change => {
		const parts = whole(id, found, a, b);
		return { id, parts, says: `${WORDS[id] ?? id}: ${spoken(parts)}` };
	});
	return bundled(changes, "backbone");
}

/** Changes of which each alone costs features of its own are tried as one first. */
function bundled(changes: readonly Change[], section: string): Change[] {
	const within = changes.filter(({ id }) => id.startsWith(`${section}.`));
	if (within.length < 2) return [...changes];
	const one: Change = {
		id: section,
		parts: within.flatMap(({ parts }) => parts),
		says: within.map(({ says }) => says).join(", "),
		within,
	};
	return changes.flatMap((change) => (change === within[0] ? [one] : within.includes(change) ? [] : [change]));
}

/** The changes that lead from one document's images to another's. */
export function dataChanges(difference: DataDifference): Change[] {
	const found: Change[] = [];
	const add = (data: keyof Picks, says: string | null) => {
		if (says !== null) found.push({ id: `data.${data}`, says, parts: [], data: [data] });
	};
	const { both, onlyA, onlyB, moved } = difference;
	add(
		"images",
		onlyA + onlyB === 0 ? null : `images: ${count(both)} in both, ${count(onlyA)} only in the first, ${count(onlyB)} only in the second`,
	);
	add("labels", labelsDiffer(difference) ? labelsSay(difference) : null);
	add("split", moved === 0 ? null : `split: ${count(moved)} images that one trains on are held out by the other`);
	return found;
}

const WORDS: Readonly<Record<string, string>> = {
	"head.activations": "activation of the hidden layers",
	"head.output": "activation of the last layer",
	"head.units": "units of the hidden layers",
	"head.dropout": "dropout",
	augment: "augmentation",
	head: "layers of the head",
	"fit.optimizer": "optimiser",
	"backbone.network": "network",
};

/** What makes a backbone another network: exchanged whole. */
const NETWORK = new Set(["name", "file", "weights", "sha256", "alpha", "cut"]);

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
	if (section === "backbone" && NETWORK.has(key ?? "")) return "backbone.network";
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

/** What these changes take from the second document's images. */
export function picksOf(changes: readonly Change[]): Picks {
	const which = (data: keyof Picks) => (changes.some((change) => change.data?.includes(data)) ? "b" : "a");
	return { images: which("images"), labels: which("labels"), split: which("split") };
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
