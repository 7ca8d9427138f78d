import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../lib/service/config.ts";
import { fileVariable, settings } from "../../lib/service/config-settings.ts";
import { metricRows } from "../../lib/service/metric-rows.ts";
import { configurationPage } from "../../lib/service/reference.ts";
import { fileWith } from "./settings.ts";

const page = configurationPage();

test("docs/configuration.md is what settings and metrics say today", () => {
	expect(readFileSync("docs/configuration.md", "utf8"), "docs/configuration.md is out of date: run `npm run docs`").toBe(page);
});

describe("the page", () => {
	test("has each setting with its variable, values, default and meaning", () => {
		for (const { path, env } of settings) expect(page).toContain(`| \`${path.at(-1)}\` | \`${env}\``);
		expect(page).toContain(
			"| `replicas` | `FROSTLINE_NATS_REPLICAS` | whole number from 1 to 5 | `1` | NATS servers that keep each stream. 3 in a cluster of three outlives one of them; the coordinator sets streams up so. |",
		);
		expect(page).toContain("| `endpoint` | `FROSTLINE_S3_ENDPOINT` | http://host:port or https://host:port | required |");
	});

	test("has the variable that names a secret's file", () => {
		const secrets = settings.filter(({ secret }) => secret);
		expect(secrets.map(({ path }) => path.join("."))).toEqual(["nats.password", "nats.token", "s3.accessKey", "s3.secretKey"]);
		for (const setting of secrets) expect(page).toContain(`or \`${fileVariable(setting)}\``);
	});

	test("has each metric with its type, labels and meaning", () => {
		for (const { name, type } of Object.values(metricRows)) expect(page).toContain(`| \`${name}\` | ${type} |`);
		expect(page).toContain(
			"| `frostline_compute_restarts_total` | counter | `reason`: `crashed`, `hung` | extractor, trainer | Compute processes that were replaced. |",
		);
	});

	test("says nothing of the machine that wrote it", () => {
		expect(page).not.toContain(process.cwd());
		expect(page).not.toContain(String(process.pid));
	});

	test("holds a file that is a configuration", async () => {
		const [, text] = /```yaml\n([\s\S]*?)```/.exec(page)!;
		const { file } = await fileWith(text!);
		expect(loadConfig({ file, env: {} }).s3.endpoint).toBe("http://minio:9000");
	});

	test("has tables whose rows all have as many cells as their head", () => {
		for (const block of page.match(/(^\|.*\n)+/gm) ?? []) {
			const cells = block
				.trim()
				.split("\n")
				.map((line) => line.split("|").length);
			expect(new Set(cells).size, block).toBe(1);
		}
	});
});
