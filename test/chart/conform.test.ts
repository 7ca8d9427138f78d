import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { render, root, sets } from "./helm.ts";

const kubeconform = process.env.FROSTLINE_KUBECONFORM || "kubeconform";
const able = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const there = able(kubeconform, "-v") && able("go", "version");
if (!there) process.stderr.write("no kubeconform (FROSTLINE_KUBECONFORM) or no go: the chart is not held to Kubernetes' schemas\n");

describe.skipIf(!there)("Kubernetes 1.34's schemas, and those of the Prometheus Operator and KEDA", () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "frostline-schemas-"));
		execFileSync(process.execPath, [join(root, "scripts/kube-schemas.js"), folder]);
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const conform = (manifests: string) => {
		const args = ["-strict", "-summary", "-output", "json", "-schema-location", join(folder, "{{.ResourceKind}}{{.KindSuffix}}.json")];
		const { status, stdout, stderr } = spawnSync(kubeconform, args, { input: manifests, encoding: "utf8" });
		if (stdout === "") throw new Error(stderr);
		return { status, ...(JSON.parse(stdout) as { resources: unknown[]; summary: Record<string, number> }) };
	};

	test.each(sets)("have nothing against the values of $name", async ({ file }) => {
		const manifests = await render(file);
		const { status, resources, summary } = conform(manifests);
		expect(resources).toEqual([]);
		expect(summary).toEqual({ valid: manifests.match(/^kind: /gm)!.length, invalid: 0, errors: 0, skipped: 0 });
		expect(status).toBe(0);
	});

	test("would find a key that Kubernetes does not know", async () => {
		const broken = (await render(sets[0]!.file)).replace("automountServiceAccountToken:", "automountToken:");
		expect(conform(broken).summary.invalid).toBeGreaterThan(0);
	});

	test("have nothing against deploy/k8s", () => {
		const files = readdirSync(join(root, "deploy/k8s")).filter((name) => name.endsWith(".yaml") && !/^(values|kustomization)/.test(name));
		const args = ["-strict", "-schema-location", join(folder, "{{.ResourceKind}}{{.KindSuffix}}.json")];
		const ran = spawnSync(kubeconform, [...args, ...files.map((name) => join(root, "deploy/k8s", name))], { encoding: "utf8" });
		expect(ran.stdout + ran.stderr).toBe("");
		expect(ran.status).toBe(0);
	});
});
