// `compare --with` on features that a real Keras script made: the right ones, and five mistakes people make, each of which it has to name:
//   FROSTLINE_ORACLE_PYTHON=… node test/real/foreign-features.js FOLDER
// FOLDER holds flowers/ (a folder per class) and backbones/squeezenet_notop.h5; test/oracle/README.md says which Python. Exits 1 with the claim that does not hold.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const python = process.env.FROSTLINE_ORACLE_PYTHON;
assert.ok(python, "FROSTLINE_ORACLE_PYTHON names a Python with Keras");
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const work = mkdtempSync(join(tmpdir(), "frostline-foreign-"));
const photos = join(work, "photos");
const weights = join(folder, "backbones", "squeezenet_notop.h5");

/** Photos of each class. */
const PHOTOS = 120;
const MISTAKES = ["order", "channels", "preprocess", "resize", "augmented"];

/** Exit status and certificate of a comparison with a file of features. */
function compared(name) {
	const args = ["compare", join(work, "job.json"), "--store", join(work, "store"), "--with", join(work, `${name}.npy`), "-o", "json"];
	const { status, stdout } = spawnSync(process.execPath, [here("../../bin/frostline.js"), ...args], {
		stdio: ["ignore", "pipe", "ignore"],
		maxBuffer: 1 << 26,
	});
	assert.ok(status === 0 || status === 1, `frostline compare --with ${name}.npy ends with 0 or 1, not with ${status}`);
	const { verdict } = JSON.parse(stdout.toString());
	process.stdout.write(`${name}: ${verdict.says}\n`);
	return { status, verdict };
}

try {
	for (const name of readdirSync(join(folder, "flowers"))) {
		mkdirSync(join(photos, name), { recursive: true });
		const files = readdirSync(join(folder, "flowers", name))
			.sort()
			.slice(0, PHOTOS);
		for (const file of files) symlinkSync(join(folder, "flowers", name, file), join(photos, name, file));
	}
	const job = {
		version: 1,
		name: "foreign",
		data: { train: photos, validation: { split: 0.2 } },
		backbone: { name: "squeezenet", weights, size: 96, pooling: "avg" },
		head: [{ dense: "classes", activation: "softmax" }],
		fit: { loss: "categorical_crossentropy", optimizer: { name: "adam" }, epochs: 1, seed: 7 },
	};
	writeFileSync(join(work, "job.json"), JSON.stringify(job));
	const made = spawnSync(python, [here("foreign-features.py"), photos, weights, work], { stdio: ["ignore", "inherit", "inherit"] });
	assert.equal(made.status, 0, "the Keras script ends well");
	const right = compared("right");
	assert.deepEqual([right.status, right.verdict.same], [0, true], "the right features are the job's own");
	for (const mistake of MISTAKES) {
		const { status, verdict } = compared(mistake);
		assert.equal(status, 1, `features made with the mistake "${mistake}" end with 1`);
		assert.deepEqual(
			verdict.causes.map(({ kind }) => kind),
			[mistake],
			`the mistake is named: ${mistake}`,
		);
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
