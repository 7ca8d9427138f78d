// Both ways of the job on real photos on every engine that is installed, held against ONNX Runtime:
//   node test/real/engines.js FOLDER [--engines tfjs-node,tfjs-wasm] [--epochs 10]
// FOLDER holds flowers/ (a folder per class) and backbones/squeezenet_notop.h5. Exits 1 with the claim that does not hold.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
	options: { engines: { type: "string", default: "tfjs-node,tfjs-wasm" }, epochs: { type: "string", default: "10" } },
	allowPositionals: true,
});
const folder = resolve(positionals[0] ?? ".");
const program = fileURLToPath(new URL("../../bin/frostline.js", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "frostline-real-"));
const { decodeSafetensors, float32Of } = await import("../../dist/lib/feature/safetensors.js");

const dense = (units, activation) => ({ dense: units, activation });
const job = {
	version: 1,
	name: "flowers",
	data: { train: join(folder, "flowers"), validation: { split: 0.2 } },
	backbone: { name: "squeezenet", weights: join(folder, "backbones", "squeezenet_notop.h5"), size: 128, pooling: "avg" },
	head: [dense(1024, "sigmoid"), { dropout: 0.5 }, dense(512, "sigmoid"), { dropout: 0.5 }, dense("classes", "softmax")],
	fit: {
		...{ loss: "categorical_crossentropy", optimizer: { name: "adadelta", learningRate: 1.0 } },
		...{ epochs: Number(values.epochs), batch: 32, seed: 7 },
	},
};

function run(engine, way) {
	const store = join(work, engine);
	const args = ["run", join(work, "job.json"), "--store", store, "-o", "json", "--set", `engine=${engine}`, "--set", `way=${way}`];
	const { status, stdout } = spawnSync(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 26 });
	assert.equal(status, 0, `frostline ${args.join(" ")} exits 0`);
	const result = JSON.parse(stdout.toString());
	const { tensors } = decodeSafetensors(readFileSync(join(store, "jobs", result.job, "model", "head.safetensors")));
	return { ...result, weights: new Map([...tensors].map(([name, tensor]) => [name, float32Of(tensor)])) };
}

function furthest(a, b) {
	assert.deepEqual([...a.keys()].sort(), [...b.keys()].sort());
	let most = 0;
	for (const [name, values] of a) for (const [i, value] of values.entries()) most = Math.max(most, Math.abs(value - b.get(name)[i]));
	return most;
}

try {
	writeFileSync(join(work, "job.json"), JSON.stringify(job));
	const own = run("onnx", "features");
	for (const engine of values.engines.split(",")) {
		const features = run(engine, "features");
		const frozen = run(engine, "frozen");
		assert.equal(frozen.head.sha256, features.head.sha256, `both ways give the same head on ${engine}`);
		const weights = furthest(own.weights, features.weights);
		const accuracies = features.epochs.map(({ valAccuracy }, i) => Math.abs(valAccuracy - own.epochs[i].valAccuracy));
		process.stdout.write(
			`${engine}: ${(100 * features.epochs.at(-1).valAccuracy).toFixed(2)} % on held-out photos after ${job.fit.epochs} epochs, onnx ${(100 * own.epochs.at(-1).valAccuracy).toFixed(2)} %; ` +
				`accuracies differ by ${Math.max(...accuracies).toFixed(4)} at most in any epoch, weights by ${weights.toExponential(1)}; ` +
				`both ways give the head ${features.head.sha256.slice(0, 12)}; seconds: features ${features.seconds.total.toFixed(0)}, frozen ${frozen.seconds.total.toFixed(0)}, onnx ${own.seconds.total.toFixed(0)}\n`,
		);
		assert.ok(weights <= 1e-3, `weights of ${engine} and onnx agree within 1e-3; they differ by ${weights}`);
		assert.ok(
			Math.max(...accuracies) <= 0.002,
			`accuracies of ${engine} and onnx agree within 0.002; they differ by ${Math.max(...accuracies)}`,
		);
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
