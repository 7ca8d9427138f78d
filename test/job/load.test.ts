import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { UserError } from "../../lib/base/errors.ts";
import { loadJob, parseJob } from "../../lib/job/load.ts";
import { FLOWERS, flowers } from "./flowers.ts";

let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "frostline-job-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a document in a file", () => {
	test("its relative paths count from the document, absolute ones stay", async () => {
		const text = flowers("train: ./flowers", "train: ../flowers\n  validation: { path: /elsewhere/held-out }").replace(
			"name: squeezenet",
			"name: squeezenet\n  weights: w/squeezenet.h5",
		);
		await writeFile(join(folder, "job.yaml"), text);
		const { job } = await loadJob(join(folder, "job.yaml"));
		expect(job.data.train).toBe(join(folder, "../flowers"));
		expect(job.data.validation).toEqual({ path: "/elsewhere/held-out" });
		expect(job.backbone.weights).toBe(join(folder, "w/squeezenet.h5"));
	});

	test("its paths are absolute though the document was named from where the program runs", () => {
		expect(parseJob(FLOWERS, "examples/job.yaml").job.data.train).toBe(join(process.cwd(), "examples/flowers"));
	});

	test("JSON in a file is a document, too", async () => {
		await writeFile(join(folder, "job.json"), JSON.stringify(parseJob(FLOWERS, "job.yaml").canonical));
		expect((await loadJob(join(folder, "job.json"))).digest).toBe(parseJob(FLOWERS, "job.yaml").digest);
	});

	test("what is not there, or is a folder, is said with its path", async () => {
		const missing = join(folder, "none.yaml");
		await expect(loadJob(missing)).rejects.toMatchObject({
			name: "UserError",
			code: "JOB_NOT_FOUND",
			exitCode: 2,
			message: `the job document ${missing} is not there`,
		});
		await expect(loadJob(folder)).rejects.toMatchObject({
			code: "JOB_NOT_FOUND",
			message: expect.stringContaining(`${folder} cannot be read: EISDIR`),
		});
	});
});

describe("locate finds the line of what an error is about", () => {
	const { locate } = parseJob(FLOWERS, "job.yaml");
	test.each([
		[["data", "train"], 4, 10],
		[["backbone", "name"], 6, 9],
		[["head", 1, "dropout"], 10, 16],
		[["head", 2], 11, 5],
		[["backbone", "weights"], 6, 3], // not written: its section
		[["extract", "shard"], 1, 1],
		[[], 1, 1],
	])("%j", (path, line, column) => {
		expect(locate(path as (string | number)[])).toEqual({ file: "job.yaml", line, column });
	});
});

describe("fuzz", () => {
	/** A job or a UserError with a code; anything else would be a crash. */
	const judged = (text: string, sets: string[] = []): boolean => {
		try {
			return parseJob(text, "job.yaml", sets).digest.length === 64;
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			return error.exitCode === 2 && /^BAD_(JOB|YAML|ARGUMENT)$/.test(error.code) && error.message.length > 0 && error.fix !== undefined;
		}
	};

	test("any text is a job or an error with a code and a fix", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.json()), (text) => judged(text)),
			{ numRuns: 150 },
		);
	});

	test("so is a document with any value anywhere", () => {
		const lines = FLOWERS.trimEnd().split("\n");
		const value = fc.oneof(fc.json(), fc.string(), fc.constantFrom("null", "-1", ".inf", "[]", "{}", "{ name: 1 }", "*a", "true"));
		fc.assert(
			fc.property(fc.nat(lines.length - 1), value, (at, other) => {
				const changed = lines.map((line, i) => (i === at ? line.replace(/(:|-) ?[^:]*$/, () => `: ${other}`) : line));
				return judged(`${changed.join("\n")}\n`);
			}),
			{ numRuns: 150 },
		);
	});

	test("so is a whole document whose sections are anything", () => {
		const whole = parseJob(FLOWERS, "job.yaml").canonical as unknown as Record<string, unknown>;
		fc.assert(
			fc.property(fc.constantFrom("version", "name", "data", "backbone", "way", "head", "fit", "extract"), fc.jsonValue(), (key, other) =>
				judged(JSON.stringify({ ...whole, [key]: other })),
			),
			{ numRuns: 150 },
		);
	});

	test("so is a document under any --set", () => {
		const path = fc
			.array(fc.constantFrom("fit", "head", "optimizer", "0", "1", "7", "dropout", "name", "constructor", "x", ""), {
				minLength: 1,
				maxLength: 4,
			})
			.map((parts) => parts.join("."));
		fc.assert(
			fc.property(path, fc.oneof(fc.json(), fc.string()), (at, other) => judged(FLOWERS, [`${at}=${other}`])),
			{ numRuns: 150 },
		);
	});
});
