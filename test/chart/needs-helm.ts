import { spawnSync } from "node:child_process";
import { helm } from "./helm.ts";

/** Ends the run with one line where there is no Helm. */
export default function needsHelm(): void {
	if (spawnSync(helm, ["version"]).status === 0) return;
	process.stderr.write("the tests of the chart need Helm 3: install it, or let FROSTLINE_HELM name the binary\n");
	process.exit(1);
}
