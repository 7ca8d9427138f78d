import { chmod, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { gpuMemory, parseGpuMemory } from "../../lib/service/gpu-memory.ts";
import { temporaryFolder } from "../support/folder.ts";

test("each GPU is its number, what is used of it and what it has; one that cannot say is left out", () => {
	// As `nvidia-smi` of driver 550 answers; the second is a card in a mode in which it keeps its memory to itself.
	expect(parseGpuMemory("0, 1234, 81559\n1, [N/A], [N/A]\n10, 0, 24564\n")).toEqual([
		{ gpu: "0", usedBytes: 1234 * 2 ** 20, totalBytes: 81559 * 2 ** 20 },
		{ gpu: "10", usedBytes: 0, totalBytes: 24564 * 2 ** 20 },
	]);
	expect(parseGpuMemory("No devices were found\n")).toEqual([]);
});

test.skipIf(process.platform === "win32")("a driver that fails is asked again, a machine without one is not", async () => {
	const folder = await temporaryFolder();
	const { PATH } = process.env;
	onTestFinished(() => {
		process.env.PATH = PATH;
	});
	process.env.PATH = `${folder}:${PATH}`;
	const driver = async (script: string) => {
		await writeFile(join(folder, "nvidia-smi"), `#!/bin/sh\n${script}\n`);
		await chmod(join(folder, "nvidia-smi"), 0o755);
	};
	await driver("echo broken >&2; exit 9");
	expect(await gpuMemory()).toEqual([]);
	await driver('test "$1" = --query-gpu=index,memory.used,memory.total && echo "0, 10, 100"');
	expect(await gpuMemory()).toEqual([{ gpu: "0", usedBytes: 10 * 2 ** 20, totalBytes: 100 * 2 ** 20 }]);
	await rm(join(folder, "nvidia-smi"));
	process.env.PATH = folder; // where nothing else is
	expect(await gpuMemory()).toEqual([]);
	await driver('echo "0, 10, 100"');
	expect(await gpuMemory(), "once there was none it is not looked for").toEqual([]);
});
