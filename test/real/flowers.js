// The whole job on real photos and real weights, where they are at hand:
//   node test/real/flowers.js FOLDER
// FOLDER holds flowers/ (a folder per class) and backbones/squeezenet_notop.h5. Exits 1 with the claim that does not hold.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const program = fileURLToPath(new URL("../../bin/frostline.js", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "frostline-real-"));

const job = {
	version: 1,
	name: "flowers",
	data: { train: join(folder, "flowers"), validation: { split: 0.2 } },
	backbone: { name: "squeezenet", weights: join(folder, "backbones", "squeezenet_notop.h5"), size: 128, pooling: "avg" },
	way: "features",
	head: [
		{ dense: 1024, activation: "sigmoid" },
		{ dropout: 0.5 },
		{ dense: 512, activation: "sigmoid" },
		{ dropout: 0.5 },
		{ dense: "classes", activation: "softmax" },
	],
	fit: { loss: "categorical_crossentropy", optimizer: { name: "adadelta", learningRate: 1.0 }, epochs: 10, batch: 32, seed: 7 },
};

function run(...args) {
	const { status, stdout } = spawnSync(
		process.execPath,
		[program, "run", join(work, "job.json"), "--store", join(work, "store"), "-o", "json", ...args],
		{ stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 },
	);
	assert.equal(status, 0, `frostline run ${args.join(" ")} exits 0`);
	return JSON.parse(stdout.toString());
}

try {
	writeFileSync(join(work, "job.json"), JSON.stringify(job));
	const features = run();
	const accuracy = features.epochs.at(-1).valAccuracy;
	assert.ok(accuracy >= 0.68, `method 1's head reaches 0.68 on held-out photos; it came to ${accuracy}`);

	const again = run();
	assert.equal(again.features.extracted, 0, "a second run computes no feature");
	assert.equal(again.head.sha256, features.head.sha256, "a second run gives the same head");

	const short = ["--set", "fit.epochs=2", "--set", "fit.steps=20", "--set", "fit.validationSteps=5"];
	const stored = run(...short);
	const frozen = run(...short, "--set", "way=frozen");
	assert.equal(frozen.head.sha256, stored.head.sha256, "both ways give the same head");

	const augmented = { rotation: 20, widthShift: 0.1, zoom: 0.2, flip: "horizontal", brightness: [0.8, 1.2] };
	writeFileSync(join(work, "job.json"), JSON.stringify({ ...job, augment: augmented, views: 1 }));
	const kept = run(...short);
	const fresh = run(...short, "--set", "way=frozen", "--set", "frozen.backbone=extractors");
	assert.equal(fresh.head.sha256, kept.head.sha256, "both ways give the same head from the same views");
	process.stdout.write(
		`flowers: ${(100 * accuracy).toFixed(1)} % on held-out photos; both ways give the head ${frozen.head.sha256.slice(0, 12)}\n`,
	);
} finally {
	rmSync(work, { recursive: true, force: true });
}
