import { readFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { CONFINED, docker, dockerLine, filesOf, readFrom } from "./docker.ts";

const image = inject("image");
const { version, engines } = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../package.json"), "utf8")) as {
	version: string;
	engines: { node: string };
};

interface Inspected {
	readonly User: string;
	readonly Labels: Readonly<Record<string, string>>;
	readonly Entrypoint: readonly string[];
	readonly Volumes: Readonly<Record<string, object>>;
}

test("says what it is: version, commit, time, where its parts are listed; and runs as nobody in particular", async () => {
	const { User, Labels, Volumes } = JSON.parse(await dockerLine("image", "inspect", "--format", "{{json .Config}}", image)) as Inspected;
	expect(Labels).toMatchObject({ "org.opencontainers.image.version": version, "frostline.sbom": "/opt/frostline/sbom.cdx.json" });
	expect(Labels["org.opencontainers.image.revision"]).toMatch(/^[0-9a-f]{40}$|^unknown$/);
	expect(Labels["org.opencontainers.image.created"]).toMatch(/^\d{4}-\d\d-\d\dT|^unknown$/);
	expect(User).toMatch(/^[1-9]\d+:[1-9]\d+$/);
	expect(Object.keys(Volumes)).toEqual(["/cache"]);
});

test("its Node agrees with package.json, and its command line says its version, with a root that cannot be written", async () => {
	const node = await dockerLine("run", "--rm", "--entrypoint", "node", image, "-p", "process.versions.node");
	const [least, now] = [engines.node.replace(/^>=/, ""), node].map((text) => text.split(".").map(Number));
	expect(now![0]! * 1000 + now![1]!).toBeGreaterThanOrEqual(least![0]! * 1000 + least![1]!);
	expect((await docker("run", "--rm", ...CONFINED, image, "--version")).stdout.trim()).toBe(version);
});

describe("what is in it", async () => {
	const files = await filesOf(image);

	test("no shell, no package manager, no compiler, no sources, no tests", () => {
		const programs = files
			.filter((file) => /(^|\/)s?bin\/[^/]+$/.test(file) && !file.startsWith("opt/frostline/"))
			.map((file) => basename(file));
		expect(programs).toContain("node");
		const tools = [
			"sh",
			"bash",
			"dash",
			"busybox",
			"npm",
			"npx",
			"yarn",
			"corepack",
			"apt",
			"apt-get",
			"dpkg",
			"apk",
			"gcc",
			"cc",
			"make",
			"python3",
		];
		expect(programs.filter((name) => [...tools, "curl", "wget", "perl", "tar", "git"].includes(name))).toEqual([]);
		expect(files.filter((file) => /^opt\/frostline\/(lib|services|cli|test|tsconfig\.json|dist\/test)(\/|$)/.test(file))).toEqual([]);
		expect(files.filter((file) => /\/node_modules\/(typescript|vitest|@biomejs)\/$/.test(file))).toEqual([]);
	});

	test("its list of parts (CycloneDX) names every package that is there, with its version, and no other", async () => {
		const manifests = files.filter((file) => /\/node_modules\/(@[^/]+\/)?[^/@]+\/package\.json$/.test(file)).map((file) => `/${file}`);
		const named = `JSON.stringify(${JSON.stringify(manifests)}.map((path) => JSON.parse(fs.readFileSync(path))).map(({ name, version }) => name + "@" + version))`;
		const installed = JSON.parse(await readFrom(image, named)) as string[];
		const sbom = JSON.parse(await readFrom(image, 'fs.readFileSync("/opt/frostline/sbom.cdx.json", "utf8")')) as {
			bomFormat: string;
			components: { name: string; version: string }[];
		};
		expect(sbom.bomFormat).toBe("CycloneDX");
		const listed = sbom.components.map(({ name, version }) => `${name}@${version}`);
		expect(installed.length).toBeGreaterThan(30);
		expect([...new Set(listed)].sort()).toEqual([...new Set(installed)].sort());
	});

	test("ONNX Runtime's binaries are this platform's alone", () => {
		const folders = files.filter((file) => /onnxruntime-node\/bin\/[^/]+\/[^/]+\/[^/]+\/$/.test(file)).map((file) => dirname(file));
		expect(new Set(folders.map((folder) => basename(folder)))).toEqual(new Set(["linux"]));
	});
});
