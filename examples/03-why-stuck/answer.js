// Answers the question by experiment, and keeps every figure that docs/why-is-it-stuck.md shows:
//   node examples/03-why-stuck/answer.js [FOLDER]                               on images that it draws
//   node examples/03-why-stuck/answer.js FOLDER --images PHOTOS --weights FILE  on photos, one folder per class, with SqueezeNet's weights
// FOLDER (default: why-stuck) holds images, documents and results afterwards; what has run there is not run again. With --keep the figures go into
// examples/03-why-stuck/figures.json as well, and `npm run docs` writes them into the page.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensure } from "../../scripts/ensure.js";

const here = dirname(fileURLToPath(import.meta.url));
const program = join(here, "../../bin/frostline.js");
const { values, positionals } = parseArgs({
	options: {
		images: { type: "string" },
		weights: { type: "string" },
		set: { type: "string", multiple: true, default: [] },
		classes: { type: "string", default: "10" },
		"per-class": { type: "string", default: "250" },
		keep: { type: "boolean", default: false },
	},
	allowPositionals: true,
});
const folder = positionals[0] ?? "why-stuck";
const photos = values.images !== undefined;
const sets = [
	...(photos ? [`data.train=${resolve(values.images)}`] : []),
	...(values.weights === undefined ? [] : [`backbone={ name: squeezenet, weights: ${resolve(values.weights)}, size: 128 }`]),
	...values.set,
].flatMap((each) => ["--set", each]);
ensure();
const { drawSet } = await import("../../dist/lib/drawn/index.js");
const { decodeHead } = await import("../../dist/lib/head/serial.js");
const { initialState } = await import("../../dist/lib/head/init.js");

function frostline(...args) {
	const { status, stdout } = spawnSync(process.execPath, [program, ...args, "--store", ".frostline", "-o", "json"], {
		cwd: folder,
		stdio: ["ignore", "pipe", "inherit"],
		maxBuffer: 1 << 26,
	});
	if (status !== 0) process.exit(status ?? 1);
	return JSON.parse(stdout.toString());
}

const say = (text) => process.stdout.write(`${text}\n`);
const jobFile = (job, ...name) => join(folder, ".frostline", "jobs", job, ...name);
const json = (file) => JSON.parse(readFileSync(file, "utf8"));

mkdirSync(folder, { recursive: true });
for (const name of ["method-1.yaml", "method-2.yaml"]) copyFileSync(join(here, name), join(folder, name));
if (!photos && !existsSync(join(folder, "images")))
	await drawSet(join(folder, "images"), { classes: Number(values.classes), perClass: Number(values["per-class"]), edge: 64, seed: 7 });

say("What makes them differ? Both methods, then one difference at a time:");
const found = frostline("explain", "method-1.yaml", "method-2.yaml", ...sets);
say("And what mends method 2, or breaks method 1?");
const run = (document, ...changes) =>
	frostline("run", document, ...sets, ...["way=features", ...changes].flatMap((each) => ["--set", each])).epochs.map(
		({ valAccuracy }) => valAccuracy,
	);
const hidden = (activation) => [0, 2].map((layer) => `head.${layer}.activation=${activation}`);
const remedies = {
	relu: run("method-2.yaml", ...hidden("relu")),
	adam: run("method-2.yaml", "fit.optimizer={ name: adam, learningRate: 0.001 }"),
	reluAdam: run("method-2.yaml", ...hidden("relu"), "fit.optimizer={ name: adam, learningRate: 0.001 }"),
	rate: run("method-1.yaml", "fit.optimizer.learningRate=0.001"),
};

/** The trial with just these changes and the documents' own seed. */
const trial = (...made) => {
	const at = found.trials.find((each) => each.seed === 7 && each.made.length === made.length && made.every((id) => each.made.includes(id)));
	return json(jobFile(at.job, "report.json"));
};
const all = found.changes.map(({ id }) => id);
const [first, second] = [trial(), trial(...all)];
const mended = trial(...all.filter((id) => !found.culprits.includes(id)));

/** How far the weights of each layer have gone from where they began: root mean square. */
function moved({ job, document }) {
	const { spec } = json(jobFile(job, "model", "head.json"));
	const before = initialState(spec, document.fit.optimizer, document.fit.seed).weights;
	const after = decodeHead(readFileSync(jobFile(job, "model", "head.safetensors")));
	return Object.fromEntries(
		[...after]
			.filter(([, { shape }]) => shape.length === 2)
			.map(([name, { data }]) => [
				name,
				Math.sqrt(data.reduce((sum, value, i) => sum + (value - before.get(name).data[i]) ** 2, 0) / data.length),
			]),
	);
}
const chance = Math.max(...first.classes.map(({ validation }) => validation)) / first.images.validation;
/** Cross-entropy of knowing how common each class is, and nothing of the image. */
const entropy = first.classes.reduce((sum, { train }) => sum - (train / first.images.train) * Math.log(train / first.images.train), 0);
const figures = {
	images: first.images.train + first.images.validation,
	heldOut: first.images.validation,
	classes: first.classes.length,
	dim: first.features.dim,
	chance,
	entropy,
	seeds: found.seeds,
	a: found.a,
	b: found.b,
	gap: found.gap,
	margin: found.margin,
	runs: found.trials.length,
	shares: found.shares,
	culprits: found.culprits,
	without: found.without,
	alone: Object.fromEntries(found.changes.map(({ id, alone }) => [id, alone])),
	curves: Object.fromEntries(
		Object.entries({ first, second, mended }).map(([name, { epochs }]) => [name, epochs.map(({ valAccuracy }) => valAccuracy)]),
	),
	loss: { second: second.epochs.map(({ loss }) => loss) },
	moved: { first: moved(first), second: moved(second) },
	remedies,
	forwards: { features: second.forwards.featuresWay, frozen: second.forwards.frozenWay },
};
writeFileSync(join(folder, "figures.json"), `${JSON.stringify(figures, null, "\t")}\n`);
if (values.keep) {
	const file = join(here, "figures.json");
	const kept = existsSync(file) ? json(file) : {};
	writeFileSync(file, `${JSON.stringify({ ...kept, [photos ? "photos" : "drawn"]: figures }, null, "\t")}\n`);
}
say(`\n${found.verdict}\n\nreport   ${found.report}\nfigures  ${join(folder, "figures.json")}`);
