import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob, frostline, runJob } from "../support/frostline.ts";

describe("the command line", () => {
	test("prints one JSON object on stdout and nothing else; progress goes to stderr, without control characters off a terminal", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const ran = await frostline(["run", "job.json", "-o", "json"], { cwd: folder });
		expect(ran.code).toBe(0);
		expect(ran.stdout.trim().split("\n")).toHaveLength(1);
		const result = JSON.parse(ran.stdout) as object;
		expect(Object.keys(result)).toEqual(
			expect.arrayContaining(["job", "way", "images", "features", "epochs", "head", "seconds", "report", "model"]),
		);
		expect(ran.stderr).toContain("epoch 3/3");
		expect(ran.stderr).not.toContain("\x1b");
		expect(ran.stderr).not.toContain("\r");
	});

	test("without -o json it ends with a table, the report and the model", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const ran = await frostline(["run", "job.json"], { cwd: folder });
		expect(ran.stdout).toMatch(/epoch +loss +accuracy +val loss +val accuracy +seconds/);
		expect(ran.stdout).toMatch(/report +\.frostline\/jobs\/drawn-[0-9a-f]{8}\/report\.html/);
		expect(ran.stdout).toMatch(/model +\.frostline\/jobs\/drawn-[0-9a-f]{8}\/model\/model\.onnx/);
	});

	test("Ctrl-C exits 130, says how to go on, and the same command does", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder, { set: { perClass: 80, edge: 64 }, job: { backbone: { name: "scattering", size: 64 } } });
		let interrupted = false;
		const ran = await frostline(["run", "job.json"], {
			cwd: folder,
			started(child) {
				child.stderr?.on("data", (bytes: Buffer) => {
					if (!interrupted && bytes.toString().includes("images read")) {
						interrupted = true;
						child.kill("SIGINT");
					}
				});
			},
		});
		expect(ran.code).toBe(130);
		expect(ran.stderr).toContain("nothing is lost. Go on with: frostline run job.json");
		expect((await runJob(folder)).epochs).toHaveLength(3);
	});

	test("a wrong document exits 2 with file, line, column and fix; a missing one too", async () => {
		const folder = await temporaryFolder();
		await writeFile(
			join(folder, "wrong.yaml"),
			"version: 1\nname: wrong\ndata:\n  train: ./nowhere\n  validation: { split: 0.2 }\nbackbone: { name: scattering, size: 32 }\nway: features\nhead: [{ dense: classes, activation: softmax }]\nfit: { loss: mse, optimizer: { name: adam, learningRate: 0.1 }, epochs: 1, batch: 8, seed: 1 }\n",
		);
		const nowhere = await frostline(["run", "wrong.yaml"], { cwd: folder });
		expect(nowhere.code).toBe(2);
		expect(nowhere.stderr).toMatch(/wrong\.yaml:4:10: .*\[DATA_NOT_FOUND\]\n {2}fix /);
		const absent = await frostline(["run", "absent.yaml", "-o", "json"], { cwd: folder });
		expect(absent.code).toBe(2);
		expect(JSON.parse(absent.stderr)).toMatchObject({ error: { code: "JOB_NOT_FOUND" } });
		expect(absent.stdout).toBe("");
	});

	test("errors found beside the document carry its line too", async () => {
		const folder = await temporaryFolder();
		await drawnJob(folder);
		const ran = await frostline(["run", "job.json", "-o", "json", "--set", "head.2.dense=7"], { cwd: folder });
		expect(ran.code).toBe(2);
		const { error } = JSON.parse(ran.stderr.trim().split("\n").at(-1)!) as { error: { code: string; at: { file: string; line: number } } };
		expect(error).toMatchObject({ code: "BAD_HEAD", at: { file: "job.json", line: 1 } });
	});

	test("unknown commands and options exit 2 and point to --help; --help and --version exit 0", async () => {
		expect((await frostline(["rum"])).code).toBe(2);
		const option = await frostline(["run", "job.json", "--epoch", "3"]);
		expect(option.code).toBe(2);
		expect(option.stderr).toContain("--epoch");
		const help = await frostline(["run", "--help"]);
		expect(help.code).toBe(0);
		expect(help.stdout).toContain("--set");
		expect((await frostline(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	});

	test("schema prints the JSON Schema of the document", async () => {
		const ran = await frostline(["schema"]);
		expect(JSON.parse(ran.stdout)).toMatchObject({ type: "object", properties: { backbone: {}, fit: {} } });
	});
});
