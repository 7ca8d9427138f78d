import { UserError } from "../../lib/base/errors.ts";
import { outcomeOf } from "./run-tool.ts";

export interface Tools {
	readonly npm: string;
	readonly python: string;
	readonly compiler: string;
}

/** The oldest Python that TensorFlow's wheel is made for. */
const PYTHON = [3, 10] as const;

/** Looks for what an installation needs, all of it, before it begins. PYTHON and CXX name others than python3 and g++. */
export async function checkTools(native: boolean, environment: NodeJS.ProcessEnv = process.env): Promise<Tools> {
	const tools: Tools = { npm: "npm", python: environment.PYTHON || "python3", compiler: environment.CXX || "g++" };
	const missing: string[] = [];
	const there = async (command: string, args: readonly string[]) => (await outcomeOf(command, args)).code === 0;
	if (!(await there(tools.npm, ["--version"]))) missing.push("npm, which comes with Node");
	if (native) {
		if (process.platform !== "linux")
			throw new UserError("TOOLS_MISSING", `tfjs-node is built for Linux here, and this is ${process.platform}`, {
				fix: "frostline engines install tfjs --wasm runs everywhere; or install @tensorflow/tfjs-node beside Frostline yourself",
			});
		const python = await pythonProblem(tools.python);
		if (python !== null) missing.push(python);
		if (!(await there(tools.compiler, ["--version"])))
			missing.push(`${tools.compiler}, a C++17 compiler (Debian and Ubuntu: apt install g++)`);
	}
	if (missing.length === 0) return tools;
	throw new UserError("TOOLS_MISSING", `to install it there is missing:\n  ${missing.join("\n  ")}`, {
		fix: native ? "install them, or take WebAssembly, which needs none of it: frostline engines install tfjs --wasm" : "install npm",
	});
}

async function pythonProblem(python: string): Promise<string | null> {
	const wanted = `Python ${PYTHON.join(".")} or later`;
	const asked = await outcomeOf(python, ["-c", "import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1])"]);
	if (asked.code === null) return `${python}, ${wanted} (Debian and Ubuntu: apt install python3 python3-venv)`;
	if (asked.code !== 0) return `${python}'s modules venv and ensurepip (Debian and Ubuntu: apt install python3-venv)`;
	const [major = 0, minor = 0] = asked.output.trim().split(" ").map(Number);
	return major > PYTHON[0] || (major === PYTHON[0] && minor >= PYTHON[1])
		? null
		: `${wanted}: ${python} is ${major}.${minor}; PYTHON=/path/to/python3 names another`;
}
