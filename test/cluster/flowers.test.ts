import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runLocally, startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";

/** A folder with flowers/ (one folder per class) and backbones/squeezenet_notop.h5; without it there is nothing to run on. */
const photos = process.env.FROSTLINE_PHOTOS;

test.skipIf(photos === undefined || photos === "")(
	"F8: on real photos and a real backbone three extractors and a trainer make the features and the head of one machine, all three ways",
	async () => {
		const folder = await temporaryFolder();
		const job = {
			version: 1,
			name: "flowers",
			data: { train: join(photos!, "flowers"), validation: { split: 0.2 } },
			backbone: { name: "squeezenet", weights: join(photos!, "backbones", "squeezenet_notop.h5"), size: 128, pooling: "avg" },
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
				epochs: 2,
				batch: 32,
				steps: 20,
				validationSteps: 5,
				seed: 7,
			},
		};
		await writeFile(join(folder, "job.json"), JSON.stringify(job));
		const cluster = await startCluster({ extractors: 3 });
		const features = await cluster.submit(folder);
		const here = await runLocally(folder, "--threads", "1");
		expect(features.images).toEqual(here.result.images);
		expect(await cluster.features()).toEqual(here.features);
		expect(features.head).toEqual(here.result.head);
		for (const backbone of ["trainer", "extractors"]) {
			const frozen = await cluster.submit(folder, "--set", "way=frozen", "--set", `frozen.backbone=${backbone}`);
			expect(frozen.head, `with the backbone on the ${backbone}`).toEqual(here.result.head);
		}
	},
	300_000,
);
