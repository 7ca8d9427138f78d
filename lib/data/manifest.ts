import { gzipSync } from "node:zlib";
import type { Dataset } from "./dataset.ts";

/** The dataset as it is kept: gzipped JSON lines, classes first, then one line per image, then the skips. The same dataset gives the same bytes. */
export function encodeManifest({ classes, entries, skips }: Dataset): Uint8Array {
	const lines = [
		{ classes },
		...entries.map(({ image, label, split, bytes, path }) => ({ image, label, split, bytes, origin: path })),
		...skips.map(({ image, path, code, detail }) => ({ image, origin: path, skip: code, detail })),
	];
	return gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { level: 6 });
}
