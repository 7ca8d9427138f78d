import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import type { BackboneSection } from "../../lib/job/document.ts";

/** The networks of test/fixtures/backbone (make.py there wrote them with Keras and ONNX), and what they should give. */

const fixtures = new URL("../fixtures/backbone/", import.meta.url);

export interface Case {
	readonly title: string;
	readonly files: readonly string[];
	readonly cut: string;
	readonly pooling?: "max";
	readonly shape: readonly number[];
	/** float32 in base64, [h, w, c] or [d]. */
	readonly data: string;
}

export const { size, cases } = JSON.parse(readFileSync(new URL("cases.json", fixtures), "utf8")) as {
	size: [number, number];
	cases: Case[];
};

/** Every file by its path in the archive. */
export const models: Readonly<Record<string, Uint8Array>> = unzipSync(readFileSync(new URL("models.zip", fixtures)));

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
