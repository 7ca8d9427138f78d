// From files to rows on any engine, decoding included, beside the same engine on pixels in memory: the share that the pipeline leaves of it.
//   node bench/engine-extract.js [--engines onnx,tfjs-node] [--networks vgg16,…] [--images FOLDER] [--seconds 6] [--processes N]
// Without --images it draws 512 pictures of 224 px. Weights drawn from a seed.
import { fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";
import { table } from "./show.js";

const { values } = parseArgs({
	options: {
		engines: { type: "string", default: "onnx" },
		networks: { type: "string", default: "vgg16,resnet50,mobilenet_v2" },
		images: { type: "string" },
		seconds: { type: "string", default: "6" },
		processes: { type: "string", default: String(availableParallelism()) },
	},
});
ensure();
const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const [{ ComputePool }, { embedMany }, { sha256 }, { drawSet }] = await Promise.all([
	dist("lib/compute/pool.js"),
	dist("lib/compute/embed-many.js"),
	dist("lib/base/digest.js"),
	dist("lib/drawn/index.js"),
]);
const seconds = Number(values.seconds);
const scratch = mkdtempSync(join(tmpdir(), "frostline-bench-"));
const worker = fileURLToPath(new URL("./engine-worker.js", import.meta.url));
const isGpu = (engine) => /cuda|webgpu|gpu/.test(engine);

/** The model alone, in as many processes as the pipeline has, and on a GPU with as many images at a time. */
async function modelOnly(engine, network, processes, batch) {
	const answers = await Promise.all(
		Array.from(
			{ length: processes },
			() =>
				new Promise((resolve) => {
					const child = fork(worker, [], { serialization: "advanced", stdio: ["ignore", "inherit", "inherit", "ipc"] });
					child.on("message", (answer) => {
						child.kill();
						resolve(answer);
					});
					child.send({ engine, what: network, seconds, batch });
				}),
		),
	);
	const failed = answers.find(({ error }) => error !== undefined);
	if (failed !== undefined) throw new Error(failed.error);
	return answers.reduce((sum, { rate }) => sum + rate, 0);
}

async function pipeline(engine, network, files, processes) {
	const batchSizes = join(scratch, `${network}-${engine}.json`);
	const pool = new ComputePool(processes, { batchSizes });
	try {
		const section = {
			name: network,
			file: null,
			weights: network === "scattering" ? null : "random",
			sha256: null,
			alpha: 1,
			size: [224, 224],
		};
		const { graph } = await pool.call("readBackbone", {
			section: { ...section, cut: null, pooling: "avg", preprocess: "tf", interpolation: "bilinear", fit: "stretch" },
			seed: 1,
		});
		const file = join(scratch, `${network}.safetensors`);
		writeFileSync(file, graph);
		const transform = { height: 224, width: 224, interpolation: "bilinear", fit: "stretch" };
		const embedding = { graph: file, transform, pooling: "avg", preprocess: "tf", maxPixels: 5e7, engine };
		const part = (count) => Array.from({ length: count }, (_, i) => files[i % files.length]);
		await embedMany(pool, { embedding, images: part(64 * processes) }); // warm
		const began = performance.now();
		let images = 0;
		const lane = async () => {
			while (performance.now() - began < seconds * 1000) {
				await embedMany(pool, { embedding, images: part(256) });
				images += 256;
			}
		};
		await Promise.all([lane(), lane()]);
		const rate = images / ((performance.now() - began) / 1000);
		return { rate, batch: isGpu(engine) ? Object.values(JSON.parse(readFileSync(batchSizes, "utf8")))[0] : undefined };
	} finally {
		await pool.close();
	}
}

try {
	if (values.images === undefined) await drawSet(join(scratch, "images"), { classes: 8, perClass: 64, edge: 224, seed: 1 });
	const folder = values.images ?? join(scratch, "images");
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(jpe?g|png)$/i.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.slice(0, 2048)
		.map((file) => ({ file, image: sha256(readFileSync(file)) }));
	const rows = [];
	for (const network of values.networks.split(",")) {
		for (const engine of values.engines.split(",")) {
			try {
				const { rate, batch } = await pipeline(engine, network, files, Number(values.processes));
				const model = await modelOnly(engine, network, isGpu(engine) ? 1 : Number(values.processes), batch);
				rows.push({
					network,
					engine,
					"files to rows, images/s": rate,
					"model only": model,
					"÷ model only": rate / model,
					batch: batch ?? "–",
				});
				process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
			} catch (error) {
				process.stderr.write(`${engine}, ${network}: ${error.message}\n`);
			}
		}
	}
	if (rows.length > 0) table(`${files.length} files to rows at 224 px`, rows);
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
