import { existsSync, readFileSync } from "node:fs";
import { type Check, checksOf } from "./check.ts";

const { ok, fail, skip } = checksOf("engines");

/** Variables by which a person or a scheduler gives a process its GPUs. */
const GIVEN = ["CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"] as const;

/** Whether an NVIDIA GPU is to be seen; asked for and not there is a fault. `root` is where the system's files are, for tests. */
export function examineGpu(env: NodeJS.ProcessEnv, root = "/"): Check {
	const driver = driverOf(root);
	if (driver !== null) return ok("gpu", `an NVIDIA driver ${driver} is there; the engines above say what computes where`);
	const asked = GIVEN.find((name) => !/^(|none|void|-1)$/.test(env[name] ?? ""));
	if (asked === undefined) return skip("gpu", "none is there and none is asked for: everything runs on the CPU");
	return fail(
		"gpu",
		`${asked} is ${env[asked]}, and there is no NVIDIA driver: GPUs asked for are not seen`,
		`install the driver (nvidia-smi shows it); in Docker run with --gpus all, in Kubernetes ask for nvidia.com/gpu; or leave ${asked} out to compute on the CPU`,
	);
}

function driverOf(root: string): string | null {
	try {
		const text = readFileSync(`${root}proc/driver/nvidia/version`, "utf8");
		return /Kernel Module(?: for \S+)?\s+([\d.]+)/.exec(text)?.[1] ?? "of unknown version";
	} catch {
		return existsSync(`${root}dev/nvidiactl`) ? "of unknown version" : null;
	}
}
