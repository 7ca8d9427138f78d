// Resident memory of a compute process on an engine, started as a service starts it, from batch 500 to batch 10,000: files read, decoded, embedded.
//   node bench/engine-memory.js [--engine tfjs-node] [--network mobilenet_v2] [--size 128] [--batches 10000] [--images FOLDER]
// Linux only: it reads /proc. Without --images it draws 256 pictures. Weights drawn from a seed.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";
import { table } from "./show.js";

const { values } = parseArgs({
	options: {
		engine: { type: "string", default: "tfjs-node" },
		network: { type: "string", default: "mobilenet_v2" },
		size: { type: "string", default: "128" },
		batches: { type: "string", default: "10000" },
		images: { type: "string" },
	},
});
ensure();
const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
const [{ ComputeHost }, { sha256 }, { drawSet }] = await Promise.all([
	dist("lib/compute/host.js"),
	dist("lib/base/digest.js"),
	dist("lib/drawn/index.js"),
]);
/** The engines on CPUs take one picture a batch: a call of so many is so many batches. */
const CALL = 50;
const FROM = 500;
const edge = Number(values.size);
const scratch = mkdtempSync(join(tmpdir(), "frostline-bench-"));
const host = new ComputeHost();
try {
	if (values.images === undefined) await drawSet(join(scratch, "images"), { classes: 8, perClass: 32, edge, seed: 1 });
	const files = readdirSync(values.images ?? join(scratch, "images"), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(jpe?g|png)$/i.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.map((file) => ({ file, image: sha256(readFileSync(file)) }));
	const conditions = { cut: null, pooling: "avg", preprocess: "tf", interpolation: "bilinear", fit: "stretch" };
	const weights = values.network === "scattering" ? null : "random";
	const section = { name: values.network, file: null, weights, sha256: null, alpha: 1, size: [edge, edge], ...conditions };
	const { graph } = await host.call("readBackbone", { section, seed: 1 });
	const file = join(scratch, "graph.safetensors");
	writeFileSync(file, graph);
	const transform = { height: edge, width: edge, interpolation: "bilinear", fit: "stretch" };
	const embedding = { graph: file, transform, pooling: "avg", preprocess: "tf", maxPixels: 5e7, engine: values.engine };
	const seen = [];
	for (let done = 0; done < Number(values.batches); done += CALL) {
		const images = Array.from({ length: CALL }, (_, i) => files[(done + i) % files.length]);
		await host.call("embed", { embedding, images });
		const batch = done + CALL;
		if (batch < FROM || batch % FROM !== 0) continue;
		const kib = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${host.pid}/status`, "utf8"))[1]);
		seen.push({ batch, "resident MB": kib / 1024, "÷ at 500": kib / 1024 / (seen[0]?.["resident MB"] ?? kib / 1024) });
	}
	table(`${values.engine}, ${values.network} at ${edge} px`, seen);
} finally {
	await host.close();
	rmSync(scratch, { recursive: true, force: true });
}
