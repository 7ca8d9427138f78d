import { writeFile } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeConfig, loadConfig } from "../../lib/service/config.ts";
import { strayVariables } from "../../lib/service/config-environment.ts";
import { settings } from "../../lib/service/config-settings.ts";
import { temporaryFolder } from "../support/folder.ts";
import { fileWith, LEAST } from "./settings.ts";

describe("a setting is taken from", () => {
	test("its default where nothing else is said", () => {
		const config = loadConfig({ env: LEAST });
		expect(config).toMatchObject({
			nats: { servers: ["nats://nats:4222"], tls: {}, prefix: "frostline", replicas: 1, ackWaitMs: 60_000 },
			s3: { endpoint: "http://minio:9000", region: "us-east-1", bucket: "frostline", prefix: "" },
			cache: { bytes: 20_000_000_000 },
			http: { host: "0.0.0.0", port: 8080 },
			compute: { silenceMs: 180_000 },
			coordinator: { leaseMs: 10_000, window: 64, scanMs: 30_000 },
			log: "info",
			worker: `${hostname()}-${process.pid}`,
			shutdownMs: 25_000,
		});
		expect(config.compute.threads).toBeGreaterThanOrEqual(1);
		expect(config.cache.folder).toContain("frostline");
		expect(config.cache.folder.startsWith(homedir()) || process.env.XDG_CACHE_HOME !== undefined).toBe(true);
		expect(config.nats.user).toBeUndefined();
	});

	test("the file rather than the default", async () => {
		const { file } = await fileWith("nats: { replicas: 3 }\nhttp:\n  port: 9090\n");
		const config = loadConfig({ file, env: LEAST });
		expect([config.nats.replicas, config.http.port]).toEqual([3, 9090]);
	});

	test("a JSON file as from a YAML file", async () => {
		const { file } = await fileWith('{ "nats": { "servers": ["tls://a:4222", "b"] } }', "frostline.json");
		expect(loadConfig({ file, env: { ...LEAST, FROSTLINE_NATS_URL: "" } }).nats.servers).toEqual(["tls://a:4222", "b"]);
	});

	test("its variable rather than the file", async () => {
		const { file } = await fileWith("nats: { replicas: 3 }");
		expect(loadConfig({ file, env: { ...LEAST, FROSTLINE_NATS_REPLICAS: "5" } }).nats.replicas).toBe(5);
	});

	test("the option rather than the variable", async () => {
		const { file } = await fileWith("nats: { replicas: 3 }");
		const env = { ...LEAST, FROSTLINE_NATS_REPLICAS: "5", FROSTLINE_LOG: "debug" };
		const config = loadConfig({ file, env, overrides: { nats: { replicas: 2, prefix: undefined }, log: "warn" } });
		expect([config.nats.replicas, config.nats.prefix, config.log]).toEqual([2, "frostline", "warn"]);
	});

	test("the file that FROSTLINE_CONFIG names, unless an option names another", async () => {
		const named = await fileWith("worker: by-variable");
		const other = await fileWith("worker: by-option");
		const env = { ...LEAST, FROSTLINE_CONFIG: named.file };
		expect(loadConfig({ env }).worker).toBe("by-variable");
		expect(loadConfig({ env, file: other.file }).worker).toBe("by-option");
	});

	test("nothing when its variable is empty", () => {
		expect(loadConfig({ env: { ...LEAST, FROSTLINE_LOG: "", FROSTLINE_CONFIG: "", FROSTLINE_S3_SECRET_KEY_FILE: "" } }).log).toBe("info");
	});

	test("a file of comments alone is a file without settings", async () => {
		const { file } = await fileWith("# nothing yet\n");
		expect(loadConfig({ file, env: LEAST }).log).toBe("info");
	});
});

describe("every setting", () => {
	const values: Readonly<Record<string, string>> = { number: "4000", text: "debug", list: "nats://x:1, tls://y" };
	const text = (setting: (typeof settings)[number]): string => {
		const special: Readonly<Record<string, string>> = {
			"nats.replicas": "4",
			"s3.endpoint": "https://s3.example.com",
			"traces.endpoint": "http://collector:4318",
			"cache.bytes": "20Gi",
			"compute.launcher": "unshare, --net",
			"compute.any": "tfjs-wasm",
		};
		return special[setting.path.join(".")] ?? values[setting.kind]!;
	};

	test("has a variable of its own, and a description", () => {
		const names = settings.flatMap(({ env }) => env);
		expect(new Set(names).size).toBe(settings.length);
		expect(names.filter((name) => !/^FROSTLINE_[A-Z0-9_]+$/.test(name))).toEqual([]);
		expect(settings.filter(({ description }) => description.length < 8)).toEqual([]);
	});

	test.each(settings.map((setting) => [setting.env, setting] as const))("is set by %s", (env, setting) => {
		// A user, a token and credentials exclude each other; a password needs its user, a certificate its key.
		const encrypted = { FROSTLINE_S3_ENDPOINT: "https://s3" };
		const beside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
			FROSTLINE_NATS_PASSWORD: { FROSTLINE_NATS_USER: "somebody" },
			FROSTLINE_NATS_TLS_CERT: { FROSTLINE_NATS_TLS_KEY: "key.pem" },
			FROSTLINE_NATS_TLS_KEY: { FROSTLINE_NATS_TLS_CERT: "cert.pem" },
			FROSTLINE_S3_TLS_CA: encrypted,
			FROSTLINE_S3_TLS_CERT: { ...encrypted, FROSTLINE_S3_TLS_KEY: "key.pem" },
			FROSTLINE_S3_TLS_KEY: { ...encrypted, FROSTLINE_S3_TLS_CERT: "cert.pem" },
		};
		const config = loadConfig({ env: { ...LEAST, ...beside[env], [env]: text(setting) }, folder: "/somewhere" });
		const value = setting.path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], config);
		const expected: Readonly<Record<string, unknown>> = {
			"nats.servers": ["nats://x:1", "tls://y"],
			"compute.launcher": ["unshare", "--net"],
			"cache.bytes": 20 * 1024 ** 3,
		};
		const plain = setting.kind === "number" ? Number(text(setting)) : setting.local ? "/somewhere/debug" : text(setting);
		expect(value).toEqual(expected[setting.path.join(".")] ?? plain);
	});
});

