// What `frostline plan` tells against what `frostline run` then takes, back to back, in rounds:
//   node bench/forecast.js --rounds 3 JOB.yaml…
// Prints told ÷ taken of the whole job and of its phases, for both ways; every run begins with an empty store. What is told after the run shows how far the
// machine itself has drifted meanwhile: on a shared one, no forecast can be better than that.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";

const { values, positionals } = parseArgs({
	options: { rounds: { type: "string", default: "3" }, ways: { type: "string", default: "features,frozen" } },
	allowPositionals: true,
});
if (positionals.length === 0) {
	process.stderr.write("bench/forecast.js wants job documents\n");
	process.exit(2);
}
ensure();
const program = fileURLToPath(new URL("../bin/frostline.js", import.meta.url));

function frostline(...args) {
	const { status, stdout } = spawnSync(process.execPath, [program, ...args, "-o", "json"], {
		stdio: ["ignore", "pipe", "ignore"],
		maxBuffer: 1 << 26,
	});
	if (status !== 0) throw new Error(`frostline ${args.join(" ")} ended with ${status}`);
	return JSON.parse(stdout.toString());
}

const tell = (job, store, way) => frostline("plan", job, "--store", store).ways.find((each) => each.way === way).seconds;
const ratio = (told, taken) => (told / taken).toFixed(2);
const middle = (ratios) => ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)];
for (const job of positionals) {
	const name = basename(job);
	for (const way of values.ways.split(",")) {
		const store = mkdtempSync(join(tmpdir(), "frostline-forecast-"));
		const rounds = [];
		let told = tell(job, join(store, "none"), way);
		for (let round = 0; round < Number(values.rounds); round++) {
			const own = join(store, String(round));
			const taken = frostline("run", job, "--store", own, "--set", `way=${way}`).seconds;
			const after = tell(job, join(store, "none"), way);
			rounds.push({ before: told.total / taken.total, around: (told.total + after.total) / 2 / taken.total });
			const phases = ["plan", "extract", "fit", "export"].map((phase) => `${phase} ${told[phase].toFixed(1)}/${taken[phase].toFixed(1)} s`);
			process.stdout.write(
				`${name}  ${way.padEnd(8)}  told ${told.total.toFixed(1)} s, took ${taken.total.toFixed(1)} s: ${ratio(told.total, taken.total)}; told after it ${after.total.toFixed(1)} s   (${phases.join(", ")})\n`,
			);
			told = after;
		}
		rmSync(store, { recursive: true, force: true });
		process.stdout.write(
			`${name}  ${way.padEnd(8)}  told ÷ taken, median of ${rounds.length}: ${middle(rounds.map(({ before }) => before)).toFixed(2)}; mean of before and after: ${middle(rounds.map(({ around }) => around)).toFixed(2)}\n`,
		);
	}
}
