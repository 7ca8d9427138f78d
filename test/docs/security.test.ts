import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { fileVariable, settings } from "../../lib/service/config-settings.ts";
import { ROLES } from "../../lib/service/rights.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(join(root, "SECURITY.md"), "utf8");

describe("SECURITY.md", () => {
	test("names variables and settings that there are", () => {
		const variables = new Set(settings.flatMap((each) => [each.env, fileVariable(each)]));
		const named = [...page.matchAll(/FROSTLINE_[A-Z0-9_]+/g)].map(([name]) => name);
		expect(named.length).toBeGreaterThan(3);
		expect(named.filter((name) => !variables.has(name))).toEqual([]);
		const known = new Set([...settings.map(({ path }) => path.join(".")), "nats.tls", "s3.tls"]);
		const paths = [...page.matchAll(/`((?:nats|s3|compute|coordinator|http)\.[a-zA-Z.]+)`/g)].map(([, path]) => path!);
		expect(paths.length).toBeGreaterThan(8);
		expect(paths.filter((path) => !known.has(path) && !path.endsWith(".conf"))).toEqual([]);
	});

	test("names files of the sources that there are", () => {
		const files = [...page.matchAll(/`((?:lib|services|cli|deploy|test)\/[\w./-]+)`/g)].map(([, file]) => file!);
		expect(files.length).toBeGreaterThan(1);
		expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});

	test("says what frostline rights writes", () => {
		expect(page).toMatch(/nats\.conf, nsc\.sh, s3-coordinator\.json/);
		expect(ROLES).toContain("coordinator");
	});
});