describe("paths are absolute", () => {
	test("relative ones of a file count from the file, those of variables and options from the folder", async () => {
		const { folder, file } = await fileWith("nats: { credentials: nats.creds, tls: { ca: ca.pem } }\ncache: { folder: /absolute }");
		const env = { ...LEAST, FROSTLINE_NATS_TLS_CA: "certs/ca.pem" };
		const config = loadConfig({ file, env, folder: "/elsewhere" });
		expect(config.nats.credentials).toBe(join(folder, "nats.creds"));
		expect(config.nats.tls.ca).toBe("/elsewhere/certs/ca.pem");
		expect(config.cache.folder).toBe("/absolute");
	});
});

describe("bytes are written as people and Kubernetes write them", () => {
	test.each([
		["20000000000", 20e9],
		["20 GB", 20e9],
		["20G", 20e9],
		["1.5GiB", 1.5 * 1024 ** 3],
		["512Mi", 512 * 1024 ** 2],
		["64kB", 64_000],
		["0", 0],
	])("%s", (written, bytes) => {
		expect(loadConfig({ env: { ...LEAST, FROSTLINE_CACHE_BYTES: written } }).cache.bytes).toBe(bytes);
	});
});

describe("a secret", () => {
	test("may come from the file that its variable with _FILE names, without the last line break", async () => {
		const folder = await temporaryFolder();
		await writeFile(join(folder, "secret"), " with space and\nlines \n");
		const env = { ...LEAST, FROSTLINE_S3_SECRET_KEY: "", FROSTLINE_S3_SECRET_KEY_FILE: join(folder, "secret") };
		expect(loadConfig({ env }).s3.secretKey).toBe(" with space and\nlines ");
	});

	test("is all digits without becoming a number", () => {
		expect(loadConfig({ env: { ...LEAST, FROSTLINE_S3_SECRET_KEY: "0012" } }).s3.secretKey).toBe("0012");
	});

	test("is not in what describes the configuration, everything else is", () => {
		const env = { ...LEAST, FROSTLINE_NATS_USER: "somebody", FROSTLINE_NATS_PASSWORD: "pass-word" };
		const described = describeConfig(loadConfig({ env }));
		expect(JSON.stringify(described)).not.toMatch(/some-access-key|some-secret-key|pass-word/);
		expect(described).toMatchObject({
			nats: { servers: ["nats://nats:4222"], user: "somebody", password: "(set, not shown)" },
			s3: { endpoint: "http://minio:9000", secretKey: "(set, not shown)" },
			shutdownMs: 25_000,
		});
		expect(described.nats).not.toHaveProperty("token");
	});
});

test("a configuration is frozen, to its depth", () => {
	const config = loadConfig({ env: LEAST });
	expect(() => Object.assign(config.nats.tls, { ca: "x" })).toThrow(TypeError);
	expect(() => (config.nats.servers as string[]).push("x")).toThrow(TypeError);
	expect(() => Object.assign(config, { log: "debug" })).toThrow(TypeError);
});

describe("a variable that looks like ours and is not", () => {
	test("is told with the one that was probably meant", () => {
		expect(strayVariables({ ...LEAST, FROSTLINE_S3_ENDPOINTS: "x", FROSTLINE_THREAD: "2" })).toEqual([
			{ name: "FROSTLINE_S3_ENDPOINTS", meant: "FROSTLINE_S3_ENDPOINT" },
			{ name: "FROSTLINE_THREAD", meant: "FROSTLINE_THREADS" },
		]);
	});

	test("is left alone where tests, images or Kubernetes set it", () => {
		const others = [
			"FROSTLINE_HOME",
			"FROSTLINE_NATS_SERVER",
			"FROSTLINE_MINIO",
			"FROSTLINE_NATS_IMAGE",
			"FROSTLINE_S3_IMAGE",
			"FROSTLINE_NATS_SERVICE_HOST",
			"FROSTLINE_NATS_SERVICE_PORT_CLIENT",
			"FROSTLINE_NATS_PORT_4222_TCP_ADDR",
			"FROSTLINE_S3_SECRET_KEY_FILE",
		];
		expect(strayVariables({ ...LEAST, ...Object.fromEntries(others.map((name) => [name, "x"])) })).toEqual([]);
	});
});
