// Measures Frostline beside Keras and PyTorch in one run, on the same files and cores, and prints ratios.
//   node bench/run.js --images FOLDER --python PYTHON [--networks vgg16,resnet50,…] [--only extract|head|model] [--scale 1]
// Absolute figures mean little on a shared machine; the ratios, taken in turns within one run, are what counts. Kept as bench/out/*.json.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensure } from "../scripts/ensure.js";
import { measureExtraction } from "./extract.js";
import { measureHead } from "./head.js";
import { out, table } from "./show.js";

const { values } = parseArgs({
	options: {
		images: { type: "string" },
		python: { type: "string" },
		networks: { type: "string", default: "vgg16,resnet50,mobilenet_v2,squeezenet" },
		only: { type: "string" },
		scale: { type: "string", default: "1" },
		rounds: { type: "string", default: "3" },
	},
});
if (values.images === undefined || values.python === undefined) {
	process.stderr.write(
		"bench wants --images FOLDER (JPEG files, any depth) and --python PATH (a Python with torch, torchvision and keras)\n",
	);
	process.exit(2);
}
ensure();
const setting = { ...values, scale: Number(values.scale), rounds: Number(values.rounds), cores: 2 };
const results = {
	machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
	...(values.only === "head" ? {} : { extraction: await measureExtraction(setting) }),
	...(values.only === "extract" ? {} : { head: await measureHead(setting) }),
};
mkdirSync(out, { recursive: true });
const file = join(out, `${new Date().toISOString().replaceAll(":", "-")}.json`);
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
if (results.extraction) table("JPEG to feature file, images/s at 224 px, and ratios", results.extraction);
if (results.head) table("one epoch of the head, seconds, and ratios", [results.head]);
process.stdout.write(`kept in ${file}\n`);
