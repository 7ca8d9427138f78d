import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { worstOf } from "../embedded.ts";
import type { Encoded } from "../fixture.ts";
import { written } from "./python.ts";

/** torchvision's architectures at their published width, exported to ONNX, against PyTorch (makers/torch_exports.py). */

/** As in ../torch.test.ts. */
const TOLERANCE = 1e-4;

type Exported = Encoded & { readonly file: string; readonly cut: string; readonly size: readonly [number, number] };

const exported = (name: string, use: (folder: string, cases: readonly Exported[]) => Promise<void>) =>
	written(
		"makers/torch_exports.py",
		(folder) => [folder, name],
		(folder) => use(folder, (JSON.parse(readFileSync(join(folder, "torch.json"), "utf8")) as { cases: Exported[] }).cases),
	);

test.each([
	"resnet18",
	"resnet50",
	"vgg11_bn",
	"squeezenet1_1",
	"mobilenet_v2",
	"mobilenet_v3_small",
	"efficientnet_b0",
	"densenet121",
	"regnet_y_400mf",
])("%s gives what it gives in PyTorch", async (name) => {
	await exported(name, async (folder, cases) => {
		for (const { file, cut, size, ...expected } of cases)
			expect(await worstOf({ file: join(folder, file), size, cut, preprocess: "torch" }, expected), file).toBeLessThan(TOLERANCE);
	});
});

test("what is no image between layers is refused by name: ShuffleNet's channels", async () => {
	await exported("shufflenet_v2_x0_5", async (folder, [first]) => {
		const { file, cut, size, ...expected } = first!;
		await expect(worstOf({ file: join(folder, file), size, cut, preprocess: "torch" }, expected)).rejects.toMatchObject({
			message: expect.stringMatching(/Reshape.* should be one to a row, not \[1, 2, 24, 12, 10\]/),
			fix: expect.stringContaining("cut the network before this"),
		});
	});
});
