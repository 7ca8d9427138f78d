import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBackbone } from "../../lib/backbone/read.ts";
import { decodeGraph, encodeGraph } from "../../lib/backbone/serial.ts";
import { cases, models, section, size, unpack } from "../backbone/models.ts";
import { testPixels } from "../engine/onnx/graphs.ts";
import { openBackbone } from "./engine.ts";
import { decode } from "./fixture.ts";

/** Every file format against the framework that wrote it: same pixels in, same numbers out. */

// float32 sums of up to 200 products in another order, through up to ten layers: measured 6e-7.
const TOLERANCE = 5e-6;

const [height, width] = size;
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "frostline-test-"));
	unpack(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(cases.flatMap((each) => each.files.map((file) => ({ ...each, file }))))(
	"$file",
	({ file, title, cut, pooling = "none" as const, shape, data }) => {
		test(`gives what its framework gives at ${cut} (${title})`, async () => {
			const { graph, source } = await readBackbone(section({ file: join(folder, file), cut }), 0);
			const backbone = await openBackbone(graph, { height, width, pooling, preprocess: "none", threads: 1 });
			const row = await backbone.embed(testPixels(height, width), 1);
			await backbone.close();

			const { data: expected } = decode({ shape, data });
			expect(backbone.featureShape).toEqual(shape);
			expect(row.length).toBe(expected.length);
			const largest = Math.max(...expected.map(Math.abs));
			expect(Math.max(...row.map((value, i) => Math.abs(value - expected[i]!))) / largest).toBeLessThan(TOLERANCE);
			expect(source.bytes).toBe(models[file]!.length);
			expect(decodeGraph(encodeGraph(graph))).toEqual(graph);
		});
	},
);
