import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type * as core from "@tensorflow/tfjs-core";
import { TerminalError, UserError } from "../../base/errors.ts";

/** TensorFlow.js, whichever package of it there is. This folder is its only importer; it is loaded with the first backbone or head. */
export type Tf = typeof core;

/** Packages that compute, the fastest first. */
export const tfjsKinds = ["tfjs-node-gpu", "tfjs-node", "tfjs-wasm"] as const;
export type TfjsKind = (typeof tfjsKinds)[number];

interface Packaged {
	/** What is asked for, and what else has to be there. */
	readonly packages: readonly [string, ...string[]];
	/** Its name within the library. */
	readonly backend: "tensorflow" | "wasm";
	/** Below the first package: without it the package cannot run. */
	readonly needs: string;
}

const packaged: Readonly<Record<TfjsKind, Packaged>> = {
	"tfjs-node-gpu": { packages: ["@tensorflow/tfjs-node-gpu"], backend: "tensorflow", needs: "lib/napi-v8/tfjs_binding.node" },
	"tfjs-node": { packages: ["@tensorflow/tfjs-node"], backend: "tensorflow", needs: "lib/napi-v8/tfjs_binding.node" },
	"tfjs-wasm": {
		packages: ["@tensorflow/tfjs-backend-wasm", "@tensorflow/tfjs-core"],
		backend: "wasm",
		needs: "dist/tfjs-backend-wasm-simd.wasm",
	},
};

/** Where `frostline engines install` puts a kind: one folder each, since both of tfjs-node's packages want to be alone in theirs. */
export function enginesFolder(kind: TfjsKind): string {
	return join(process.env.FROSTLINE_HOME || join(homedir(), ".cache", "frostline"), "engines", kind);
}

export interface Found {
	readonly kind: TfjsKind;
	/** Folder that its packages are resolved from. */
	readonly root: string;
	/** Of the first package. */
	readonly folder: string;
	readonly version: string;
}

/** A kind that is installed: by `frostline engines install`, beside Frostline, or in the current folder. null: nowhere, or without its native part. */
export function findTfjs(kind: TfjsKind): Found | null {
	const { packages, needs } = packaged[kind];
	for (const root of [enginesFolder(kind), dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
		const [folder, ...others] = packages.map((name) => packageFolder(root, name));
		if (folder === undefined || folder === null || others.includes(null) || !existsSync(join(folder, needs))) continue;
		const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
		return { kind, root, folder, version };
	}
	return null;
}

function packageFolder(root: string, name: string): string | null {
	for (let folder = root; ; folder = dirname(folder)) {
		const found = join(folder, "node_modules", ...name.split("/"));
		if (existsSync(join(found, "package.json"))) return found;
		if (folder === dirname(folder)) return null;
	}
}

/** The kind that this process has loaded: the library keeps one set of backends for a whole process. */
let loaded: { readonly kind: TfjsKind; readonly tf: Promise<Tf> } | null = null;

/**
 * Loads a kind once for the whole process. `threads` counts for the first load only: TensorFlow takes it when it starts.
 *
 * @throws UserError ENGINE_MISSING if it is not installed, TerminalError ENGINE_REFUSED if it cannot start, ENGINE_TAKEN if this process has another kind
 */
export function loadTfjs(kind: TfjsKind, threads: number): Promise<Tf> {
	if (loaded !== null && loaded.kind !== kind)
		return Promise.reject(new TerminalError("ENGINE_TAKEN", `this process computes with ${loaded.kind} and cannot change to ${kind}`));
	loaded ??= { kind, tf: start(kind, threads) };
	return loaded.tf;
}

async function start(kind: TfjsKind, threads: number): Promise<Tf> {
	const found = findTfjs(kind);
	if (found === null) throw missing(kind);
	const { packages, backend } = packaged[kind];
	if (backend === "tensorflow") prepare(threads);
	const require = createRequire(join(found.root, "package.json"));
	try {
		const first = require(packages[0]) as Tf;
		const tf = packages[1] === undefined ? first : (require(packages[1]) as Tf);
		if (!(await tf.setBackend(backend))) throw new Error(`its backend ${backend} does not start`);
		await tf.ready();
		// TensorFlow would go on with the CPU, and its rows would stand in a GPU's space.
		if (kind === "tfjs-node-gpu" && !usesGpu(tf)) throw new Error("TensorFlow sees no GPU (nvidia-smi shows whether the driver does)");
		return tf;
	} catch (cause) {
		const reason = cause instanceof Error ? cause.message : String(cause);
		throw new TerminalError("ENGINE_REFUSED", `${kind} ${found.version} in ${found.folder} cannot be used: ${reason}`, {
			cause,
			fix: `install it again: frostline engines install tfjs${installFlag[kind]}`,
		});
	}
}

function usesGpu(tf: Tf): boolean {
	return (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
}

/** What a kind computes with, once loaded. */
export async function describe(kind: TfjsKind): Promise<{ version: string; device: string }> {
	const tf = await loadTfjs(kind, 1);
	const device = kind === "tfjs-wasm" ? "CPU (WebAssembly)" : usesGpu(tf) ? "NVIDIA GPU" : "CPU (TensorFlow)";
	return { version: findTfjs(kind)?.version ?? "", device };
}

/** Of `frostline engines install tfjs`. */
export const installFlag: Readonly<Record<TfjsKind, string>> = { "tfjs-node-gpu": " --gpu", "tfjs-node": "", "tfjs-wasm": " --wasm" };

export function missing(kind: TfjsKind): UserError {
	return new UserError("ENGINE_MISSING", `the engine ${kind} is not installed on this machine`, {
		path: ["engine"],
		fix: `frostline engines install tfjs${installFlag[kind]}, or another engine; frostline engines ls shows what is there`,
	});
}

/** What TensorFlow and its binding read when they start. */
function prepare(threads: number): void {
	const settings: Record<string, string> = {
		TF_CPP_MIN_LOG_LEVEL: "2", // warnings about what this build could do besides
		TF_NUM_INTRAOP_THREADS: String(threads),
		TF_NUM_INTEROP_THREADS: "1",
		TF_FORCE_GPU_ALLOW_GROWTH: "true", // else the first process takes all of a GPU's memory
		TF_ENABLE_ONEDNN_OPTS: "1",
		TF_DETERMINISTIC_OPS: "1", // a GPU's convolutions are otherwise chosen by a race
		NVIDIA_TF32_OVERRIDE: "0",
	};
	for (const [name, value] of Object.entries(settings)) process.env[name] ??= value;
	// tfjs-node 4.22 calls what Node 23 has removed.
	const util = createRequire(import.meta.url)("node:util") as Record<string, unknown>;
	util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
	util.isArray ??= Array.isArray;
}
