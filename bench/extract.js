// JPEG to feature file: the extractor service on the in-process bus and a folder, beside the peers' best simple form.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, peer, root } from "./show.js";

/** Images per network, so that each measurement takes some ten seconds on two cores. */
const IMAGES = { vgg16: 96, resnet50: 320, mobilenet_v2: 1280, squeezenet: 1920 };

export async function measureExtraction({ images, python, networks, scale, rounds, cores }) {
	const all = readdirSync(images, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.jpe?g$/i.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	const rows = [];
	for (const network of networks.split(",")) {
		const files = evenly(all, Math.round(IMAGES[network] * scale));
		const ours = [];
		const torch = [];
		const keras = [];
		const modelOnly = [];
		const scratch = mkdtempSync(join(tmpdir(), "frostline-bench-"));
		const listing = join(scratch, "files.txt");
		writeFileSync(listing, files.join("\n"));
		try {
			for (let round = 0; round < rounds; round++) {
				const { rate, model } = await frostline(network, files, join(scratch, `store-${round}`), cores);
				ours.push(rate);
				modelOnly.push(model);
				torch.push(peer(python, "extract.py", ["torch", network, listing, join(scratch, "torch.npy")], cores).rate);
				keras.push(peer(python, "extract.py", ["keras", network, listing, join(scratch, "keras.npy")], cores).rate);
			}
		} finally {
			rmSync(scratch, { recursive: true, force: true });
		}
		const best = Math.max(median(torch), median(keras));
		rows.push({
			network,
			images: files.length,
			frostline: median(ours),
			torch: median(torch),
			keras: median(keras),
			"÷ best peer": median(ours) / best,
			"model only": median(modelOnly),
			"÷ model only": median(ours.map((rate, i) => rate / modelOnly[i])),
		});
		process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
	}
	return rows;
}

/** Every n-th file, so that all classes and sizes are in the sample. */
function evenly(files, count) {
	return Array.from(
		{ length: Math.min(count, files.length) },
		(_, i) => files[Math.floor((i * files.length) / Math.min(count, files.length))],
	);
}

/** Rate of the extractor service from published shards to feature files, and of its compute children on pixels in memory. */
async function frostline(network, files, folder, cores) {
	const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
	const { startOneMachine } = await dist("cli/one-machine.js");
	const { parseJob } = await dist("lib/job/load.js");
	const { planSpace } = await dist("services/coordinator/plan.js");
	const { shardTasks } = await dist("services/coordinator/shards.js");
	const { encodeShardTask, decodeEvent } = await dist("proto/codec.js");
	const { sha256 } = await dist("lib/base/digest.js");
	const { sampleId } = await dist("lib/data/samples.js");
	const { embeddingOf } = await dist("lib/plan/embedding.js");
	const loaded = parseJob(
		JSON.stringify({
			version: 1,
			name: "bench",
			data: { train: "." },
			backbone: { name: network, weights: "random", size: 224, pooling: "avg", preprocess: "tf" },
			head: [{ dense: "classes", activation: "softmax" }],
			fit: { loss: "categorical_crossentropy", optimizer: "adam" },
		}),
		join(folder, "job.json"),
		[],
	);
	const machine = await startOneMachine(folder, cores);
	try {
		const { space } = await planSpace(loaded, machine, new AbortController().signal);
		const embedding = await embeddingOf(space, 50e6, machine.store);
		const samples = files.map((file) => {
			const image = sha256(readFileSync(file));
			return { id: sampleId(image, 0), image, view: 0, file };
		});
		const run = async (job, part) => {
			const tasks = shardTasks(job, space, part, () => true, 64);
			for (const task of tasks) await machine.bus.publish("extract", `${job}/${task.number}`, encodeShardTask(task));
			let left = tasks.length;
			for await (const { body } of machine.bus.events(job, 1, new AbortController().signal)) {
				const event = decodeEvent(body);
				if (event.kind === "shardFailed") throw new Error(event.message);
				if (event.kind === "shardDone" && --left === 0) break;
			}
		};
		await run("warm", samples.slice(0, 32));
		const began = performance.now();
		await run("timed", samples.slice(32));
		const rate = (samples.length - 32) / ((performance.now() - began) / 1000);
		return { rate, model: await modelOnly(embedding, Math.ceil(files.length / cores), cores) };
	} finally {
		await machine.close();
	}
}

/** All processes are ready before any starts to count, so that they share the cores as the children of a run do. */
async function modelOnly({ graph, transform, pooling, preprocess }, images, cores) {
	const options = JSON.stringify({ height: transform.height, width: transform.width, pooling, preprocess });
	const children = Array.from({ length: cores }, () =>
		spawn(process.execPath, [join(root, "bench", "model-only.js"), graph, options, String(images)], { stdio: ["pipe", "pipe", "inherit"] }),
	);
	const line = (child) => new Promise((resolve) => child.stdout.once("data", (bytes) => resolve(bytes.toString().trim())));
	await Promise.all(children.map(line));
	const rates = children.map(line);
	for (const child of children) child.stdin.write("go\n");
	return (await Promise.all(rates)).reduce((sum, rate) => sum + Number(rate), 0);
}
