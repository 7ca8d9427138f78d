import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface GpuMemory {
	/** Its number, as CUDA counts. */
	readonly gpu: string;
	readonly usedBytes: number;
	readonly totalBytes: number;
}

const run = promisify(execFile);
const QUERY = ["--query-gpu=index,memory.used,memory.total", "--format=csv,noheader,nounits"];
/** Whoever reads the metrics waits for it. */
const TIMEOUT_MS = 2_000;
const MEBIBYTE = 1024 * 1024;

/** There is no such program here, so there is none to ask again. */
let absent = false;

/** Memory of the GPUs that this process sees, as NVIDIA's driver says; nothing where there is none, or where it does not answer. */
export async function gpuMemory(): Promise<readonly GpuMemory[]> {
	if (absent) return [];
	try {
		return parseGpuMemory((await run("nvidia-smi", QUERY, { timeout: TIMEOUT_MS })).stdout);
	} catch (error) {
		absent = (error as NodeJS.ErrnoException).code === "ENOENT";
		return [];
	}
}

/** A line for each GPU: index, MiB used, MiB in all. One that cannot say (`[N/A]`) is left out: an error is no zero. */
export function parseGpuMemory(text: string): GpuMemory[] {
	return text.split("\n").flatMap((line) => {
		const [gpu, used, total] = line.split(",").map((part) => part.trim());
		if (!/^\d+$/.test(gpu ?? "") || !/^\d+$/.test(used ?? "") || !/^\d+$/.test(total ?? "")) return [];
		return [{ gpu: gpu!, usedBytes: Number(used) * MEBIBYTE, totalBytes: Number(total) * MEBIBYTE }];
	});
}
