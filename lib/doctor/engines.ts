import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sha256File } from "../base/digest.ts";
import { ComputeHost, type HostOptions } from "../compute/host.ts";
import { drawSet } from "../drawn/index.ts";
import type { BackboneSection } from "../job/document.ts";
import { type Check, checksOf } from "./check.ts";

const { ok, fail } = checksOf("engines");

/** An engine that may be there: a row per engine, and how it is tried. */
interface Engine {
	readonly name: string;
	/** Package whose version is told. */
	readonly library: string;
	/** What it does in a compute process as a service starts it; images per second. */
	readonly trial: (host: ComputeHost) => Promise<number>;
	readonly fix: string;
}

const engines: readonly Engine[] = [
	{
		name: "onnx",
		library: "onnxruntime-node",
		trial: embedDrawn,
		fix: "install Frostline again for this platform (npm ci); ONNX Runtime needs glibc 2.28 or later (no Alpine), and no other libonnxruntime in LD_LIBRARY_PATH",
	},
];

/** Each engine at work for a moment. Its process never says anything when a native library is missing: it dies, and its last words are in the message. */
export async function examineEngines(options: HostOptions): Promise<Check[]> {
	const checks: Check[] = [];
	for (const { name, library, trial, fix } of engines) {
		const host = new ComputeHost({ ...options, silenceMs: TRIAL_MS });
		try {
			const perSecond = await trial(host);
			checks.push(
				ok(name, `${library} ${versionOf(library)}: ${Math.round(perSecond)} images/s on one core (64 px, scattering, decoding included)`),
			);
		} catch (error) {
			const { message, fix: own } = error as Error & { fix?: string; code?: string };
			checks.push(
				fail(
					name,
					`${library} ${versionOf(library)} does not compute: ${message}`,
					(error as { code?: string }).code === "COMPUTE_NOT_STARTED" && own ? own : fix,
				),
			);
		} finally {
			await host.close();
		}
	}
	return checks;
}

const TRIAL_MS = 60_000;
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
		const embedding = { graph, transform, pooling, preprocess: read.preprocess ?? ("none" as const), maxPixels: EDGE * EDGE };
		await host.call("embed", { embedding, images });
		const began = performance.now();
		await host.call("embed", { embedding, images });
		return (1000 * images.length) / (performance.now() - began);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** A package's version, without loading it. */
function versionOf(library: string): string {
	const require = createRequire(import.meta.url);
	for (const folder of require.resolve.paths(library) ?? []) {
		try {
			return (JSON.parse(readFileSync(join(folder, library, "package.json"), "utf8")) as { version: string }).version;
		} catch {
			// not here: look further up
		}
	}
	return `(not installed beside ${dirname(import.meta.dirname)})`;
}
