// What the cluster costs and how it grows, on real servers and processes of this one machine.
//   node bench/cluster.js [--images FOLDER] [--only cost|scaling|accounting|idle] [--network mobilenet_v2] [--count 640] [--rounds 3] [--samples 100000] [--waited 4000] [--apart]
// Needs FROSTLINE_NATS_SERVER and FROSTLINE_MINIO, paths of the two binaries. --images (JPEG files, any depth) is for `cost`, which is left out without it.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";
import { measureAccounting } from "./cluster-accounting.js";
import { measureCost } from "./cluster-cost.js";
import { measureIdle } from "./cluster-idle.js";
import { measureScaling } from "./cluster-scaling.js";
import { startServers, wantBinaries } from "./cluster-servers.js";
import { all, others, stayOn } from "./cores.js";
import { out, table } from "./show.js";

const { values } = parseArgs({
	options: {
		images: { type: "string" },
		only: { type: "string" },
		network: { type: "string", default: "mobilenet_v2" },
		count: { type: "string", default: "640" },
		rounds: { type: "string", default: "3" },
		/** Of whatever computes; 2 if not given, and 1 `--apart`. */
		threads: { type: "string" },
		samples: { type: "string", default: "100000" },
		/** Images of `scaling`. */
		waited: { type: "string", default: "4000" },
		/** `cost` on the first core for whatever computes, and the others for servers and coordinator, as if those were on machines of their own. */
		apart: { type: "boolean", default: false },
		/** A folder for CPU profiles of the extractor's parent process. */
		profile: { type: "string" },
	},
});
wantBinaries("bench/cluster.js");
const wanted = (part) => values.only === undefined || values.only.split(",").includes(part);
if (values.only?.split(",").includes("cost") && values.images === undefined) {
	process.stderr.write("bench/cluster.js wants --images FOLDER (JPEG files, any depth) for cost\n");
	process.exit(2);
}
ensure();
const setting = {
	...values,
	count: Number(values.count),
	rounds: Number(values.rounds),
	threads: Number(values.threads ?? (values.apart ? 1 : 2)),
};
const results = { machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version } };

/** Each part has servers of its own: nothing that one leaves there costs the next. */
async function part(name, title, measure) {
	if (!wanted(name)) return;
	process.stderr.write(`${name} …\n`);
	const apart = values.apart && name === "cost";
	if (apart) stayOn(others);
	const servers = await startServers();
	try {
		const rows = [await measure(servers)].flat();
		results[name] = rows;
		table(
			title,
			rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => !Array.isArray(value)))),
		);
	} finally {
		await servers.stop();
		if (apart) stayOn(all);
	}
}

if (values.images !== undefined)
	await part("cost", "one extractor over NATS and MinIO beside one machine, images/s, ratio, and where processor time goes", (servers) =>
		measureCost(servers, setting),
	);
await part("scaling", "extractors that wait instead of computing, seconds and efficiency", (servers) =>
	measureScaling(servers, Number(values.waited)),
);
await part("accounting", "a job of many samples, planned, published and accounted for, by the coordinator", (servers) =>
	measureAccounting(servers, Number(values.samples)),
);
await part("idle", "from submit to the first feature file in the store, seconds", measureIdle);
mkdirSync(out, { recursive: true });
const file = join(out, `cluster-${new Date().toISOString().replaceAll(":", "-")}.json`);
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
process.stdout.write(`\nkept in ${file}\n`);
