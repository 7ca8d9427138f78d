import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chart, KUBE, render, resourcesOf, root, runHelm, sets } from "./helm.ts";

/** Where there is no cluster to look in, the bundled store's key is another in each rendering. */
function withoutKey(text: string): string {
	return text.replace(/^( {2}secret-key: ).*$/m, "$1(random)");
}

/** Helm shows NOTES.txt only to those who install, so a copy of the chart has it as a resource. */
async function notesOf(file: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "frostline-chart-"));
	try {
		cpSync(chart, folder, { recursive: true });
		const notes = join(folder, "templates/NOTES.txt");
		const resource = `{{- define "notes" -}}\n${readFileSync(notes, "utf8")}{{- end -}}\nkind: Notes\ntext: {{ include "notes" . | toJson }}\n`;
		writeFileSync(join(folder, "templates/notes.yaml"), resource);
		rmSync(notes);
		const args = ["--namespace", "frostline", "--values", file, "--show-only", "templates/notes.yaml"];
		const ran = await runHelm("template", "frostline", folder, ...KUBE, ...args);
		if (ran.code !== 0) throw new Error(ran.stderr);
		return String(resourcesOf(ran.stdout)[0]!.text);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

describe.each(sets)("with the values of $name", ({ name, file }) => {
	test("helm lint --strict has nothing to say", async () => {
		const ran = await runHelm("lint", "--strict", chart, ...KUBE, "--values", file);
		expect(ran.stdout + ran.stderr).toContain("1 chart(s) linted, 0 chart(s) failed");
		expect(ran.code).toBe(0);
	});

	// After a change that is meant: npm run test:chart -- -u
	test.skipIf(name === "plain")("the chart renders what it did", async () => {
		await expect(withoutKey(await render(file))).toMatchFileSnapshot(`golden/${name}.yaml`);
	});

	test("what it prints at the end is a command for each step", async () => {
		const notes = await notesOf(file);
		expect(notes).toContain("kubectl -n frostline rollout status deployment/frostline-coordinator");
		expect(notes).toMatch(/export FROSTLINE_NATS_URL=(nats|tls):\/\/\S+\n/);
		expect(notes).toMatch(/export FROSTLINE_S3_ENDPOINT=https?:\/\/\S+\n/);
		expect(notes).toContain("frostline submit flowers.yaml");
	});
});

test("deploy/k8s is what the chart renders today", () => {
	const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/k8s.js"), "--check"], { encoding: "utf8" });
	expect(stderr).toBe("");
	expect(status).toBe(0);
});
