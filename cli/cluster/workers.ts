import { decodeServiceInfos } from "../../proto/codec.ts";
import { renderTable } from "../table.ts";
import { type ClusterOptions, print, withCluster } from "./connect.ts";

/** How long everyone has to answer. */
const WAIT_MS = 1_000;

export async function workersCommand(options: ClusterOptions): Promise<number> {
	return withCluster(options, async ({ bus }) => {
		const infos = decodeServiceInfos(await bus.survey("services", new Uint8Array(0), WAIT_MS)).sort((a, b) =>
			a.service < b.service ? -1 : a.service > b.service ? 1 : a.worker < b.worker ? -1 : 1,
		);
		const backlog = { extract: await bus.backlog("extract"), fit: await bus.backlog("fit") };
		if (options.output === "json") print({ workers: infos, backlog });
		else {
			const rows = infos.map(({ service, worker, version, started, hands, done, leads }) => [
				service,
				worker,
				version,
				new Date(started).toISOString().slice(0, 16).replace("T", " "),
				String(done),
				leads ? "leads" : hands.join(" "),
			]);
			process.stdout.write(
				`${renderTable([["service", "worker", "version", "since (UTC)", "done", "in hand"], ...rows], { right: [4] })}\n`,
			);
			process.stderr.write(
				`waiting: ${backlog.extract.waiting} shards (${backlog.extract.inHand} in hand), ${backlog.fit.waiting} fits (${backlog.fit.inHand} in hand)\n`,
			);
		}
		return 0;
	});
}
