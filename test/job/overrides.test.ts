import { describe, expect, test } from "vitest";
import { parseJob } from "../../lib/job/load.ts";
import { FLOWERS, flowers } from "./flowers.ts";
import { FIT_KEYS, refusal } from "./refusal.ts";

describe("--set", () => {
	test("changes what the document says, as YAML, before it is checked", () => {
		const sets = [
			"fit.epochs=3",
			"head.1.dropout=0.25",
			"way=frozen",
			"fit.optimizer={ name: sgd, momentum: 0.9 }",
			"backbone.size=[64, 96]",
		];
		const { job } = parseJob(FLOWERS, "job.yaml", sets);
		expect(job).toMatchObject({
			way: "frozen",
			backbone: { size: [64, 96] },
			head: [{ units: 64 }, { rate: 0.25 }, { units: "classes" }],
			fit: { epochs: 3, optimizer: { name: "sgd", learningRate: 0.01, momentum: 0.9 } },
		});
	});

	test("makes sections that the document does not have, and list entries at the end", () => {
		const { job } = parseJob(FLOWERS, "job.yaml", ["extract.shard=8", "fit.earlyStopping.patience=2", "head.3={ activation: relu }"]);
		expect(job.extract).toEqual({ shard: 8 });
		expect(job.fit.earlyStopping).toMatchObject({ monitor: "valLoss", patience: 2 });
		expect(job.head[3]).toEqual({ kind: "activation", activation: "relu" });
	});

	test("counts in the order given; the last word wins, and a value may hold more signs of equality", () => {
		const { job } = parseJob(FLOWERS, "job.yaml", ["fit.epochs=3", "fit.epochs=4", "data.train=./a=b"]);
		expect(job.fit.epochs).toBe(4);
		expect(job.data.train.endsWith("/a=b")).toBe(true);
	});

	test("gives the same job as the document written so", () => {
		const set = parseJob(FLOWERS, "job.yaml", ["fit.epochs=3"]);
		const written = parseJob(flowers("epochs: 10", "epochs: 3"), "job.yaml");
		expect(set.digest).toBe(written.digest);
		expect(set.job).toEqual(written.job);
	});

	const FIX = "as in --set fit.epochs=3, --set head.1.dropout=0.4 or --set 'fit.optimizer={ name: adam }'";
	test.each([
		["fit.epochs", '--set wants path.to.key=value, got "fit.epochs"'],
		["=3", '--set wants path.to.key=value, got "=3"'],
		["fit..epochs=3", '--set wants path.to.key=value, got "fit..epochs=3"'],
		["__proto__.way=frozen", '--set wants path.to.key=value, got "__proto__.way=frozen"'],
		["head.9.dropout=0.3", '--set head.9.dropout=0.3 cannot be applied: head has 3 entries, numbered from 0, and "9" is none of them'],
		[
			"head.last.dropout=0.3",
			'--set head.last.dropout=0.3 cannot be applied: head has 3 entries, numbered from 0, and "last" is none of them',
		],
		["name.first=x", "--set name.first=x cannot be applied: name is a plain value; set it whole"],
		["name=!env HOME", "--set name=!env HOME cannot be applied: Unresolved tag: !env"],
		["name=*x", "--set name=*x cannot be applied: Alias resolution is disabled"],
		["fit.epochs={ a", "--set fit.epochs={ a cannot be applied: Flow map must end with a }"],
	])("%s is no override: BAD_ARGUMENT", (set, message) => {
		const error = refusal(FLOWERS, [set]);
		expect(error.message).toBe(message);
		expect(error).toMatchObject({ code: "BAD_ARGUMENT", exitCode: 2, fix: FIX });
	});

	test.each([
		["fit.epoch=3", [13, 3], `fit.epoch: unknown key "epoch" (did you mean "epochs"?); ${FIT_KEYS} (from --set fit.epoch=3)`],
		["fit.epochs=many", [14, 3], 'fit.epochs: expected a number, got "many" (from --set fit.epochs=many)'],
		["fit.epochs=", [14, 3], "fit.epochs: expected a number, got null (from --set fit.epochs=)"],
		["head.1.dropout=1.3", [10, 7], "head.1.dropout: expected less than 1, got 1.3 (from --set head.1.dropout=1.3)"],
		["extract.shard=0", [1, 1], "extract.shard: expected at least 1, got 0 (from --set extract.shard=0)"],
	])("%s makes a wrong document, and the message says whose fault it is", (set, [line, column], message) => {
		const error = refusal(FLOWERS, [set]);
		expect(error.message).toBe(message);
		expect(error).toMatchObject({ code: "BAD_JOB", at: { file: "job.yaml", line, column } });
	});
});
