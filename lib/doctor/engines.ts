import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256File } from "../base/digest.ts";
import { UserError } from "../base/errors.ts";
import { ComputeHost } from "../compute/host.ts";
import type { PoolOptions } from "../compute/pool.ts";
import { drawSet } from "../drawn/index.ts";
import { findTfjs, installFlag, type TfjsKind, tfjsKinds } from "../engine/tfjs/index.ts";
import type { BackboneSection } from "../job/document.ts";
import { type Check, checksOf } from "./check.ts";

const { ok, fail, skip } = checksOf("engines");

/** An engine: a row, and how it is tried. */
interface Engine {
	readonly name: string;
	/** Library and version, without loading it; null: not installed. */
	readonly library: () => string | null;
	/** Lets it work in a compute process as a service starts it; says what it did, and how fast. */
	readonly trial: (host: ComputeHost) => Promise<string>;
	/** What to do when it does not compute. */
	readonly fix: string;
}

const engines: readonly Engine[] = [
	{
		name: "onnx",
		library: () => packaged("onnxruntime-node"),
		async trial(host) {
			return `${Math.round(await embedDrawn(host))} images/s on one core (${EDGE} px, scattering, decoding included)`;
		},
		fix: "install Frostline again for this platform (npm ci); ONNX Runtime needs glibc 2.28 or later (no Alpine), and no other libonnxruntime in LD_LIBRARY_PATH",
	},
	...tfjsKinds.map(tensorFlow),
];

/** A kind of TensorFlow.js, where it is installed. One for a GPU that computes on the CPU is at fault: its CUDA libraries or the driver are not what it needs. */
function tensorFlow(kind: TfjsKind): Engine {
	const version = () => findTfjs(kind)?.version;
	return {
		name: kind,
		library: () => (version() === undefined ? null : `TensorFlow.js ${version()}`),
		async trial(host) {
			const { device, gflops } = await host.call("measureEngine", { engine: kind, seconds: TRIAL_S });
			if (kind === "tfjs-node-gpu" && device !== "NVIDIA GPU") throw new Error(`TensorFlow sees no GPU and computes on ${device}`);
			return `${gflops.toFixed(1)} GFLOP/s on ${device}`;
		},
		fix: `install it again: frostline engines install tfjs${installFlag[kind]}; docs/engines.md says what it needs`,
	};
}

/** Each engine at work for a moment, in a process of its own: one whose native library is missing takes its process with it, and its last words are in the message. */
export async function examineEngines(options: PoolOptions): Promise<Check[]> {
	const checks: Check[] = [];
	for (const engine of engines) checks.push(await examineEngine(engine, options));
	return checks;
}

async function examineEngine({ name, library, trial, fix }: Engine, options: PoolOptions): Promise<Check> {
	const what = library();
	if (what === null)
		return options.any === name
			? fail(name, "is not installed, and compute.any (FROSTLINE_ANY_ENGINE) names it", fix)
			: skip(name, "is not installed");
	const host = new ComputeHost({ ...options, silenceMs: TRIAL_MS });
	try {
		return ok(name, `${what}: ${await trial(host)}`);
	} catch (error) {
		const says = `${what} does not compute: ${error instanceof Error ? error.message : String(error)}`;
		const launcher = error instanceof UserError && error.code === "COMPUTE_NOT_STARTED";
		return fail(name, says, launcher ? (error.fix ?? fix) : fix);
	} finally {
		await host.close();
	}
}

const TRIAL_MS = 60_000;
const TRIAL_S = 0.3;
const EDGE = 64;
/** The backbone that needs no file. */
const SCATTERING: BackboneSection = {
	name: "scattering",
	file: null,
	weights: null,
	sha256: null,
	alpha: 1,
	size: [EDGE, EDGE],
	cut: null,
	pooling: "none",
	preprocess: null,
	interpolation: "bilinear",
	fit: "stretch",
};
const IMAGES = { classes: 2, perClass: 32, edge: EDGE, seed: 1 };

/** Decodes and embeds drawn pictures twice, and times the second: the first pays for loading and compiling. */
async function embedDrawn(host: ComputeHost): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), "frostline-doctor-"));
	try {
		await drawSet(folder, IMAGES);
		const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".png"));
		const images = await Promise.all(
			names.map(async (name) => ({ file: join(folder, name), image: await sha256File(join(folder, name)) })),
		);
		const read = await host.call("readBackbone", { section: SCATTERING, seed: 1 });
		const graph = join(folder, "graph.safetensors");
		await writeFile(graph, read.graph);
		const { pooling, interpolation, fit } = SCATTERING;
		const transform = { height: EDGE, width: EDGE, interpolation, fit };
		const embedding = {
			engine: "onnx" as const,
			graph,
			transform,
			pooling,
			preprocess: read.preprocess ?? ("none" as const),
			maxPixels: EDGE * EDGE,
		};
		await host.call("embed", { embedding, images });
		const began = performance.now();
		await host.call("embed", { embedding, images });
		return (1000 * images.length) / (performance.now() - began);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** A package with its version, or null where it is not to be found from here. */
function packaged(name: string): string | null {
	for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
		try {
			const { version } = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")) as { version: string };
			return `${name} ${version}`;
		} catch {
			// not here: look further up
		}
	}
	return null;
}
