import { UserError } from "../../lib/base/errors.ts";
import { tell } from "../../services/coordinator/index.ts";
import { type ClusterOptions, print, stateOf, withCluster } from "./connect.ts";

export async function cancelCommand(job: string, options: ClusterOptions): Promise<number> {
	return withCluster(options, async ({ bus, store }) => {
		await stateOf(store, job);
		if (!(await tell(bus, "cancel", job)))
			throw new UserError("BUS_NO_REPLY", "no coordinator answers, and only one that leads can cancel a job", {
				exitCode: 1,
				fix: "start one (frostline coordinator), or try again in a few seconds if one is just taking over",
			});
		if (options.output === "json") print({ job, state: "cancelled" });
		else process.stdout.write(`${job} is cancelled\n`);
		return 0;
	});
}
