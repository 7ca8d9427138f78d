import { execFileSync } from "node:child_process";

/** Compute children and the command line run from dist/, so a test run starts with a fresh build. */
export default function build(): void {
	execFileSync(process.execPath, ["scripts/ensure.js"], { stdio: "inherit" });
}
