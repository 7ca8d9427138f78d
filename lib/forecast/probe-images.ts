import { createHash } from "node:crypto";
import { sha256 } from "../base/digest.ts";
import type { RemoteImages } from "../data/remote.ts";
import { bytesOf, type ListedDataset } from "../data/scan.ts";
import { isValidation } from "../data/split.ts";

/** An image that was read. */
export interface ProbedImage {
	/** SHA-256, hex. */
	readonly image: string;
	readonly file: string;
	readonly label: string;
	readonly split: "train" | "validation";
}

export interface ImagesProbe {
	/** In an order of chance that is the same each time. */
	readonly read: readonly ProbedImage[];
	/** Of all that are listed, by what was read. */
	readonly train: number;
	readonly validation: number;
	/** By their bytes. */
	readonly distinct: { readonly train: number; readonly validation: number };
	readonly exact: boolean;
	/** For reading all of them. */
	readonly readSeconds: number;
}

/** Files read at a time, as a job's own planning reads them. */
const READERS = 8;

/** Reads and names listed images until all are read or the time is over: a sample by chance of a set too large for a few seconds. */
export async function probeImages(
	{ images, share }: ListedDataset,
	seed: number,
	seconds: number,
	remote: RemoteImages | null = null,
): Promise<ImagesProbe> {
	const order = images
		.map((image) => ({ image, at: createHash("sha256").update(image.path).digest("hex") }))
		.sort((x, y) => (x.at < y.at ? -1 : 1))
		.map(({ image }) => image);
	const began = performance.now();
	const found: (ProbedImage | undefined)[] = [];
	let looked = 0;
	const lane = async (): Promise<void> => {
		while (looked < order.length && (looked < READERS || performance.now() - began < seconds * 1000)) {
			const at = looked++;
			const { file, label, side } = order[at]!;
			const bytes = await bytesOf(file, remote);
			if (bytes instanceof Error || bytes.length === 0) continue; // the job itself will say so
			const image = sha256(bytes);
			found[at] = { image, file, label, split: side ?? (isValidation(seed, image, share ?? 0) ? "validation" : "train") };
		}
	};
	await Promise.all(Array.from({ length: READERS }, lane));
	const spent = (performance.now() - began) / 1000;
	const read = found.filter((each) => each !== undefined);
	const part = looked / order.length;
	const whole = (count: number) => Math.max(1, Math.round(count / part)); // where there are none, the job itself will say so
	const side = (split: string) => read.filter((each) => each.split === split);
	const distinct = (split: string) => whole(new Set(side(split).map(({ image }) => image)).size);
	return {
		read,
		train: whole(side("train").length),
		validation: whole(side("validation").length),
		distinct: { train: distinct("train"), validation: distinct("validation") },
		exact: looked === order.length,
		readSeconds: spent / part,
	};
}
