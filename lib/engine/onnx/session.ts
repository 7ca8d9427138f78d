import type { InferenceSession } from "onnxruntime-node";
import { TerminalError } from "../../base/errors.ts";

/**
 * The one importer of onnxruntime-node. The library is loaded with the first session, so that code which only knows of
 * this file (types, tables, tests of other parts) pays nothing for the native binary.
 *
 * `run` is synchronous native code behind a promise: it blocks the event loop from start to end. That is why engines live
 * in compute children (F7).
 */

/** One tensor that crosses into or out of ONNX Runtime. `data` of a bool is 0 or 1 per byte. */
export type Value =
	| { readonly type: "float32"; readonly shape: readonly number[]; readonly data: Float32Array }
	| { readonly type: "uint8" | "bool"; readonly shape: readonly number[]; readonly data: Uint8Array }
	| { readonly type: "int32"; readonly shape: readonly number[]; readonly data: Int32Array }
	| { readonly type: "int64"; readonly shape: readonly number[]; readonly data: BigInt64Array };

export type Values = Readonly<Record<string, Value>>;

/**
 * `cuda` keeps float32's digits; `cuda-tf32` rounds the factors of matrix products to 10 binary digits, as NVIDIA's libraries do unless they are told otherwise;
 * `cuda-fp16` keeps all values in halves. `cpu-fp16` does so on the CPU, slowly: for comparing.
 */
export type Provider = "cpu" | "cpu-fp16" | "cuda" | "cuda-tf32" | "cuda-fp16" | "webgpu";

/** What a provider's graphs have as float constants. */
export function floatOf(provider: Provider): "float" | "float16" {
	return provider.endsWith("-fp16") ? "float16" : "float";
}

export interface SessionSettings {
	/** Threads inside one operator. Operators run one after another, whatever the number. */
	readonly threads: number;
	/** What runs them; the CPU if not given. */
	readonly provider?: Provider;
}

export interface Session {
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	/** Input data is read in place during the call; output data belongs to the caller. Outputs named in `into` are written there, and nothing is allocated for them. */
	run(feeds: Values, into?: Values): Promise<Record<string, Value>>;
	close(): Promise<void>;
}

const SEVERITY_ERROR = 3;

function sessionOptions({ threads, provider = "cpu" }: SessionSettings): InferenceSession.SessionOptions {
	return {
		// What a GPU cannot do goes to the CPU; that a GPU is not there at all must not.
		executionProviders: [provider.replace(/-.*/, "")],
		executionMode: "sequential",
		intraOpNumThreads: threads,
		interOpNumThreads: 1,
		graphOptimizationLevel: "all",
		logSeverityLevel: SEVERITY_ERROR,
	};
}

/**
 * Opens a model held in memory; a path is never taken, so an engine sees no file system (F7).
 *
 * @throws TerminalError ENGINE_MODEL_REFUSED if ONNX Runtime cannot load the model, ENGINE_RUN_FAILED if a run fails.
 */
export async function createSession(model: Uint8Array, settings: SessionSettings): Promise<Session> {
	const { provider = "cpu" } = settings;
	const gpu = !provider.startsWith("cpu");
	if (gpu) prepare(provider);
	const { InferenceSession, Tensor } = await import("onnxruntime-node");
	const session = await InferenceSession.create(model, sessionOptions(settings)).catch((cause: unknown) => {
		if (gpu)
			throw new TerminalError("ENGINE_REFUSED", `ONNX Runtime cannot compute on ${provider} here: ${reason(cause)}`, {
				cause,
				fix: "docs/engines.md says what it needs; `engine: onnx` computes on the CPU",
			});
		throw new TerminalError("ENGINE_MODEL_REFUSED", `ONNX Runtime should load a compiled model, but refused it: ${reason(cause)}`, {
			cause,
		});
	});
	return {
		inputs: session.inputNames,
		outputs: session.outputNames,
		async run(feeds, into = {}) {
			const tensors = (values: Values) =>
				Object.entries(values).map(([name, { type, data, shape }]) => [name, new Tensor(type, data, shape)] as const);
			const fetches = { ...Object.fromEntries(session.outputNames.map((name) => [name, null])), ...Object.fromEntries(tensors(into)) };
			const results = await session.run(Object.fromEntries(tensors(feeds)), fetches).catch((cause: unknown) => {
				throw new TerminalError("ENGINE_RUN_FAILED", `ONNX Runtime should run a compiled model, but stopped: ${reason(cause)}`, { cause });
			});
			return Object.fromEntries(
				Object.entries(results).map(([name, { type, data, dims }]) => [name, { type, data, shape: dims } as Value] as const),
			);
		},
		close: () => session.release(),
	};
}

export async function libraryVersion(): Promise<string> {
	const { env } = await import("onnxruntime-node");
	return env.versions.node ?? env.versions.common;
}

let prepared: Provider | null = null;

/** NVIDIA's libraries read this when they start, once for the whole process. */
function prepare(provider: Provider): void {
	if (prepared !== null && prepared !== provider)
		throw new TerminalError("ENGINE_TAKEN", `this process computes on ${prepared} and cannot change to ${provider}`);
	prepared = provider;
	if (provider === "cuda" || provider === "cuda-fp16") process.env.NVIDIA_TF32_OVERRIDE = "0";
}

function reason(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
