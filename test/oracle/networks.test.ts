import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogue } from "../../lib/backbone/catalogue.ts";
import { cutGraph } from "../../lib/backbone/cut.ts";
import { graphOfLayers } from "../../lib/backbone/keras-layers.ts";
import { inKerasOrder } from "../../lib/backbone/keras-order.ts";
import type { Pooling, Preprocess } from "../../lib/job/document.ts";
import { difference, embedded, worstOf } from "./embedded.ts";
import { decode, type Encoded, fixture } from "./fixture.ts";
import { layerWeights } from "./formula.ts";

/** Each network of the catalogue, whole, against Keras (makers/networks.py): same pixels, same weights, same numbers at every cut. */

type Size = readonly [number, number];
interface Fixture {
	readonly setting: { readonly keras: string; readonly kerasTwo: string };
	readonly whole: readonly {
		readonly network: string;
		/** Which of the network's graphs: resnet50 or resnet50_old. */
		readonly graph: string;
		readonly size: Size;
		readonly preprocess: Preprocess;
		readonly cut: string | null;
		readonly shape: readonly number[];
		/** Every so many values are kept. */
		readonly step: number;
		readonly largest: number;
		readonly values: Encoded;
	}[];
	readonly narrow: readonly (Encoded & {
		readonly network: string;
		readonly alpha: number;
		readonly size: Size;
		readonly files: readonly string[];
		readonly cut: string | null;
		readonly pooling: Pooling;
	})[];
	readonly orders: readonly { readonly network: string; readonly graph: string; readonly layers: readonly string[] }[];
}

const { setting, whole, narrow, orders } = fixture<Fixture>("networks.json");

/**
 * Of the largest value. A layer sums up to 4,608 products in another order than Keras does, some 1e-6 of its sum, and 50 layers pass that on. Measured: 2e-6,
 * and 2e-5 for MobileNetV2, whose linear bottlenecks are differences of larger numbers. A wrong epsilon, padding or order of channels is off by more than 1e-3.
 */
const TOLERANCE = 1e-4;

const graphOf = (network: string, variant: string, size: Size) =>
	catalogue.get(network)!.graphs({ alpha: 1, size })[variant.endsWith("_old") ? 1 : 0]!;
const titleOf = ({ graph, size }: { graph: string; size: Size }) => `${graph} at ${size.join(" × ")}`;
const titles = [...new Set(whole.map(titleOf))];

describe(`the catalogue's networks are those of Keras ${setting.keras}`, () => {
	test("all of them", () => {
		expect(new Set(whole.map(({ network }) => network))).toEqual(new Set(catalogue.keys()));
	});

	// Files that Keras 2.12 to 2.15 wrote in the newer layout number the layers of a class, and know no names.
	test.each(orders)("$graph: its layers are counted in Keras' order", ({ network, graph, layers }) => {
		const own = graphOf(network, graph, [64, 48]);
		expect(
			inKerasOrder(own)
				.filter(({ weights }) => weights.length > 0)
				.map(({ name }) => name),
		).toEqual(layers);
	});

	test.each(titles)("%s", async (title) => {
		const cuts = whole.filter((each) => titleOf(each) === title);
		const { network, graph: variant, size, preprocess } = cuts[0]!;
		const row = catalogue.get(network)!;
		const layers = graphOf(network, variant, size);
		const weights = new Map(layers.map((layer) => [layer.name, layerWeights(layer)]));
		const complete = graphOfLayers(network, { layers, output: layers.at(-1)!.name }, weights);
		expect(row.preprocess).toBe(preprocess);
		for (const { cut, shape, step, largest, values } of cuts) {
			const { featureShape, data } = await embedded(cutGraph(complete, cut ?? layers.at(-1)!.name), size, preprocess);
			expect(featureShape, `shape at ${cut}`).toEqual(shape);
			expect(difference(data, decode(values).data, step, largest), `worst value at ${cut}`).toBeLessThan(TOLERANCE);
		}
	});
});

describe(`a network's files, as Keras ${setting.kerasTwo} and ${setting.keras} write them`, () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "frostline-test-"));
		for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(import.meta.dirname, "fixtures/networks.zip")))))
			await writeFile(join(folder, name), bytes);
	});
	afterAll(() => rm(folder, { recursive: true, force: true }));

	const readings = narrow.flatMap((each) =>
		each.files.flatMap((file) => [
			{ ...each, file, as: "weights" as const },
			...(file.endsWith(".weights.h5") ? [] : [{ ...each, file, as: "model" as const }]),
		]),
	);
	test.each(readings)("$file as $as, at $cut", async ({ network, alpha, size, file, as, cut, pooling, shape, data }) => {
		const path = join(folder, file);
		const of = as === "weights" ? { name: network, weights: path, alpha } : { file: path };
		expect(await worstOf({ ...of, size, cut, pooling, preprocess: catalogue.get(network)!.preprocess }, { shape, data })).toBeLessThan(
			TOLERANCE,
		);
	});
});
