import { byCodePoint } from "../../data/order.ts";

/** One image of the job that has a row. */
export interface OwnImage {
	readonly path: string;
	readonly digest: string;
	readonly label: number;
	readonly split: "train" | "validation";
}

/** Which image each foreign row may be of. */
export interface Assignment {
	/** "names", or an order. */
	readonly by: string;
	readonly says: string;
	/** For each foreign row the image's index, or −1. */
	readonly image: Int32Array;
}

/**
 * By name: a name is an image's path, or ends in it or in the end of it, as absolute paths and bare file names do. Names that fit no image, or more than one, are
 * left over.
 */
export function byName(
	names: readonly string[],
	images: readonly OwnImage[],
): { readonly assignment: Assignment; readonly unknown: readonly string[] } {
	const byEnd = new Map<string, number>();
	for (const [i, { path }] of images.entries()) {
		const parts = path.split("/");
		for (let from = 0; from < parts.length; from++) {
			const end = parts.slice(from).join("/");
			const other = byEnd.get(end);
			byEnd.set(end, other === undefined || other === i ? i : AMBIGUOUS);
		}
	}
	const whole = new Map(images.map(({ path }, i) => [path, i]));
	const unknown: string[] = [];
	const image = Int32Array.from(names, (name) => {
		const found = whole.get(name) ?? endOf(name, byEnd);
		if (found === undefined || found === AMBIGUOUS) unknown.push(name);
		return found ?? NONE;
	});
	return { assignment: { by: "names", says: "by the names of their images", image: image.map((at) => (at < 0 ? NONE : at)) }, unknown };
}

const NONE = -1;
const AMBIGUOUS = -2;

/** The longest end of a name that one image has. */
function endOf(name: string, byEnd: ReadonlyMap<string, number>): number | undefined {
	const parts = name.replaceAll("\\", "/").split("/");
	for (let from = 0; from < parts.length; from++) {
		const found = byEnd.get(parts.slice(from).join("/"));
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Orders in which programs go through folders of images. */
const ORDERS: readonly {
	readonly by: string;
	readonly says: string;
	sort(images: readonly OwnImage[]): (a: number, b: number) => number;
}[] = [
	{
		by: "folders",
		says: "folder by folder, as flow_from_directory with shuffle=False and ImageFolder go",
		sort: () => (a, b) => a - b, // as the dataset lists them
	},
	{
		by: "names of files",
		says: "by the files' names, whatever their folder",
		sort: (images) => (a, b) => byCodePoint(nameOf(images[a]!), nameOf(images[b]!)),
	},
	{ by: "whole paths", says: "by whole path", sort: (images) => (a, b) => byCodePoint(images[a]!.path, images[b]!.path) },
	{
		by: "numbers in names",
		says: "by path with numbers as numbers",
		sort: (images) => (a, b) => collator.compare(images[a]!.path, images[b]!.path),
	},
	{
		by: "digests",
		says: "by the images' digests, as Frostline's fit plan has them",
		sort: (images) => (a, b) => byCodePoint(images[a]!.digest, images[b]!.digest),
	},
];

const collator = new Intl.Collator("en", { numeric: true });

function nameOf({ path }: OwnImage): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

const PARTS = [
	{ says: "all images", has: () => true },
	{ says: "the training images", has: ({ split }: OwnImage) => split === "train" },
	{ says: "the held-out images", has: ({ split }: OwnImage) => split === "validation" },
] as const;
/** A generator that drops its last batch leaves out fewer rows than this. */
const BATCH = 512;

/**
 * Orders that `rows` rows may have: of all images or one side of the split, in each order that programs have; a last batch may be missing, and a generator may
 * have gone round again. Most plausible first.
 */
export function plausibleOrders(rows: number, images: readonly OwnImage[]): (Assignment & { readonly rank: number })[] {
	const found: (Assignment & { readonly rank: number })[] = [];
	for (const { says: part, has } of PARTS) {
		const members = [...images.keys()].filter((i) => has(images[i]!));
		const fit = fitOf(rows, members.length);
		if (fit === null) continue;
		for (const { by, says, sort } of ORDERS) {
			const order = members.toSorted(sort(images));
			const image = Int32Array.from({ length: rows }, (_, row) => order[row % order.length]!);
			if (found.some((other) => Buffer.compare(bytesOf(other.image), bytesOf(image)) === 0)) continue;
			found.push({ by, says: `${part} ${says}${fit.says}`, image, rank: fit.rank });
		}
	}
	return found.sort((a, b) => a.rank - b.rank);
}

function fitOf(rows: number, members: number): { rank: number; says: string } | null {
	if (members === 0) return null;
	if (rows === members) return { rank: 0, says: "" };
	if (rows > members)
		return {
			rank: rows % members === 0 ? 1 : 3,
			says: `, ${rows % members === 0 ? `${rows / members} times over` : `and on from the start after ${members}`}`,
		};
	return members - rows < BATCH ? { rank: 2, says: `, without the last ${members - rows}` } : null;
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}
