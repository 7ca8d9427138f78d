import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { worstOf } from "./embedded.ts";
import { type Encoded, fixture } from "./fixture.ts";

/** torchvision's architectures as PyTorch exports them to ONNX, against PyTorch itself (makers/torch_exports.py). */

interface Exported extends Encoded {
	readonly file: string;
	readonly cut: string;
	readonly size: readonly [number, number];
}

const { setting, cases } = fixture<{ setting: Readonly<Record<"torch" | "torchvision", string>>; cases: Exported[] }>("torch.json");

/** Of the largest value: sums in another order, 2e-7 to 1e-6. The bound is that of every backbone. */
const TOLERANCE = 1e-4;

describe(`exports of PyTorch ${setting.torch}`, () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "frostline-test-"));
		for (const [name, bytes] of Object.entries(unzipSync(readFileSync(join(import.meta.dirname, "fixtures/torch.zip")))))
			await writeFile(join(folder, name), bytes);
	});
	afterAll(() => rm(folder, { recursive: true, force: true }));

	test.each(cases)("$file gives what it gives in PyTorch", async ({ file, cut, size, ...expected }) => {
		expect(await worstOf({ file: join(folder, file), size, cut, preprocess: "torch" }, expected)).toBeLessThan(TOLERANCE);
	});
});
