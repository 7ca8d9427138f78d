import { describe, expect, test } from "vitest";
import { catalogue } from "../../lib/backbone/catalogue.ts";
import { readBackbone } from "../../lib/backbone/read.ts";
import { onnxEngine } from "../../lib/engine/onnx/index.ts";
import { section } from "../backbone/models.ts";
import { testPixels } from "../engine/onnx/graphs.ts";
import { engine } from "../oracle/engine.ts";

/** Every network of the catalogue at its full width, and scattering, beside ONNX Runtime. */

/** Of the largest value (test/oracle/networks.test.ts argues it). */
const TOLERANCE = 1e-4;

describe(`${engine.name} gives ONNX Runtime's rows`, () => {
	test.each([...catalogue.keys(), "scattering"])("%s", async (name) => {
		const size = (name === "scattering" ? [64, 64] : [128, 96]) as [number, number];
		const preprocess = catalogue.get(name)?.preprocess ?? "none";
		const { graph } = await readBackbone(section({ name, size, ...(name === "scattering" ? {} : { weights: "random" }) }), 1);
		const rows: Float32Array[] = [];
		for (const each of [onnxEngine, engine]) {
			const backbone = await each.openBackbone(graph, { height: size[0], width: size[1], pooling: "none", preprocess, threads: 1 });
			rows.push(await backbone.embed(testPixels(...size), 1));
			await backbone.close();
		}
		const [a, b] = rows as [Float32Array, Float32Array];
		expect(b.length).toBe(a.length);
		const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
		const worst = a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
		expect(worst / largest).toBeLessThan(TOLERANCE);
	});
});
