// One epoch of the head 512 → 1024 → 512 → 10: 2,976 rows, batch 32, Adadelta, dropout masks drawn anew for every step.
import { median, peer } from "./show.js";

const SETTING = { rows: 2976, dim: 512, classes: 10, batch: 32, epochs: 6 };

export async function measureHead({ python, rounds, cores }) {
	const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
	const { ComputeHost } = await dist("lib/compute/host.js");
	const { buildHead } = await dist("lib/head/build.js");
	const { parseJob } = await dist("lib/job/load.js");
	const { encodeFeatureFile } = await dist("lib/feature/file.js");
	const { mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
	const { tmpdir } = await import("node:os");
	const { join } = await import("node:path");
	const { rows, dim, classes, batch, epochs } = SETTING;
	const dense = (units, activation) => ({ dense: units, activation });
	const { job } = parseJob(
		JSON.stringify({
			version: 1,
			name: "bench",
			data: { train: "." },
			backbone: { name: "scattering" },
			head: [dense(1024, "sigmoid"), { dropout: 0.5 }, dense(512, "sigmoid"), { dropout: 0.5 }, dense("classes", "softmax")],
			fit: { loss: "categorical_crossentropy", optimizer: { name: "adadelta", learningRate: 1 }, epochs, batch, seed: 7 },
		}),
		"bench.json",
		[],
	);
	const folder = mkdtempSync(join(tmpdir(), "frostline-bench-"));
	const ours = [];
	const torch = [];
	const keras = [];
	try {
		const file = join(folder, "features.safetensors");
		const all = rows + 32;
		const samples = Array.from({ length: all }, (_, i) => {
			const id = new Uint8Array(16);
			new DataView(id.buffer).setUint32(0, i);
			return id;
		});
		writeFileSync(
			file,
			encodeFeatureFile({
				space: "0".repeat(32),
				dim,
				rows: Float32Array.from({ length: all * dim }, (_, i) => ((i * 2654435761) % 1000) / 1000),
				samples,
				skips: [],
			}),
		);
		const side = (from, count) => ({
			index: Uint32Array.from({ length: count }, (_, i) => from + i),
			label: Int32Array.from({ length: count }, (_, i) => (i * 7) % classes),
			key: Uint8Array.from({ length: count * 32 }, (_, i) => (i * 31) & 255),
		});
		for (let round = 0; round < rounds; round++) {
			const host = new ComputeHost();
			const { epochs: records } = await host.call("fit", {
				spec: buildHead(job.head, [dim], classes),
				fit: job.fit,
				classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
				threads: cores,
				train: side(0, rows),
				validation: side(rows, 32),
				cached: { files: [file], file: new Uint32Array(all), row: Uint32Array.from({ length: all }, (_, i) => i) },
				dim,
				resume: null,
				engine: "onnx",
			});
			await host.close();
			ours.push(Math.min(...records.slice(1).map((record) => record.seconds)));
			torch.push(peer(python, "head.py", ["torch", rows, dim, classes, batch, epochs], cores).seconds);
			keras.push(peer(python, "head.py", ["keras", rows, dim, classes, batch, epochs], cores).seconds);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return {
		rows,
		frostline: median(ours),
		torch: median(torch),
		keras: median(keras),
		"torch ÷": median(torch) / median(ours),
		"keras ÷": median(keras) / median(ours),
	};
}
