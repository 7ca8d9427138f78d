import { listStates } from "../../lib/plan/job-state.ts";
import { duration } from "../../lib/report/figures.ts";
import { renderTable } from "../table.ts";
import { type ClusterOptions, print, withCluster } from "./connect.ts";

export async function lsCommand(options: ClusterOptions): Promise<number> {
	return withCluster(options, async ({ store }) => {
		const states = await listStates(store);
		if (options.output === "json") print(states);
		else if (states.length === 0) process.stderr.write("no jobs yet: frostline submit JOB.yaml begins one\n");
		else {
			const rows = states.map(({ id, way, state, submitted, ended, error }) => [
				id,
				way,
				state,
				new Date(submitted).toISOString().slice(0, 16).replace("T", " "),
				ended === null ? "" : duration((ended - submitted) / 1000),
				error === null ? "" : error.code,
			]);
			process.stdout.write(`${renderTable([["job", "way", "state", "submitted (UTC)", "took", "error"], ...rows])}\n`);
		}
		return 0;
	});
}
