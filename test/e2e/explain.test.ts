import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline } from "../support/frostline.ts";

test("explain finds the learning rate that keeps a head from learning among other differences, on features computed once", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder, { set: { perClass: 80 } });
	const a = JSON.parse(await readFile(join(folder, "job.json"), "utf8")) as Record<string, unknown> & { fit: object };
	const good = { ...a, name: "good", fit: { ...a.fit, epochs: 12 } };
	const head = [{ dense: 24, activation: "tanh" }, { dropout: 0.25 }, { dense: "classes", activation: "softmax" }];
	const stuck = {
		...good,
		name: "stuck",
		way: "frozen",
		head,
		fit: { ...a.fit, epochs: 12, optimizer: { name: "adam", learningRate: 0.000001 } },
	};
	await writeFile(join(folder, "good.json"), JSON.stringify(good));
	await writeFile(join(folder, "stuck.json"), JSON.stringify(stuck));
	const ran = await frostline(["explain", "good.json", "stuck.json", "-o", "json"], { cwd: folder });
	expect(ran.stderr).not.toContain("error");
	expect(ran.code).toBe(0);
	const found = JSON.parse(ran.stdout) as {
		verdict: string;
		culprits: string[];
		changes: { id: string }[];
		trials: unknown[];
		report: string;
	};
	expect(found.changes.map(({ id }) => id)).toEqual(["head.activations", "head.dropout", "fit.optimizer.learningRate"]);
	expect(found.culprits).toEqual(["fit.optimizer.learningRate"]);
	expect(found.trials.length).toBeLessThanOrEqual(12);
	expect(found.verdict).toContain("both ways give the same head, bit for bit");
	expect(await readFile(found.report, "utf8")).toContain("fit.optimizer.learningRate");
}, 120_000);
