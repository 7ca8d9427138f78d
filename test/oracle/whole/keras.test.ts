import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Preprocess } from "../../../lib/job/document.ts";
import { worstOf } from "../embedded.ts";
import type { Encoded } from "../fixture.ts";
import { written } from "./python.ts";

/** Each network of the catalogue at its published width, as Keras 2 and Keras 3 save it, in every layout, at two cuts (makers/whole_network.py). */

/** As in networks.test.ts. */
const TOLERANCE = 1e-4;

interface Written {
	readonly setting: { readonly preprocess: Preprocess; readonly size: readonly [number, number] };
	readonly cases: readonly (Encoded & { readonly cut: string | null })[];
}

const networks = [
	["vgg16", "vgg16", 1],
	["vgg19", "vgg19", 1],
	["resnet50", "resnet50", 1],
	["resnet50_old", "resnet50", 1],
	["mobilenet", "mobilenet", 1],
	["mobilenet", "mobilenet", 0.25],
	["mobilenet_v2", "mobilenet_v2", 1],
	["mobilenet_v2", "mobilenet_v2", 0.35],
	["mobilenet_v2", "mobilenet_v2", 1.4],
	["squeezenet", "squeezenet", 1],
] as const;

describe.each(networks)("%s of %s, width %d", (graph, name, alpha) => {
	test.each(["tf_keras", "keras"])("as %s saves it", async (dialect) => {
		const args = (folder: string) => [folder, dialect, graph, ...(alpha === 1 ? [] : [String(alpha)])];
		await written("makers/whole_network.py", args, async (folder) => {
			const { setting, cases } = JSON.parse(readFileSync(join(folder, "whole.json"), "utf8")) as Written;
			// Keras 3 allows no / in a layer's name, so its SqueezeNet has other names than the one that weights were published for. And the newer layout of
			// tf_keras knows no names at all: what has the old ResNet50's shapes is taken for the new one, which is the only one of its time.
			const published = (file: string) =>
				!(name === "squeezenet" && dialect === "keras") && !(graph === "resnet50_old" && dialect === "tf_keras" && file !== "model.h5");
			for (const { cut, ...expected } of cases) {
				for (const file of ["model.h5", "model.keras", "only.weights.h5"]) {
					const path = join(folder, file);
					const sections = {
						...(file.startsWith("model") ? { "as a model": { file: path } } : {}),
						...(published(file) ? { "as weights": { name, weights: path, alpha } } : {}),
					};
					for (const [how, section] of Object.entries(sections))
						expect(await worstOf({ ...section, ...setting, cut }, expected), `${file} ${how} at ${cut}`).toBeLessThan(TOLERANCE);
				}
			}
		});
	});
});
