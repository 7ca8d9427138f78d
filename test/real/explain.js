// `explain` on real photos and real weights, where they are at hand: five pairs of documents of which it is known what makes them differ.
//   node test/real/explain.js FOLDER [WORK]
// FOLDER holds flowers/ (a folder per class) and backbones/squeezenet_notop.h5; WORK keeps what has run (default: a folder that goes afterwards). Exits 1 with
// the claim that does not hold.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const work = process.argv[3] ?? mkdtempSync(join(tmpdir(), "frostline-real-"));
const program = fileURLToPath(new URL("../../bin/frostline.js", import.meta.url));
const photos = join(folder, "flowers");

const head = (activation, dropout, units = 512) => [
	{ dense: 1024, activation },
	{ dropout },
	{ dense: units, activation },
	{ dropout },
	{ dense: "classes", activation: "softmax" },
];
const document = (name, changes = {}) => ({
	version: 1,
	name,
	data: { train: photos, validation: { split: 0.2 } },
	backbone: { name: "squeezenet", weights: join(folder, "backbones", "squeezenet_notop.h5"), size: 128 },
	head: head("sigmoid", 0.5),
	...changes,
	fit: {
		loss: "categorical_crossentropy",
		optimizer: { name: "adadelta", learningRate: 1.0 },
		epochs: 10,
		batch: 32,
		seed: 7,
		...changes.fit,
	},
});

/** Lists of the photos with numbers for classes, a fifth held out by the digest of its path; `number` numbers a class. */
function list(name, held, number) {
	const classes = readdirSync(photos).sort();
	const rows = classes.flatMap((each, label) =>
		readdirSync(join(photos, each))
			.filter((file) => createHash("sha256").update(`${each}/${file}`).digest()[0] < 51 === held)
			.map((file) => `${join(photos, each, file)},${number(label)}`),
	);
	writeFileSync(join(work, name), `path,label\n${rows.join("\n")}\n`);
}

function explain(a, b) {
	for (const each of [a, b]) writeFileSync(join(work, `${each.name}.json`), JSON.stringify(each));
	const began = performance.now();
	const { status, stdout } = spawnSync(process.execPath, [program, "explain", `${a.name}.json`, `${b.name}.json`, "-o", "json"], {
		cwd: work,
		stdio: ["ignore", "pipe", "ignore"],
		maxBuffer: 1 << 26,
	});
	assert.equal(status, 0, `explain ${a.name} ${b.name} exits 0`);
	const found = JSON.parse(stdout.toString());
	process.stdout.write(
		`${b.name}: ${found.trials.length} runs, ${((performance.now() - began) / 1000).toFixed(0)} s; culprit ${found.culprits.join(", ") || "none"}\n  ${found.verdict}\n`,
	);
	assert.ok(found.trials.length <= 12, "in twelve runs at most");
	return found;
}

try {
	mkdirSync(work, { recursive: true });
	list("train.csv", false, (label) => label);
	list("held-out.csv", true, (label) => label);
	list("held-out-2.csv", true, (label) => [1, 4, 2, 3, 0][label]);
	const good = document("good");
	const slower = { optimizer: { name: "adadelta", learningRate: 0.001 }, batch: 64 };
	const pairs = [
		[good, document("stuck", { way: "frozen", head: head("softmax", 0.4), fit: { steps: 100 } }), "head.activations"],
		[good, document("slow", { head: head("sigmoid", 0.4), fit: slower }), "fit.optimizer.learningRate"],
		[
			good,
			document("torchy", { backbone: { ...good.backbone, preprocess: "torch" }, head: head("sigmoid", 0.4, 256) }),
			"backbone.preprocess",
		],
		[
			document("listed", { data: { train: "./train.csv", validation: { path: "./held-out.csv" } } }),
			document("other-order", {
				data: { train: "./train.csv", validation: { path: "./held-out-2.csv" } },
				head: head("sigmoid", 0.4, 256),
			}),
			"data.labels",
		],
	];
	for (const [a, b, culprit] of pairs) assert.deepEqual(explain(a, b).culprits, [culprit], `${b.name}'s cause is ${culprit}`);
	const seeds = explain(good, document("reseeded", { fit: { seed: 8 } }));
	assert.match(seeds.verdict, /^No difference beyond seeds/);
} finally {
	if (process.argv[3] === undefined) rmSync(work, { recursive: true, force: true });
}
