import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, runJob } from "../support/frostline.ts";

interface Explained {
	readonly verdict: string;
	readonly differs: boolean;
	readonly culprits: readonly string[];
	readonly changes: readonly { readonly id: string }[];
	readonly seeds: readonly number[];
	readonly a: readonly number[];
	readonly trials: readonly { readonly made: readonly string[]; readonly seed: number }[];
	readonly report: string;
}

async function explain(folder: string, a: string, b: string, ...args: string[]): Promise<Explained & { readonly stderr: string }> {
	const ran = await frostline(["explain", a, b, "-o", "json", ...args], { cwd: folder });
	if (ran.code !== 0) throw new Error(`explain ended with ${ran.code}:\n${ran.stderr}`);
	return { ...(JSON.parse(ran.stdout) as Explained), stderr: ran.stderr };
}

type Written = Record<string, unknown> & { fit: Record<string, unknown> };

async function document(folder: string): Promise<Written> {
	return JSON.parse(await readFile(join(folder, "job.json"), "utf8")) as Written;
}

const write = (folder: string, name: string, job: object) => writeFile(join(folder, name), JSON.stringify(job));

test("explain finds the learning rate that keeps a head from learning among other differences, on features computed once; asked again, it runs nothing", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { perClass: 80 } });
	const job = await document(folder);
	const good = { ...job, name: "good", fit: { ...job.fit, epochs: 12 } };
	const stuck = {
		...good,
		name: "stuck",
		way: "frozen",
		head: [{ dense: 24, activation: "tanh" }, { dropout: 0.25 }, { dense: "classes", activation: "softmax" }],
		fit: { ...good.fit, optimizer: { name: "adam", learningRate: 0.000001 } },
	};
	await write(folder, "good.json", good);
	await write(folder, "stuck.json", stuck);
	const found = await explain(folder, "good.json", "stuck.json");
	expect(found.changes.map(({ id }) => id)).toEqual(["head.activations", "head.dropout", "fit.optimizer.learningRate"]);
	expect(found.culprits).toEqual(["fit.optimizer.learningRate"]);
	expect(found.trials.length).toBeLessThanOrEqual(12);
	expect(found.verdict).toContain("both ways give the same head, bit for bit");
	expect(found.stderr.match(/computing the features/g)).toHaveLength(1);
	const page = await readFile(found.report, "utf8");
	expect(page).toContain("good with fit.optimizer.learningRate: 0.003 → 0.000001");
	expect(page).toContain("<h2>Seeds</h2>");
	const jobs = await readdir(join(folder, ".frostline", "jobs"));
	const again = await explain(folder, "good.json", "stuck.json");
	expect(again.verdict).toBe(found.verdict);
	expect(await readdir(join(folder, ".frostline", "jobs"))).toEqual(jobs);
}, 120_000);

test("explain names held-out labels in another order, which no document shows: its lists' paths differ, and the classes of the images in them", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { perClass: 60 } });
	const classes = (await readdir(join(folder, "images"))).sort();
	const list = async (name: string, part: (i: number) => boolean, number: (label: number) => number) => {
		const rows = await Promise.all(
			classes.map(async (each, label) =>
				(await readdir(join(folder, "images", each)))
					.sort()
					.filter((_, i) => part(i))
					.map((file) => `images/${each}/${file},${number(label)}`),
			),
		);
		await writeFile(join(folder, name), `path,label\n${rows.flat().join("\n")}\n`);
	};
	await list(
		"train.csv",
		(i) => i % 4 > 0,
		(label) => label,
	);
	await list(
		"held-out.csv",
		(i) => i % 4 === 0,
		(label) => label,
	);
	await list(
		"held-out-2.csv",
		(i) => i % 4 === 0,
		(label) => (label + 1) % classes.length,
	);
	const job = await document(folder);
	const data = (path: string) => ({ train: "./train.csv", validation: { path } });
	await write(folder, "a.json", { ...job, name: "a", data: data("./held-out.csv"), fit: { ...job.fit, epochs: 10 } });
	await write(folder, "b.json", { ...job, name: "b", data: data("./held-out-2.csv"), fit: { ...job.fit, epochs: 10, batch: 20 } });
	const found = await explain(folder, "a.json", "b.json");
	expect(found.changes.map(({ id }) => id)).toEqual(["data.labels", "fit.batch"]);
	expect(found.culprits).toEqual(["data.labels"]);
	expect(found.verdict).toContain("labels of the held-out images alone: classes have changed places: 0 → 1, 1 → 2, 2 → 0");
	expect(found.verdict).toContain("Which of the two labellings is right, no run can tell");
}, 120_000);

test("explain takes two runs that have ended: of equal jobs with two seeds it says that there is no difference beyond seeds, and runs one more seed alone", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	const first = await runJob(folder);
	const second = await runJob(folder, "--set", "fit.seed=8");
	const found = await explain(folder, first.job, second.report.replace("report.html", "result.json"));
	expect(found.verdict).toMatch(
		/^No difference beyond seeds: drawn and drawn \(drawn-[0-9a-f]{8}\) mean the same head, with the seeds 7 and 8\./,
	);
	expect(found.differs).toBe(false);
	expect(found.a.slice(0, 2)).toEqual([first, second].map(({ epochs }) => epochs.at(-1)!.valAccuracy));
	const explained = (await readdir(join(folder, ".frostline", "jobs"))).filter((name) => name.startsWith("explain-"));
	expect(explained).toHaveLength(1);
}, 120_000);

test("explain tells two runs of one document apart whose images were labelled anew in between, from what the runs left", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { perClass: 60 }, job: { name: "flowers" } });
	const before = await runJob(folder, "--set", "fit.epochs=10", "--store", "before");
	// Half of each class goes into the next one's folder.
	const images = join(folder, "images");
	const classes = (await readdir(images)).sort();
	const files = await Promise.all(classes.map(async (each) => (await readdir(join(images, each))).sort()));
	for (const [i, each] of classes.entries())
		for (const [k, file] of files[i]!.entries())
			if (k % 2 === 0) await rename(join(images, each, file), join(images, classes[(i + 1) % classes.length]!, `moved-${file}`));
	const after = await runJob(folder, "--set", "fit.epochs=10", "--store", "after");
	expect(after.job).toBe(before.job);
	const found = await explain(
		folder,
		before.report.replace("report.html", ""),
		after.report.replace("report.html", "result.json"),
		"--store",
		"after",
	);
	expect(found.changes.map(({ id }) => id)).toEqual(["data.labels"]);
	expect(found.culprits).toEqual(["data.labels"]);
	expect(found.stderr, "features go by the images' bytes").not.toContain("computing the features");
}, 120_000);

test("explain says what it wants where an argument is neither a document nor a run", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	const ran = await frostline(["explain", "job.json", "flowers-00000000"], { cwd: folder });
	expect(ran.code).toBe(2);
	expect(ran.stderr).toContain("flowers-00000000 is neither a job document nor a run that has ended");
});
