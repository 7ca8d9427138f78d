// Memory of a fit on more features than memory holds: 100,000 rows of 25,088 values (10 GB), a head of 256 units, two epochs.
//   node bench/memory.js [--rows 100000] [--folder FOLDER]     FOLDER needs 10 GB
// Prints the largest sum of resident memory of all processes. Linux only: it reads /proc.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";

const { values } = parseArgs({ options: { rows: { type: "string", default: "100000" }, folder: { type: "string", default: tmpdir() } } });
ensure();
const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const { ComputeHost } = await dist("lib/compute/host.js");
const { buildHead } = await dist("lib/head/build.js");
const { parseJob } = await dist("lib/job/load.js");
const { encodeFeatureFile } = await dist("lib/feature/file.js");
const { openFolderStore } = await dist("lib/store/folder.js");

const DIM = 25_088; // VGG16's 7 × 7 × 512, flattened
const PER_FILE = 250;
const CLASSES = 10;
const rows = Number(values.rows);
const folder = mkdtempSync(join(values.folder, "frostline-memory-"));

/** Resident memory of this process and of all below it, bytes. */
function resident() {
	const parents = new Map();
	for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
		try {
			const status = readFileSync(`/proc/${pid}/status`, "utf8");
			const of = (field) => Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
			parents.set(Number(pid), { parent: of("PPid"), bytes: of("VmRSS") * 1024 });
		} catch {
			// gone meanwhile
		}
	}
	const below = (pid) => pid === process.pid || (parents.has(pid) && below(parents.get(pid).parent));
	return [...parents].filter(([pid]) => below(pid)).reduce((sum, [, { bytes }]) => sum + bytes, 0);
}

try {
	process.stderr.write(`writing ${((rows * DIM * 4) / 1e9).toFixed(1)} GB of features …\n`);
	const files = [];
	for (let from = 0; from < rows; from += PER_FILE) {
		const n = Math.min(PER_FILE, rows - from);
		const features = new Float32Array(n * DIM);
		for (let i = 0; i < features.length; i++) features[i] = ((Math.imul(i + from, 2654435761) >>> 8) % 1000) / 1000;
		const samples = Array.from({ length: n }, (_, i) => Uint8Array.from(Buffer.from((from + i).toString(16).padStart(32, "0"), "hex")));
		const file = join(folder, `${from}.safetensors`);
		writeFileSync(file, encodeFeatureFile({ space: "0".repeat(32), dim: DIM, rows: features, samples, skips: [] }));
		files.push(file);
	}
	const { job } = parseJob(
		JSON.stringify({
			version: 1,
			name: "memory",
			data: { train: "." },
			backbone: { name: "scattering" },
			head: [{ dense: 256, activation: "relu" }, { dropout: 0.5 }, { dense: "classes", activation: "softmax" }],
			fit: { loss: "categorical_crossentropy", optimizer: { name: "adam", learningRate: 0.001 }, epochs: 2, batch: 32, seed: 7 },
		}),
		"memory.json",
		[],
	);
	const store = await openFolderStore(join(folder, "store"));
	const held = Math.floor(rows * 0.05);
	const side = (from, count) => ({
		index: Uint32Array.from({ length: count }, (_, i) => from + i),
		label: Int32Array.from({ length: count }, (_, i) => (i * 7) % CLASSES),
		key: Uint8Array.from({ length: count * 32 }, (_, i) => (Math.imul(i, 40503) >>> 7) & 255),
	});
	let peak = 0;
	const writes = [];
	const watch = setInterval(() => {
		peak = Math.max(peak, resident());
	}, 250);
	const host = new ComputeHost();
	const began = performance.now();
	await host.call(
		"fit",
		{
			spec: buildHead(job.head, [DIM], CLASSES),
			fit: job.fit,
			classes: Array.from({ length: CLASSES }, (_, i) => `class ${i}`),
			threads: 2,
			train: side(held, rows - held),
			validation: side(0, held),
			cached: {
				files,
				file: Uint32Array.from({ length: rows }, (_, i) => Math.floor(i / PER_FILE)),
				row: Uint32Array.from({ length: rows }, (_, i) => i % PER_FILE),
			},
			dim: DIM,
			resume: null,
			engine: "onnx",
		},
		{
			onProgress(progress) {
				if (progress.kind === "epoch") process.stderr.write(`epoch ${progress.record.epoch}: ${progress.record.seconds.toFixed(1)} s\n`);
				if (progress.kind === "checkpoint") writes.push(store.replace(`jobs/memory/${progress.epoch}`, progress.bytes));
			},
		},
	);
	await Promise.all(writes);
	clearInterval(watch);
	await host.close();
	process.stdout.write(
		`${rows} rows of ${DIM}: two epochs in ${((performance.now() - began) / 1000).toFixed(0)} s, at most ${(peak / 1e9).toFixed(2)} GB resident in all processes\n`,
	);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
