import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

interface Step {
	readonly uses?: string;
	readonly run?: string;
	readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
	readonly permissions: Readonly<Record<string, string>>;
	readonly jobs: Readonly<
		Record<
			string,
			{ readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[]; readonly "timeout-minutes": number }
		>
	>;
}

const workflows = new Map(["ci", "release"].map((name) => [name, parse(read(`.github/workflows/${name}.yaml`)) as Workflow]));
const stepsOf = (name: string) => Object.values(workflows.get(name)!.jobs).flatMap(({ steps }) => steps);
const { engines, scripts } = JSON.parse(read("package.json")) as { engines: { node: string }; scripts: Record<string, string> };

describe.each([...workflows])("%s.yaml", (name, { permissions, jobs }) => {
	test("runs .ci/run, and calls only scripts and files that there are", () => {
		const runs = stepsOf(name).flatMap(({ run }) => run ?? []);
		expect(runs).toContain(".ci/run");
		expect(statSync(join(root, ".ci/run")).mode & 0o111).not.toBe(0);
		for (const [, script] of runs.join("\n").matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script!]);
	});

	test("may only read unless a job says what it writes, and no job runs for ever", () => {
		expect(permissions).toEqual({ contents: "read" });
		for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
	});
});

test("ci.yaml runs the tests on the least Node that package.json allows", () => {
	const text = read(".github/workflows/ci.yaml");
	expect(text).toContain(`"${engines.node.replace(/^>=/, "")}"`);
});

test("release.yaml builds both targets of the Dockerfile and signs what it pushes, by digest", () => {
	const { jobs } = workflows.get("release")!;
	const targets = [...read("deploy/docker/Dockerfile").matchAll(/^FROM \S+ AS (cpu|gpu)$/gm)].map(([, target]) => target);
	expect(targets).toEqual(["cpu", "gpu"]);
	for (const target of targets) expect(read(".github/workflows/release.yaml")).toContain(`{ target: ${target},`);
	for (const job of Object.values(jobs).filter(({ permissions }) => permissions?.packages === "write")) {
		const said = job.steps.map(({ run }) => run ?? "").join("\n");
		expect(job.permissions?.["id-token"]).toBe("write");
		expect(said).toMatch(/cosign sign --yes "(\$IMAGE|\$CHARTS\/frostline@\$digest)"/);
	}
	const build = jobs.image!.steps.find(({ uses }) => uses?.startsWith("docker/build-push-action@"));
	expect(build?.with).toMatchObject({ sbom: true, provenance: "mode=max", file: "deploy/docker/Dockerfile" });
});
