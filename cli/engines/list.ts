import { FrostlineError } from "../../lib/base/errors.ts";
import type { EngineMeasure } from "../../lib/compute/calls.ts";
import { ComputeHost } from "../../lib/compute/host.ts";
import type { EngineName } from "../../lib/job/document.ts";
import { renderTable } from "../table.ts";

const names = ["onnx", "onnx-cuda", "onnx-webgpu", "tfjs-node-gpu", "tfjs-node", "tfjs-wasm"] as const satisfies readonly EngineName[];

export type Measured = EngineMeasure | { readonly error: string; readonly fix: string };

/** One engine at work for a second, in a process of its own: it may take the process with it, or all of a GPU's memory. */
export async function measureEngine(engine: EngineName): Promise<Measured> {
	const host = new ComputeHost();
	try {
		return await host.call("measureEngine", { engine, seconds: 1 });
	} catch (error) {
		const { message } = error as Error;
		return { error: message, fix: error instanceof FrostlineError ? (error.fix ?? "") : "" };
	} finally {
		await host.close();
	}
}

export async function listEngines(output: "table" | "json"): Promise<string> {
	const found: { engine: EngineName; measured: Measured }[] = [];
	for (const engine of names) found.push({ engine, measured: await measureEngine(engine) });
	if (output === "json") return JSON.stringify(found.map(({ engine, measured }) => ({ engine, ...measured })));
	const rows = found.map(({ engine, measured }) =>
		"error" in measured
			? [engine, "–", firstSentence(measured.error), ""]
			: [engine, measured.version, measured.device, measured.gflops.toFixed(1)],
	);
	return renderTable([["engine", "version", "computes on", "GFLOP/s"], ...rows], { right: [3] });
}

/** Long enough for a table's cell. */
const CELL = 90;

function firstSentence(text: string): string {
	const line = text.split("\n")[0]!;
	return line.length > CELL ? `${line.slice(0, CELL - 1)}…` : line;
}
