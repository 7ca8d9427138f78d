import { closeSync, openSync, readSync, statSync } from "node:fs";
import { TerminalError } from "../base/errors.ts";
import { readSafetensorsHeader } from "./safetensors.ts";
import type { FeatureSource } from "./source.ts";

/**
 * Rows from feature files. A set that fits is held in memory; a larger one is read row by row where it lies, so a fit's memory
 * does not grow with its data, and the operating system's page cache keeps what it can.
 */
const HELD_BYTES = 256 * 1024 * 1024;
/** Files open at a time: a large set has thousands, and a process may have as few as 1,024. */
const OPEN_FILES = 128;

/** Where each sample's row is: index into `files`, and row in that file. */
export interface RowPlaces {
	readonly files: readonly string[];
	readonly file: Uint32Array;
	readonly row: Uint32Array;
}

interface RowsFile {
	readonly name: string;
	/** Byte of the first row. */
	readonly start: number;
	readonly rows: number;
}

export function openCachedSource({ files, file, row }: RowPlaces, dim: number, heldBytes = HELD_BYTES): FeatureSource {
	const sources = files.map((name) => describe(name, dim));
	const width = dim * 4;
	const total = sources.reduce((sum, { rows }) => sum + rows * width, 0);
	const held = total <= heldBytes ? sources.map((source) => hold(source, width)) : null;
	const descriptors = new Descriptors();

	const read = (sample: number, into: Uint8Array, at: number): void => {
		const source = sources[file[sample]!]!;
		const place = row[sample]!;
		if (place >= source.rows)
			throw new TerminalError("BAD_PLAN", `the fit's plan names row ${place} of ${files[file[sample]!]}, which has ${source.rows}`);
		const content = held?.[file[sample]!];
		if (content !== undefined) into.set(content.subarray(place * width, (place + 1) * width), at);
		else readWhole(descriptors.of(source.name), into.subarray(at, at + width), source.start + place * width);
	};

	return {
		dim,
		async rows(samples) {
			const out = new Uint8Array(samples.length * width);
			// In the order of the files, so that neighbouring reads fall together.
			const order =
				held === null
					? Uint32Array.from(samples.keys()).sort(
							(a, b) => file[samples[a]!]! - file[samples[b]!]! || row[samples[a]!]! - row[samples[b]!]!,
						)
					: samples.keys();
			for (const i of order) read(samples[i]!, out, i * width);
			return new Float32Array(out.buffer);
		},
		async close() {
			descriptors.close();
		},
	};
}

/** Open files, the longest unused closed first when there are too many. */
class Descriptors {
	readonly #open = new Map<string, number>();

	of(name: string): number {
		const known = this.#open.get(name);
		const descriptor = known ?? openSync(name, "r");
		this.#open.delete(name); // to the end: a map keeps the order of insertion
		this.#open.set(name, descriptor);
		if (this.#open.size > OPEN_FILES) {
			const [oldest, unused] = this.#open.entries().next().value!;
			closeSync(unused);
			this.#open.delete(oldest);
		}
		return descriptor;
	}

	close(): void {
		for (const descriptor of this.#open.values()) closeSync(descriptor);
		this.#open.clear();
	}
}

function describe(name: string, dim: number): RowsFile {
	const features = readSafetensorsHeader(name, statSync(name).size).tensors.get("features");
	if (features?.dtype !== "F32" || features.shape[1] !== dim) {
		const found = features === undefined ? "none" : `${features.dtype} [${features.shape.join(", ")}]`;
		throw new TerminalError("BAD_FEATURE_FILE", `${name} should hold rows of ${dim} float32 values and holds ${found}`);
	}
	return { name, start: features.from, rows: features.shape[0]! };
}

function hold({ name, start, rows }: RowsFile, width: number): Uint8Array {
	const content = new Uint8Array(rows * width);
	const descriptor = openSync(name, "r");
	try {
		readWhole(descriptor, content, start);
	} finally {
		closeSync(descriptor);
	}
	return content;
}

function readWhole(descriptor: number, into: Uint8Array, from: number): void {
	for (let done = 0; done < into.length; ) {
		const count = readSync(descriptor, into, done, into.length - done, from + done);
		if (count === 0)
			throw new TerminalError("BAD_FEATURE_FILE", "a feature file ended while its rows were read: it was changed after it was checked");
		done += count;
	}
}
