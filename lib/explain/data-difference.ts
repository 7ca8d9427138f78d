import { count } from "../report/figures.ts";
import { type Relabelling, relabelling } from "./relabelling.ts";
import { byImage, type SideData, splitOf } from "./side-data.ts";

/** How the images of two documents differ, whatever their files are called: images are compared by their bytes (F2). */
export interface DataDifference {
	/** Distinct images. */
	readonly both: number;
	readonly onlyA: number;
	readonly onlyB: number;
	/** Labels of the images that both have, those that the second trains on and those that it holds out apart. */
	readonly train: Relabelling;
	readonly heldOut: Relabelling;
	/** The second document's names of classes to the first's, where they are only other names. */
	readonly names: ReadonlyMap<string, string>;
	/** Images of both that one document holds out and the other trains on, with one seed. */
	readonly moved: number;
	/** Images that both hold out, and those that either does. */
	readonly examBoth: number;
	readonly examEither: number;
}

export function dataDifference(a: SideData, b: SideData, seed: number): DataDifference {
	const inA = byImage(a);
	const inB = byImage(b);
	const train = new Map<string, Map<string, number>>();
	const heldOut = new Map<string, Map<string, number>>();
	const all = new Map<string, Map<string, number>>();
	let both = 0;
	let moved = 0;
	let examBoth = 0;
	let examEither = 0;
	for (const [image, entry] of inA) {
		const other = inB.get(image);
		const split = splitOf(a, entry, seed);
		if (split === "validation") examEither++;
		if (other === undefined) continue;
		both++;
		const otherSplit = splitOf(b, other, seed);
		if (split !== otherSplit) moved++;
		if (split === "validation" && otherSplit === "validation") examBoth++;
		if (split !== "validation" && otherSplit === "validation") examEither++;
		const [from, to] = [a.dataset.classes[entry.label]!, b.dataset.classes[other.label]!];
		for (const table of [all, otherSplit === "train" ? train : heldOut]) {
			const row = table.get(from) ?? new Map<string, number>();
			table.set(from, row.set(to, (row.get(to) ?? 0) + 1));
		}
	}
	for (const [image, entry] of inB) if (!inA.has(image) && splitOf(b, entry, seed) === "validation") examEither++;
	const whole = relabelling(all);
	const names = whole.kind === "same" && whole.renamed ? whole.names : new Map<string, string>();
	// The numbers of classes may stand for other names on either side, so that each side alone looks renamed.
	const known = (table: Map<string, Map<string, number>>) => (names.size > 0 ? relabelling(translated(table, names)) : relabelling(table));
	return {
		both,
		onlyA: inA.size - both,
		onlyB: inB.size - both,
		train: known(train),
		heldOut: known(heldOut),
		names,
		moved,
		examBoth,
		examEither,
	};
}

function translated(table: Map<string, Map<string, number>>, names: ReadonlyMap<string, string>): Map<string, Map<string, number>> {
	return new Map([...table].map(([from, row]) => [from, new Map([...row].map(([to, images]) => [names.get(to) ?? to, images]))]));
}

/** Whether an image stands in another class, and not only under another name. */
export function labelsDiffer({ train, heldOut }: DataDifference): boolean {
	return train.kind !== "same" || heldOut.kind !== "same";
}

/** What there is to say of the labels; null where they are the same. */
export function labelsSay({ train, heldOut }: DataDifference): string | null {
	const [inTrain, inExam] = [relabellingSays(train), relabellingSays(heldOut)];
	if (inTrain === null && inExam === null) return null;
	if (inTrain === null) return `labels of the held-out images alone: ${inExam}`;
	if (inExam === null) return `labels of the training images alone: ${inTrain}`;
	return train.kind === "permuted" && heldOut.kind === "permuted" && sameNames(train.names, heldOut.names)
		? `labels, in training and held-out images alike: ${inTrain}`
		: `labels: of the training images ${inTrain}; of the held-out ones ${inExam}`;
}

/** Flows named one by one. */
const NAMED = 3;

function relabellingSays(found: Relabelling): string | null {
	switch (found.kind) {
		case "same":
			return found.renamed ? `classes have other names (${pairs(found.names)})` : null;
		case "permuted":
			return `classes have changed places: ${pairs(found.names)}`;
		case "shuffled":
			return `${count(found.moved)} of ${count(found.images)} stand in another class, without a rule: images and labels are not in one order`;
		case "some": {
			const named = found.flows.slice(0, NAMED).map(({ from, to, images }) => `${count(images)} ${from} → ${to}`);
			return `${count(found.moved)} of ${count(found.images)} stand in another class (${named.join(", ")}${found.flows.length > NAMED ? ", …" : ""})`;
		}
	}
}

function pairs(names: ReadonlyMap<string, string>): string {
	return [...names]
		.filter(([to, from]) => to !== from)
		.map(([to, from]) => `${from} → ${to}`)
		.sort()
		.join(", ");
}

function sameNames(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
	return [...one].every(([to, from]) => (other.get(to) ?? from) === from);
}
