import { count } from "../report/figures.ts";
import { type LabelTable, otherNames, type Relabelling, relabelling, translated } from "./relabelling.ts";
import { byImage, type SideData, splitOf } from "./side-data.ts";

/** How the images of two documents differ, whatever their files are called: images are compared by their bytes (F2). */
export interface DataDifference {
	/** Distinct images. */
	readonly both: number;
	readonly onlyA: number;
	readonly onlyB: number;
	/** Labels of the images that both have, and of those that the second trains on and those that it holds out apart. */
	readonly all: Relabelling;
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
	const names = otherNames(all);
	const labels = (table: LabelTable) => relabelling(translated(table, names));
	return {
		both,
		onlyA: inA.size - both,
		onlyB: inB.size - both,
		all: labels(all),
		train: labels(train),
		heldOut: labels(heldOut),
		names,
		moved,
		examBoth,
		examEither,
	};
}

/** Whether an image stands in another class, and not only under another name. */
export function labelsDiffer({ train, heldOut }: DataDifference): boolean {
	return train.kind !== "same" || heldOut.kind !== "same";
}

/** What there is to say of the labels; null where they are the same. */
export function labelsSay({ all, train, heldOut }: DataDifference): string | null {
	const [inTrain, inExam] = [relabellingSays(train), relabellingSays(heldOut)];
	if (inTrain === null && inExam === null) return null;
	if (inTrain === null) return `labels of the held-out images alone: ${inExam}`;
	if (inExam === null) return `labels of the training images alone: ${inTrain}`;
	if (train.kind === heldOut.kind && all.kind === train.kind)
		return `labels, of training and held-out images alike: ${relabellingSays(all)}`;
	return `labels: of the training images ${inTrain}; of the held-out ones ${inExam}`;
}

/** Flows named one by one. */
const NAMED = 3;

function relabellingSays(found: Relabelling): string | null {
	switch (found.kind) {
		case "same":
			return null;
		case "permuted":
			return `classes have changed places: ${pairs(found.places)}`;
		case "shuffled":
			return `${count(found.moved)} of ${count(found.images)} stand in another class and no rule leads from one to the other: images and labels are not in one order`;
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
