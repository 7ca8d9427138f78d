import { join } from "node:path";

/** Settings of a service whose compute processes are wrong as `wrong-machine.mjs` says. */
export function wrongMachine(how: "bgr" | "weight" | "small"): NodeJS.ProcessEnv {
	return { FROSTLINE_COMPUTE_LAUNCHER: `env,WRONG=${how},NODE_OPTIONS=--import=${join(import.meta.dirname, "wrong-machine.mjs")}` };
}
