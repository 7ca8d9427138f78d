import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { type InstallKind, install } from "./engines/install.ts";
import { listEngines } from "./engines/list.ts";

export function addEngines(program: Command, exit: (code: number) => void): void {
	const engines = program.command("engines").description("engines that compute: list them, install TensorFlow.js");
	engines
		.command("ls")
		.description("which engines are there, where each computes, and how fast")
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText("after", "\nEach engine computes for a second, one after another, on one core or the GPU.")
		.action(async ({ output }: { output: string }) => {
			if (output !== "table" && output !== "json") throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${output}`);
			process.stdout.write(`${await listEngines(output)}\n`);
			exit(0);
		});
	engines
		.command("install")
		.description("install TensorFlow.js into Frostline's own folder: no other project sees it")
		.argument("<engine>", "tfjs")
		.option("--gpu", "on NVIDIA GPUs: builds tfjs-node-gpu's binding against TensorFlow for CUDA 12 (Linux; 7 GB)", false)
		.option("--wasm", "on WebAssembly: needs nothing, runs everywhere (66 MB)", false)
		.addHelpText(
			"after",
			`
Without an option it builds tfjs-node's binding against TensorFlow's CPU library (Linux; 1.9 GB). Either build needs python3 (3.10 or later, with venv) and
g++, and says what is missing before it begins. FROSTLINE_HOME moves the folder, ~/.cache/frostline.

  frostline engines install tfjs
  frostline engines install tfjs --gpu
  frostline run flowers.yaml --set engine=tfjs`,
		)
		.action(async (engine: string, { gpu, wasm }: { gpu: boolean; wasm: boolean }) => {
			if (engine !== "tfjs")
				throw new UserError("BAD_ARGUMENT", `only tfjs can be installed, got ${engine}`, { fix: "onnx comes with Frostline" });
			if (gpu && wasm) throw new UserError("BAD_ARGUMENT", "--gpu and --wasm are two engines; install one after the other");
			const kind: InstallKind = gpu ? "tfjs-node-gpu" : wasm ? "tfjs-wasm" : "tfjs-node";
			const said = await install(kind, (text) => void process.stderr.write(`${text}\n`));
			process.stdout.write(`${said}\n`);
			exit(0);
		});
}
