// All engines that are installed, on every network of the catalogue and on the head's training step: speed, ratio to ONNX Runtime, and how far their numbers are from its.
//   node bench/engines.js [--engines onnx,tfjs-node,tfjs-wasm] [--networks vgg16,…] [--seconds 3] [--torch PYTHON]
// One thread each, pixels in memory, weights drawn from a seed. Each measurement has a process of its own; engines take turns within a network. Kept as bench/out/engines-*.json.
import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";
import { out, peer, table } from "./show.js";

const { values } = parseArgs({
	options: {
		engines: { type: "string", default: "onnx,tfjs-node,tfjs-wasm" },
		networks: { type: "string", default: "vgg16,vgg19,resnet50,mobilenet,mobilenet_v2,squeezenet,scattering" },
		seconds: { type: "string", default: "3" },
		torch: { type: "string" },
	},
});
ensure();
const engines = values.engines.split(",");
if (engines[0] !== "onnx") engines.unshift("onnx"); // what the others are compared with
const worker = fileURLToPath(new URL("./engine-worker.js", import.meta.url));

function measure(task) {
	return new Promise((resolve) => {
		const child = fork(worker, [], { serialization: "advanced", stdio: ["ignore", "inherit", "inherit", "ipc"] });
		let answer = { error: "ended without an answer" };
		child.on("message", (message) => {
			answer = message;
			child.kill();
		});
		child.on("exit", () => resolve(answer));
		child.send({ ...task, seconds: Number(values.seconds) });
	});
}

const difference = (a, b) => {
	let [worst, largest] = [0, 0];
	for (const [i, value] of a.entries()) {
		worst = Math.max(worst, Math.abs(value - b[i]));
		largest = Math.max(largest, Math.abs(value));
	}
	return worst / largest;
};

const rows = [];
for (const what of [...values.networks.split(","), "head step"]) {
	let reference = null;
	for (const engine of engines) {
		const answer = await measure({ engine, what });
		if (answer.error !== undefined) {
			process.stderr.write(`${engine}, ${what}: ${answer.error}\n`);
			continue;
		}
		reference ??= answer;
		rows.push({
			what,
			engine,
			unit: answer.unit,
			rate: answer.rate,
			"÷ onnx": answer.rate / reference.rate,
			difference: answer === reference ? "" : difference(reference.values, answer.values).toExponential(1),
			"batch size": answer.batch,
			"peak MB": answer.peak,
		});
		process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
	}
	if (values.torch !== undefined && what !== "head step" && what !== "scattering") {
		const { rate } = peer(values.torch, "model.py", [what, values.seconds], 1);
		if (rate > 0)
			rows.push({
				what,
				engine: "torch",
				unit: "images/s",
				rate,
				"÷ onnx": rate / reference.rate,
				difference: "",
				"batch size": 4,
				"peak MB": "",
			});
	}
}
mkdirSync(out, { recursive: true });
const file = join(out, `engines-${new Date().toISOString().replaceAll(":", "-")}.json`);
writeFileSync(
	file,
	`${JSON.stringify({ machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version }, rows }, null, 2)}\n`,
);
table("engines, one thread; difference from onnx as a share of the largest value", rows);
process.stdout.write(`kept in ${file}\n`);
