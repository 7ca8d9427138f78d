import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../lib/base/errors.ts";
import { enginesFolder, type TfjsKind } from "../../lib/engine/tfjs/index.ts";
import { buildBinding } from "./binding.ts";
import { measureEngine } from "./list.ts";
import { run } from "./run-tool.ts";
import { checkTools } from "./tools.ts";

export type InstallKind = TfjsKind;

/** The last release of each package; the binding's sources are in them. */
const TFJS = "4.22.0";
/** Node-API's headers as a package of their own: not every Node is installed with its headers. */
const HEADERS = "node-api-headers@1.7.0";
/** Its C interface takes tfjs-node 4.22's binding unchanged. */
const TENSORFLOW = "2.21.0";

const packages: Readonly<Record<InstallKind, readonly string[]>> = {
	"tfjs-node-gpu": [`@tensorflow/tfjs-node-gpu@${TFJS}`, HEADERS],
	"tfjs-node": [`@tensorflow/tfjs-node@${TFJS}`, HEADERS],
	"tfjs-wasm": [`@tensorflow/tfjs-core@${TFJS}`, `@tensorflow/tfjs-backend-wasm@${TFJS}`],
};
const wheels: Readonly<Partial<Record<InstallKind, string>>> = {
	"tfjs-node-gpu": `tensorflow[and-cuda]==${TENSORFLOW}`,
	"tfjs-node": `tensorflow-cpu==${TENSORFLOW}`,
};

/**
 * Installs a kind of TensorFlow.js into a folder of its own and shows that it computes. tfjs-node's own installation downloads a TensorFlow of 2022, for CUDA
 * 11.2, and fails where it cannot; here its binding is built against the library inside TensorFlow's present Python wheel.
 *
 * @throws UserError TOOLS_MISSING before anything is touched, INSTALL_FAILED with the tool's last words
 */
export async function install(kind: InstallKind, say: (text: string) => void): Promise<string> {
	const wheel = wheels[kind];
	const tools = await checkTools(wheel !== undefined);
	const folder = enginesFolder(kind);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	say(`into ${folder}`);
	// A folder without a package.json would be taken for part of a project further up.
	await writeFile(join(folder, "package.json"), `${JSON.stringify({ name: `frostline-${kind}`, private: true }, null, "\t")}\n`);
	say(`fetching ${packages[kind].join(" and ")} …`);
	await run(tools.npm, ["install", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error", ...packages[kind]], folder);
	if (wheel !== undefined) {
		say(`fetching ${wheel} …`);
		const python = join(folder, "python", "bin", "python");
		await run(tools.python, ["-m", "venv", join(folder, "python")], folder);
		await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], folder);
		say("building the binding …");
		await buildBinding(kind, folder, tools.compiler);
	}
	say("trying it …");
	const tried = await measureEngine(kind);
	if ("error" in tried)
		throw new UserError("INSTALL_FAILED", `${kind} is installed in ${folder} and does not compute: ${tried.error}`, {
			exitCode: 1,
			fix:
				kind === "tfjs-node-gpu" ? "look for the driver with nvidia-smi; TensorFlow for CUDA 12 wants driver 525 or later" : "report this",
		});
	return `${kind} ${tried.version} computes on ${tried.device}: ${tried.gflops.toFixed(0)} GFLOP/s\nuse it with \`engine: ${kind}\` in a job, or --set engine=${kind}`;
}
