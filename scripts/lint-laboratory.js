// Where the experiments of docs/lint.md run: drawn images, one store, documents that are the common one with changes.
import { copyFile, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";

const SET = { classes: 8, perClass: 120, edge: 32, seed: 1 };
const SEEDS = [1, 2, 3];
const HIDDEN = 64;
const relu = { dense: HIDDEN, activation: "relu" };
const output = { dense: "classes", activation: "softmax" };

const setting = `${SET.classes} classes of ${SET.perClass} drawn images of ${SET.edge} pixels, a quarter of them held out; \`scattering\`, one hidden layer of ${HIDDEN} units in relu, Adam at 0.003, 20 epochs in batches of 32, unless something else is said. A figure is held-out accuracy at the end, the mean of seeds ${SEEDS.join(", ")}, unless it says what it is. Lines that name SqueezeNet have its published ImageNet weights.`;

/** A head of `layers` and the softmax that ends it. */
export const head = (...layers) => [...layers, output];
export const hidden = (activation, units = HIDDEN) => ({ dense: units, activation });
export const percent = (share) => `${(100 * share).toFixed(1)} %`;
export const mean = (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

export async function openLaboratory(folder, { squeezenet }) {
	const { drawSet } = await import("../dist/lib/drawn/index.js");
	const { parseJob } = await import("../dist/lib/job/load.js");
	const { startOneMachine } = await import("../dist/cli/one-machine.js");
	const { runJob } = await import("../dist/services/coordinator/index.js");
	const { accuracyOf } = await import("../dist/lib/lint/chance.js");
	const machine = await startOneMachine(join(folder, "store"), 1); // one thread: a head's last bits depend on their number (F8)
	const drawn = new Map();
	const known = new Map();

	/** Draws a set once; answers its folder. */
	async function draw(changes = {}) {
		const set = { ...SET, ...changes };
		const name = JSON.stringify(set);
		if (!drawn.has(name)) {
			const to = join(folder, `images-${drawn.size}`);
			drawn.set(name, to);
			await drawSet(to, set);
		}
		return drawn.get(name);
	}

	async function runOnce(document) {
		const text = JSON.stringify(document);
		if (known.has(text)) return known.get(text);
		const loaded = parseJob(text, join(folder, "job.json"));
		const outcome = await runJob(loaded, { ...machine, threads: 1, fresh: false, version: "0", signal: new AbortController().signal }).then(
			({ report }) => ({ report, accuracy: accuracyOf(report.confusion), error: null }),
			(error) => {
				if (error.code !== "DIVERGED") throw error;
				return { report: null, accuracy: Number.NaN, error };
			},
		);
		known.set(text, outcome);
		return outcome;
	}

	/** The common document with changes of its sections, once for each seed. */
	async function run({
		head: layers = head(relu),
		fit = {},
		data = {},
		backbone = { name: "scattering", size: SET.edge },
		way = "features",
		name = "lint",
		seeds = SEEDS,
		augment = {},
	} = {}) {
		const images = await draw();
		const document = (seed) => ({
			version: 1,
			name,
			data: { train: images, validation: { split: 0.25 }, ...data },
			backbone,
			way,
			...augment,
			head: layers,
			fit: { optimizer: { name: "adam", learningRate: 0.003 }, epochs: 20, batch: 32, seed, ...fit },
		});
		const runs = [];
		for (const seed of seeds) runs.push(await runOnce(document(seed)));
		const of = (take) => mean(runs.map(({ report }) => take(report)));
		return {
			runs,
			reports: runs.map(({ report }) => report),
			accuracy: mean(runs.map(({ accuracy }) => accuracy)),
			accuracies: runs.map(({ accuracy }) => accuracy),
			of,
			/** Mean over the seeds of a figure of the last epoch. */
			last: (figure) => of((report) => report.epochs.at(-1)[figure]),
			recall: (classes) =>
				of(({ confusion }) => mean(classes.map((c) => confusion[c][c] / Math.max(1, mean([confusion[c].reduce((a, b) => a + b, 0)]))))),
			/** Figures of a layer of the head. */
			layer: (at) => (figure) => of(({ layers }) => layers.find((each) => each.at === at)[figure]),
		};
	}

	/** A list of images as a manifest: `choose(entry)` answers the lines that an image of the common set becomes. */
	async function manifest(name, choose) {
		const images = await draw();
		const { readdir } = await import("node:fs/promises");
		const names = (await readdir(images)).sort();
		const lines = [];
		for (const [label, className] of names.entries()) {
			for (let number = 0; number < SET.perClass; number++) {
				const path = `${images}/${className}/${String(number).padStart(4, "0")}.png`;
				const split = number % 4 === 3 ? "validation" : "train";
				lines.push(...choose({ path, className, label, number, split, names }));
			}
		}
		const file = join(folder, `${name}.jsonl`);
		await writeFile(file, lines.map(({ path, label, split }) => `${JSON.stringify({ path, label, split })}\n`).join(""));
		return { train: file };
	}

	/** A copy of an image whose last part is gone. */
	async function broken(path) {
		const to = join(folder, "broken");
		await mkdir(to, { recursive: true });
		const copy = join(to, path.replaceAll("/", "_"));
		await copyFile(path, copy);
		await truncate(copy, Math.floor((await readFile(copy)).length / 2));
		return copy;
	}

	return { setting, run, draw, manifest, broken, squeezenet, close: () => machine.close() };
}
