// Draws the images of the eight documents beside it, lints each and runs it; ends with a line for each.
//   node examples/04-good-jobs/run.js [--lint]     --lint: no runs
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensure } from "../../scripts/ensure.js";
import { documents, drawImages } from "./images.js";

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({ options: { lint: { type: "boolean", default: false } } });
ensure();
await drawImages(here);

function frostline(verb, file, ...options) {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[join(here, "../../bin/frostline.js"), verb, file, ...options, "-o", "json"],
		{
			cwd: here,
			encoding: "utf8",
		},
	);
	if (status === 0) return JSON.parse(stdout);
	process.stderr.write(stderr);
	process.exit(status ?? 1);
}

for (const file of documents()) {
	const codes = ({ findings }) => findings.map(({ code, severity }) => `${severity} ${code}`).join(", ") || "nothing found";
	const before = codes(frostline("lint", file));
	if (values.lint) {
		process.stdout.write(`${file.padEnd(30)} ${before}\n`);
		continue;
	}
	const run = frostline("run", file);
	const best = Math.max(...run.epochs.map(({ valAccuracy }) => valAccuracy));
	const figures = `${run.epochs.length} epochs, ${(100 * best).toFixed(1)} %, ${run.seconds.total.toFixed(1)} s`;
	process.stdout.write(`${file.padEnd(30)} ${figures.padEnd(28)} before: ${before}; after: ${codes(run)}\n`);
}
