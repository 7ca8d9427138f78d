import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "../../lib/base/digest.ts";
import { frostline, type RunResult } from "../support/frostline.ts";

const photos = process.env.FROSTLINE_PHOTOS!;

/** The job on real photos, with a real backbone; another size is another space, whose features nobody has computed yet. */
export async function writeFlowers(folder: string, name: string, changes: { size: number; shard: number; epochs: number }): Promise<void> {
	const job = {
		version: 1,
		name,
		data: { train: join(photos, "flowers"), validation: { split: 0.2 } },
		backbone: { name: "squeezenet", weights: join(photos, "backbones", "squeezenet_notop.h5"), size: changes.size, pooling: "avg" },
		head: [
			{ dense: 1024, activation: "sigmoid" },
			{ dropout: 0.5 },
			{ dense: 512, activation: "sigmoid" },
			{ dropout: 0.5 },
			{ dense: "classes", activation: "softmax" },
		],
		fit: {
			loss: "categorical_crossentropy",
			optimizer: { name: "adadelta", learningRate: 1.0 },
			epochs: changes.epochs,
			batch: 32,
			seed: 7,
		},
		extract: { shard: changes.shard },
	};
	await writeFile(join(folder, `${name}.json`), JSON.stringify(job));
}

/** What one machine makes of it; on one thread, as the trainer has. */
export async function runHere(folder: string, name: string): Promise<RunResult> {
	const ran = await frostline(["run", `${name}.json`, "--store", "here", "--threads", "1", "-o", "json"], { cwd: folder });
	if (ran.code !== 0) throw new Error(`run ended with ${ran.code}:\n${ran.stderr}`);
	return JSON.parse(ran.stdout) as RunResult;
}

/** Feature files of all that ran here, by key and digest. */
export async function featuresHere(folder: string): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	for (const name of await readdir(join(folder, "here", "features"), { recursive: true }))
		if (name.endsWith(".safetensors")) found[`features/${name}`] = sha256(await readFile(join(folder, "here", "features", name)));
	return found;
}
