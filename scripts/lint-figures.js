// Runs the experiments behind the "measured" lines of docs/lint.md and writes lib/lint/measured.ts. Images are drawn, so anyone can run it again; a few
// experiments need published weights and keep their figure where no file is given.
//   node scripts/lint-figures.js [--squeezenet FILE] [--only CODE,…]
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensure } from "./ensure.js";
import { experiments } from "./lint-experiments.js";
import { openLaboratory } from "./lint-laboratory.js";

ensure();
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({ options: { squeezenet: { type: "string" }, only: { type: "string" } } });
const only = options.only?.split(",");
const folder = await mkdtemp(join(tmpdir(), "frostline-lint-"));
const laboratory = await openLaboratory(folder, { squeezenet: options.squeezenet ?? null });
const target = join(root, "lib", "lint", "measured.ts");
const { measured: before } = await import("../dist/lib/lint/measured.js");
const measured = { ...before };
try {
	for (const [code, { needsWeights = false, say }] of Object.entries(experiments)) {
		if (only !== undefined && !only.includes(code)) continue;
		if (needsWeights && options.squeezenet === undefined) {
			process.stderr.write(`${code}: needs --squeezenet, left as it is\n`);
			continue;
		}
		measured[code] = await say(laboratory);
		process.stderr.write(`${code}: ${measured[code]}\n`);
	}
} finally {
	await laboratory.close();
	await rm(folder, { recursive: true, force: true });
}
const rows = Object.keys(experiments)
	.filter((code) => measured[code] !== undefined)
	.map((code) => `\t${code}:\n\t\t${JSON.stringify(measured[code])},`);
const text = `/**
 * What each finding did in a small experiment: scripts/lint-experiments.js has the documents. Written by \`npm run lint-figures\`; do not edit it here.
 */
export const measured: Readonly<Record<string, string>> = {
${rows.join("\n")}
};

/** What the experiments have in common. */
export const setting =
	${JSON.stringify(laboratory.setting)};
`;
if (readFileSync(target, "utf8") !== text) writeFileSync(target, text);
