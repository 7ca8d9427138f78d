import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../../lib/service/config.ts";
import { settings } from "../../lib/service/config-settings.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

interface Service {
	readonly image: string;
	readonly command: string | readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	readonly healthcheck?: { readonly test: readonly string[] };
	readonly ports?: readonly string[];
	readonly read_only?: boolean;
	readonly volumes?: readonly string[];
	readonly tmpfs?: readonly string[];
}

describe("deploy/compose.yaml", () => {
	const text = read("deploy/compose.yaml");
	const { services, volumes } = parse(text, { merge: true }) as { services: Record<string, Service>; volumes: Record<string, null> };
	const ours = ["coordinator", "extractor", "trainer"];
	/** `${NAME:-default}` as Compose fills it in where nothing is set. */
	const filled = (value: string): string => value.replace(/\$\{\w+:-([^}]*)\}/g, "$1");

	test("starts each service by its own verb, ready when /readyz says so, with a root that cannot be written", () => {
		expect(Object.keys(services).sort()).toEqual([...ours, "nats", "s3"].sort());
		for (const name of ours) {
			const service = services[name]!;
			expect(service.command).toBe(name);
			expect(service.healthcheck?.test.at(-1)).toContain("/readyz");
			expect(service).toMatchObject({ read_only: true, tmpfs: ["/tmp:mode=1777"], volumes: ["cache:/cache"] });
		}
	});

	test("gives every image's name a variable of its own, and none of an image that is gone", () => {
		for (const { image } of Object.values(services)) expect(image).toMatch(/^\$\{FROSTLINE_\w*IMAGE:-[^}]+\}$/);
		expect(text).not.toMatch(/[:-]minio\/minio/);
	});

	test("publishes ports on this machine alone", () => {
		for (const { ports = [] } of Object.values(services)) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
	});

	test("sets settings that there are, and enough of them", () => {
		const known = new Set(settings.map(({ env }) => env));
		for (const name of ours) {
			const env = Object.fromEntries(Object.entries(services[name]!.environment ?? {}).map(([key, value]) => [key, filled(value)]));
			expect(Object.keys(env).filter((key) => !known.has(key))).toEqual([]);
			expect(loadConfig({ env, folder: root }).nats.servers).toEqual(["nats://nats:4222"]);
		}
	});

	test("declares the volumes that it mounts", () => {
		const mounted = Object.values(services).flatMap((service) => (service.volumes ?? []).map((each) => each.split(":")[0]!));
		expect([...new Set(mounted)].sort()).toEqual(Object.keys(volumes).sort());
	});

	test("and the example's variables name the same keys and ports", () => {
		const lines = read("examples/02-cluster/cluster.env").matchAll(/^(?:# )?(FROSTLINE_\w+)=("?)(.*)\2$/gm);
		const set = new Map<string, string>();
		for (const [, name, , value] of lines) if (!set.has(name!)) set.set(name!, value!); // commented ones are Compose's own defaults
		for (const [, name, value] of text.matchAll(/\$\{(\w+):-([^}]+)\}/g))
			if (set.has(name!)) expect([name, set.get(name!)]).toEqual([name, value]);
		expect(loadConfig({ env: Object.fromEntries(set), folder: root }).s3.endpoint).toBe("http://127.0.0.1:9000");
	});
});

describe("deploy/docker/Dockerfile", () => {
	const text = read("deploy/docker/Dockerfile");
	/** Stages by name, each from its FROM to the next. */
	const stages = new Map(
		text.split(/^(?=FROM )/m).flatMap((part) => [...part.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, name]) => [name!, part] as const)),
	);
	const { version, engines, files } = JSON.parse(read("package.json")) as { version: string; engines: { node: string }; files: string[] };

	test("copies what an installed package has, so that nothing is compiled at the start", () => {
		const copied = [...stages.get("cpu")!.matchAll(/^COPY (?:--\S+ )*(.+) \S+$/gm)].flatMap(([, from]) =>
			from!.split(" ").map((each) => each.replace("/opt/frostline/", "")),
		);
		expect(copied).toEqual(expect.arrayContaining([...files, "package.json", "node_modules", "sbom.cdx.json"]));
		expect(copied).not.toContain("tsconfig.json");
	});

	test.each(["cpu", "gpu"])(
		"target %s says the package's version, runs as nobody in particular, and starts Node without a shell between",
		(target) => {
			const stage = stages.get(target)!;
			expect(stage).toContain(`ARG VERSION=${version}\n`);
			expect(stage).toMatch(/^USER \d+:\d+$/m);
			expect(stage).toMatch(/^ENTRYPOINT \["node", "\/opt\/frostline\/bin\/frostline.js"\]$/m);
			expect(stage, "nothing runs while it is built: it may have no shell").not.toMatch(/^RUN /m);
		},
	);

	test("every base image may be another, and the one with Node agrees with package.json", () => {
		const bases = new Map([...text.matchAll(/^ARG (\w+)=(\S+\/\S+)$/gm)].map(([, name, base]) => [name!, base!]));
		const from = [...text.matchAll(/^FROM (\S+) AS/gm)].map(([, base]) => base!).filter((base) => !stages.has(base));
		expect(new Set(from)).toEqual(new Set([...bases.keys()].map((name) => `\${${name}}`)));
		const [least] = engines.node.replace(/^>=/, "").split(".").map(Number);
		expect(Number(/node:(\d+)/.exec(bases.get("BASE")!)?.[1])).toBeGreaterThanOrEqual(least!);
	});

	test("and .dockerignore lets everything through that it copies", () => {
		const allowed = read(".dockerignore")
			.split("\n")
			.filter((line) => line.startsWith("!"))
			.map((line) => line.slice(1));
		const wanted = [...text.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from]) => from!.split(" "));
		expect(wanted.filter((path) => !allowed.includes(path.split("/")[0]!))).toEqual([]);
	});
});

describe("docs", () => {
	test("links between pages lead somewhere", () => {
		const pages = [
			"README.md",
			"SECURITY.md",
			"CONTRIBUTING.md",
			"examples/02-cluster/README.md",
			"examples/03-why-stuck/README.md",
			"examples/04-good-jobs/README.md",
		];
		for (const name of readdirSync(join(root, "docs"))) if (name.endsWith(".md")) pages.push(`docs/${name}`);
		const broken = pages.flatMap((page) =>
			[...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].flatMap(([, to]) => {
				try {
					readFileSync(resolve(root, page, "..", to!));
					return [];
				} catch {
					return [`${page}: ${to}`];
				}
			}),
		);
		expect(broken).toEqual([]);
	});

	test("docs/cluster.md shows every command of the cluster", () => {
		const verbs = [...read("cli/cluster-verbs.ts").matchAll(/verb\(\s*"(\w+)"/g)].map(([, verb]) => verb!);
		expect(verbs.length).toBeGreaterThan(7);
		const page = read("docs/cluster.md");
		for (const verb of [...verbs, "coordinator", "extractor", "trainer"]) expect(page).toContain(`frostline ${verb}`);
	});
});
