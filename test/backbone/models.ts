import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import type { BackboneSection } from "../../lib/job/document.ts";
import { type Encoded, fixture } from "../oracle/fixture.ts";

/** The networks that test/oracle/makers/files.py wrote with Keras and ONNX, and what they should give. */

export interface Case extends Encoded {
	readonly title: string;
	readonly files: readonly string[];
	readonly cut: string;
	readonly pooling?: "max";
}

const written = fixture<{ setting: { size: [number, number] }; cases: Case[] }>("files.json");
export const {
	setting: { size },
	cases,
} = written;

/** Every file by its path in the archive. */
export const models: Readonly<Record<string, Uint8Array>> = unzipSync(
	readFileSync(new URL("../oracle/fixtures/files.zip", import.meta.url)),
);

/** Puts the networks into a folder, as a person would have them. */
export function unpack(folder: string): void {
	for (const [name, bytes] of Object.entries(models)) {
		const file = join(folder, name);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, bytes);
	}
}

/** A job's backbone section, as small as it gets. */
export function section(of: Partial<BackboneSection>): BackboneSection {
	const nothing = {
		name: null,
		file: null,
		weights: null,
		sha256: null,
		alpha: 1,
		size,
		cut: null,
		pooling: "none",
		preprocess: "none",
	} as const;
	return { ...nothing, interpolation: "bilinear", fit: "stretch", ...of };
}
