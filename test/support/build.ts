import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";

/** Compute children and the command line run from dist/, so a test run starts with a fresh build. */
export default function build(): void {
	spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], { stdio: "ignore" });
	cpSync("proto/gen", "dist/proto/gen", { recursive: true });
}
