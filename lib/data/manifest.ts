import { createGunzip, gzipSync } from "node:zlib";
import { sha256 } from "../base/digest.ts";
import { TerminalError } from "../base/errors.ts";
import type { SkipCode } from "../image/skip-code.ts";
import { datasetKey, parsePackedImage } from "../store/keys.ts";
import type { Dataset, Entry, Skip } from "./dataset.ts";
import { isRemote } from "./remote.ts";

/** The dataset as it is kept: gzipped JSON lines, classes first, then one line per image, then the skips. The same dataset gives the same bytes. */
export function encodeManifest({ classes, digest, entries, skips }: Dataset): { key: string; bytes: Uint8Array } {
	const lines = [
		{ classes, digest },
		...entries.map(({ image, label, split, bytes, path, file }) => ({
			image,
			label,
			split,
			bytes,
			origin: path,
			...(isRemote(file) || parsePackedImage(file) !== null ? { at: file } : {}),
		})),
		...skips.map(({ image, path, code, detail }) => ({ image, origin: path, skip: code, detail })),
	];
	const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
	// Its own digest names it, not the dataset's: the same images under other names are the same dataset, and another manifest.
	return { key: datasetKey(sha256(text)), bytes: gzipSync(text, { level: 6 }) };
}

interface Line {
	readonly image: string;
	readonly origin: string;
	readonly label: number;
	readonly split: "train" | "validation";
	readonly bytes: number;
	/** Where the bytes are; absent in the manifest of a run on one machine, which has its files at hand. */
	readonly at?: string;
	readonly skip?: SkipCode;
	readonly detail?: string;
}

/** The dataset of a submission's manifest: its images are in packs of the store, or read where they lie. */
export async function decodeManifest(gzipped: Uint8Array, key: string): Promise<Dataset> {
	const lines = linesOf(gzipped);
	const first = (await lines.next()).value;
	const head = (first === undefined ? undefined : JSON.parse(first)) as { classes?: readonly string[]; digest?: string } | undefined;
	if (head?.classes === undefined || head.digest === undefined) throw notOfThis(key, "it does not begin with its classes");
	const entries: Entry[] = [];
	const skips: Skip[] = [];
	for await (const line of lines) {
		const { image, origin, label, split, bytes, at, skip, detail } = JSON.parse(line) as Line;
		if (skip !== undefined) skips.push({ image, path: origin, code: skip, detail: detail ?? "" });
		else if (at === undefined) throw notOfThis(key, `its image ${origin} is nowhere in the store`);
		else entries.push({ image, path: origin, file: at, label, split, bytes });
	}
	return { classes: head.classes, digest: head.digest, entries, skips };
}

function notOfThis(key: string, why: string): TerminalError {
	return new TerminalError("BAD_DATASET", `${key} is no manifest of a submission of this release: ${why}`, {
		fix: "submit the job again under another id",
	});
}

/** A manifest of a hundred thousand images is never all in memory as text. (readline would end a line at U+2028 too, which a name may have.) */
async function* linesOf(gzipped: Uint8Array): AsyncGenerator<string, undefined> {
	let begun: Buffer[] = [];
	for await (const part of createGunzip().end(gzipped) as AsyncIterable<Buffer>) {
		let from = 0;
		for (let end = part.indexOf(NEWLINE); end !== -1; end = part.indexOf(NEWLINE, from)) {
			yield Buffer.concat([...begun, part.subarray(from, end)]).toString("utf8");
			begun = [];
			from = end + 1;
		}
		if (from < part.length) begun.push(part.subarray(from));
	}
}

const NEWLINE = 10;
