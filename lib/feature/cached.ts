import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { TerminalError } from "../base/errors.ts";
import { readSafetensorsHeader } from "./safetensors.ts";
import type { FeatureSource } from "./source.ts";

/**
 * Rows from feature files. A set that fits is held in memory; a larger one is read row by row where it lies, so a fit's memory
 * does not grow with its data, and the operating system's page cache keeps what it can.
 */
const HELD_BYTES = 256 * 1024 * 1024;

/** Where each sample's row is: index into `files`, and row in that file. */
export interface RowPlaces {
	readonly files: readonly string[];
	readonly file: Uint32Array;
	readonly row: Uint32Array;
}

interface OpenFile {
	readonly descriptor: number;
	/** Byte of the first row. */
	readonly start: number;
	readonly rows: number;
}

export function openCachedSource({ files, file, row }: RowPlaces, dim: number, heldBytes = HELD_BYTES): FeatureSource {
	const opened = files.map((name) => openFeatures(name, dim));
	const width = dim * 4;
	const total = opened.reduce((sum, { rows }) => sum + rows * width, 0);
	const held = total <= heldBytes ? hold(opened, width) : null;

	const read = (sample: number, into: Uint8Array, at: number): void => {
		const source = opened[file[sample]!]!;
		const place = row[sample]!;
		if (place >= source.rows) throw new TerminalError("BAD_PLAN", `the fit's plan names row ${place} of ${files[file[sample]!]}, which has ${source.rows}`);
		const content = held?.[file[sample]!];
		if (content !== undefined) into.set(content.subarray(place * width, (place + 1) * width), at);
		else readWhole(source.descriptor, into.subarray(at, at + width), source.start + place * width);
	};

	return {
		dim,
		async rows(samples) {
			const out = new Uint8Array(samples.length * width);
			// In the order of the files, so that neighbouring reads fall together.
			const order = held === null ? Uint32Array.from(samples.keys()).sort((a, b) => file[samples[a]!]! - file[samples[b]!]! || row[samples[a]!]! - row[samples[b]!]!) : samples.keys();
			for (const i of order) read(samples[i]!, out, i * width);
			return new Float32Array(out.buffer);
		},
		async close() {
			for (const { descriptor } of opened) closeSync(descriptor);
		},
	};
}

function openFeatures(name: string, dim: number): OpenFile {
	const descriptor = openSync(name, "r");
	const features = readSafetensorsHeader(name, fstatSync(descriptor).size).tensors.get("features");
	if (features?.dtype !== "F32" || features.shape[1] !== dim) {
		throw new TerminalError("BAD_FEATURE_FILE", `${name} should hold rows of ${dim} float32 values and holds ${features === undefined ? "none" : `${features.dtype} [${features.shape.join(", ")}]`}`);
	}
	return { descriptor, start: features.from, rows: features.shape[0]! };
}

function hold(opened: readonly OpenFile[], width: number): Uint8Array[] {
	return opened.map(({ descriptor, start, rows }) => {
		const content = new Uint8Array(rows * width);
		readWhole(descriptor, content, start);
		return content;
	});
}

function readWhole(descriptor: number, into: Uint8Array, from: number): void {
	for (let done = 0; done < into.length; ) {
		const count = readSync(descriptor, into, done, into.length - done, from + done);
		if (count === 0) throw new TerminalError("BAD_FEATURE_FILE", "a feature file ended while its rows were read: it was changed after it was checked");
		done += count;
	}
}
