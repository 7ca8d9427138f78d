import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import type { Area, Check } from "../../lib/doctor/check.ts";
import { loadConfig } from "../../lib/service/config.ts";
import { openBus, openStore } from "../../lib/service/connect.ts";
import { rightsOf } from "../../lib/service/rights.ts";
import type { Role } from "../../lib/service/roles.ts";
import type { Policy } from "../../lib/store/policy.ts";
import { encodeServiceInfo } from "../../proto/codec.ts";
import { authority } from "../support/certificates.ts";
import { startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { freePort } from "../support/free-port.ts";
import { frostline } from "../support/frostline.ts";
import { startMinioServer } from "../support/minio-server.ts";
import { minioUser } from "../support/minio-users.ts";
import { operatorAndUser } from "../support/nats-operator.ts";
import { startNatsServer } from "../support/nats-server.ts";
import { s3Tap } from "../support/s3-tap.ts";

const nats = inject("nats");
const s3 = inject("s3");

interface Report {
	readonly failed: number;
	readonly warned: number;
	readonly checks: readonly Check[];
}

async function doctor(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<Report & { readonly code: number | null }> {
	const inherited = Object.fromEntries(
		Object.keys(process.env)
			.filter((key) => key.startsWith("FROSTLINE_"))
			.map((key) => [key, ""]),
	);
	const { code, stdout, stderr } = await frostline(["doctor", "-o", "json", ...args], {
		env: { ...inherited, ...env },
		cwd: await temporaryFolder(),
	});
	if (stdout === "") throw new Error(`doctor said nothing: ${stderr}`);
	return { code, ...(JSON.parse(stdout) as Report) };
}

/** Servers as they should be, and names of the test's own. */
async function healthy(): Promise<NodeJS.ProcessEnv> {
	const name = `d${randomBytes(5).toString("hex")}`;
	return {
		FROSTLINE_NATS_URL: nats.url,
		FROSTLINE_PREFIX: name,
		FROSTLINE_S3_ENDPOINT: s3.endpoint,
		FROSTLINE_S3_BUCKET: name,
		FROSTLINE_S3_ACCESS_KEY: s3.accessKey,
		FROSTLINE_S3_SECRET_KEY: s3.secretKey,
		FROSTLINE_CACHE: await temporaryFolder(),
		FROSTLINE_THREADS: "1",
		FROSTLINE_CACHE_BYTES: "1 MB",
	};
}

/** The same with streams and bucket, as a coordinator leaves them. */
async function setUp(): Promise<NodeJS.ProcessEnv> {
	const env = await healthy();
	const config = loadConfig({ env });
	await (await openBus(config, { service: "coordinator", setUp: true })).close();
	await (await openStore(config, { setUp: true })).close();
	return env;
}

async function listening(first: string): Promise<number> {
	const server = createServer((socket) => {
		socket.on("error", () => {});
		socket.write(first);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

async function ownNats(options: readonly string[] = []) {
	const server = await startNatsServer(options);
	onTestFinished(() => server.stop());
	return server;
}

async function natsWith(text: string) {
	const file = join(await temporaryFolder(), "nats.conf");
	await writeFile(file, text);
	return ownNats(["-c", file]);
}

async function tlsNats(days: readonly [number, number] = [-1, 30], hosts?: readonly string[]) {
	const by = await authority();
	const { cert, key } = await by.issue({ days, ...(hosts === undefined ? {} : { hosts }) });
	const server = await ownNats(["--tls", "--tlscert", cert, "--tlskey", key, "--tlscacert", by.ca, "--tlsverify"]);
	const own = await by.issue({ name: "frostline" });
	return {
		by,
		env: {
			FROSTLINE_NATS_URL: `tls://127.0.0.1:${server.port}`,
			FROSTLINE_NATS_TLS_CA: by.ca,
			FROSTLINE_NATS_TLS_CERT: own.cert,
			FROSTLINE_NATS_TLS_KEY: own.key,
		},
	};
}

async function tlsMinio(days: readonly [number, number] = [-1, 30]) {
	const by = await authority();
	const { cert, key } = await by.issue({ days });
	const folder = join(await temporaryFolder(), "certs");
	await mkdir(folder);
	await copyFile(cert, join(folder, "public.crt"));
	await copyFile(key, join(folder, "private.key"));
	const server = await startMinioServer(inject("servers"), ["--certs-dir", folder]);
	onTestFinished(() => server.stop());
	return { by, port: server.port };
}

/** A key of the extractor's, with its policy changed. */
async function weakKey(bucket: string, change: (statement: Policy["Statement"][number]) => boolean): Promise<NodeJS.ProcessEnv> {
	const policy = rightsOf({ natsPrefix: "any", bucket, prefix: "" }).s3.extractor;
	const user = await minioUser(s3, `u${randomBytes(6).toString("hex")}`, randomBytes(12).toString("hex"), {
		...policy,
		Statement: policy.Statement.filter(change),
	});
	return { FROSTLINE_S3_ACCESS_KEY: user.accessKey, FROSTLINE_S3_SECRET_KEY: user.secretKey };
}

async function fileOf(text: string, mode = 0o600): Promise<string> {
	const file = join(await temporaryFolder(), "secret");
	await writeFile(file, text);
	await chmod(file, mode);
	return file;
}

interface Fault {
	readonly fault: string;
	/** What is wrong: variables over those of a healthy installation. */
	readonly plant: (env: NodeJS.ProcessEnv) => Promise<NodeJS.ProcessEnv> | NodeJS.ProcessEnv;
	readonly as?: Role;
	readonly finds: readonly [Area, string, "fail" | "warn"];
	readonly says: RegExp;
	readonly fix: RegExp;
}

const faults: readonly Fault[] = [
	{
		fault: "the wrong port of NATS",
		plant: async () => ({ FROSTLINE_NATS_URL: `nats://127.0.0.1:${await freePort()}` }),
		finds: ["bus", "server", "fail"],
		says: /no NATS server at .*ECONNREFUSED/,
		fix: /check the port in nats\.servers \(FROSTLINE_NATS_URL/,
	},
	{
		fault: "an unknown host",
		plant: () => ({ FROSTLINE_NATS_URL: "nats://no-such-host.invalid:4222" }),
		finds: ["bus", "server", "fail"],
		says: /no-such-host\.invalid/,
		fix: /check the host's name/,
	},
	{
		fault: "another service at the address of NATS",
		plant: () => ({ FROSTLINE_NATS_URL: `nats://127.0.0.1:${s3.port}` }),
		finds: ["bus", "server", "fail"],
		says: /is no NATS server/,
		fix: /leads to something else/,
	},
	{
		// Another version of the server is only played: as much of it as its greeting.
		fault: "an old server",
		plant: async () => ({
			FROSTLINE_NATS_URL: `nats://127.0.0.1:${await listening('INFO {"version":"2.8.4","jetstream":true,"max_payload":1048576}\r\n')}`,
		}),
		finds: ["bus", "server version", "fail"],
		says: /2\.8\.4 is too old: 2\.9\.0/,
		fix: /update the server/,
	},
	{
		fault: "a server without JetStream",
		plant: async () => ({ FROSTLINE_NATS_URL: (await ownNats(["-js=false"])).url }),
		finds: ["bus", "JetStream", "fail"],
		says: /runs without it/,
		fix: /-js/,
	},
	{
		fault: "an account without JetStream",
		plant: async () => ({
			FROSTLINE_NATS_URL: (await natsWith('accounts { A { users: [{ user: "a", password: "secret-a" }] }, B { jetstream: enabled } }')).url,
			FROSTLINE_NATS_USER: "a",
			FROSTLINE_NATS_PASSWORD: "secret-a",
		}),
		finds: ["bus", "streams", "fail"],
		says: /does not answer this user/,
		fix: /enable it for the account/,
	},
	{
		fault: "a wrong password",
		plant: async () => ({
			FROSTLINE_NATS_URL: (await ownNats(["--user", "frost", "--pass", "line"])).url,
			FROSTLINE_NATS_USER: "frost",
			FROSTLINE_NATS_PASSWORD: "other",
		}),
		finds: ["bus", "signing in", "fail"],
		says: /refused these credentials/,
		fix: /check the user and password/,
	},
	{
		fault: "no credentials where the server wants some",
		plant: async () => ({ FROSTLINE_NATS_URL: (await ownNats(["--user", "frost", "--pass", "line"])).url }),
		finds: ["bus", "credentials", "fail"],
		says: /the settings have none/,
		fix: /FROSTLINE_NATS_PASSWORD_FILE/,
	},
	{
		fault: "expired credentials",
		async plant() {
			const { config, creds } = await operatorAndUser({ ends: new Date(Date.now() - 60_000) });
			return { FROSTLINE_NATS_URL: (await natsWith(config)).url, FROSTLINE_NATS_CREDENTIALS: await fileOf(creds) };
		},
		finds: ["bus", "credentials", "fail"],
		says: /have expired, on \d{4}-/,
		fix: /nsc generate creds/,
	},
	{
		fault: "no right to the stream of work",
		as: "extractor",
		async plant(env) {
			const server = await natsWith(`accounts { A { jetstream: enabled, users: [
				{ user: "root", password: "secret-root" }
				{ user: "e", password: "secret-e", permissions: { publish: { allow: ["$SYS.REQ.USER.INFO", "${env.FROSTLINE_PREFIX}.event.*"] } } } ] } }`);
			return { FROSTLINE_NATS_URL: server.url, FROSTLINE_NATS_USER: "e", FROSTLINE_NATS_PASSWORD: "secret-e" };
		},
		finds: ["rights", "NATS", "fail"],
		says: /rights are missing: .*publish to \$JS\.A/,
		fix: /frostline rights nats/,
	},
	{
		fault: "TLS that the server does not offer",
		plant: () => ({ FROSTLINE_NATS_URL: `tls://127.0.0.1:${nats.port}` }),
		finds: ["bus", "TLS", "fail"],
		says: /the server does not offer it/,
		fix: /give the server a certificate/,
	},
	{
		fault: "a certificate of an unknown authority",
		plant: async () => ({ ...(await tlsNats()).env, FROSTLINE_NATS_TLS_CA: (await authority("another")).ca }),
		finds: ["bus", "TLS", "fail"],
		says: /an authority that is not trusted/,
		fix: /FROSTLINE_NATS_TLS_CA/,
	},
	{
		fault: "a certificate that has expired",
		plant: async () => (await tlsNats([-20, -1])).env,
		finds: ["bus", "TLS", "fail"],
		says: /expired/,
		fix: /renew the server's certificate/,
	},
	{
		fault: "a certificate for another host",
		plant: async () => (await tlsNats([-1, 30], ["elsewhere.example"])).env,
		finds: ["bus", "TLS", "fail"],
		says: /for other names/,
		fix: /as its certificate does/,
	},
	{
		fault: "no certificate of one's own where the server wants one",
		plant: async () => ({ ...(await tlsNats()).env, FROSTLINE_NATS_TLS_CERT: "", FROSTLINE_NATS_TLS_KEY: "" }),
		finds: ["bus", "TLS", "fail"],
		says: /does not take this client/,
		fix: /FROSTLINE_NATS_TLS_CERT/,
	},
	{
		fault: "three replicas on a server that stands alone",
		plant: () => ({ FROSTLINE_NATS_REPLICAS: "3" }),
		finds: ["bus", "nats.replicas", "fail"],
		says: /this one stands alone/,
		fix: /FROSTLINE_NATS_REPLICAS/,
	},
	{
		fault: "streams that nobody has set up, as under a misspelt prefix",
		plant: () => ({ FROSTLINE_PREFIX: "frostlien" }),
		finds: ["bus", "streams", "warn"],
		says: /not there yet/,
		fix: /FROSTLINE_PREFIX/,
	},
	{
		fault: "the wrong port of the store",
		plant: async () => ({ FROSTLINE_S3_ENDPOINT: `http://127.0.0.1:${await freePort()}` }),
		finds: ["store", "service", "fail"],
		says: /nothing answers/,
		fix: /check the port in s3\.endpoint/,
	},
	{
		fault: "an access key that is unknown, or was removed",
		plant: () => ({ FROSTLINE_S3_ACCESS_KEY: "nobody" }),
		finds: ["store", "credentials", "fail"],
		says: /knows no such access key/,
		fix: /FROSTLINE_S3_ACCESS_KEY/,
	},
	{
		fault: "a wrong secret",
		plant: () => ({ FROSTLINE_S3_SECRET_KEY: "wrong-secret" }),
		finds: ["store", "credentials", "fail"],
		says: /not that of the access key/,
		fix: /FROSTLINE_S3_SECRET_KEY/,
	},
	{
		fault: "a missing bucket",
		plant: () => ({ FROSTLINE_S3_BUCKET: "no-such-bucket" }),
		finds: ["store", "bucket", "fail"],
		says: /there is no bucket no-such-bucket/,
		fix: /start the coordinator first/,
	},
	{
		fault: "a key that may not list",
		as: "extractor",
		plant: (env) => weakKey(env.FROSTLINE_S3_BUCKET!, ({ Sid }) => Sid !== "List"),
		finds: ["store", "bucket", "fail"],
		says: /may not list/,
		fix: /frostline rights s3 extractor/,
	},
	{
		fault: "a key that may not write",
		as: "extractor",
		plant: (env) => weakKey(env.FROSTLINE_S3_BUCKET!, ({ Sid }) => Sid !== "Write"),
		finds: ["rights", "store", "fail"],
		says: /3 rights are missing in \w+: write features\/\*\/\*\.safetensors; write features\/\*\/canary\/\*\.json; write jobs\/\*\/passes\/\*/,
		fix: /frostline rights s3 extractor/,
	},
	{
		fault: "a key that may do more than its service does",
		as: "extractor",
		plant: () => ({}),
		finds: ["rights", "store", "warn"],
		says: /and more: remove packs\/\*; write jobs\/_states/,
		fix: /frostline rights s3 extractor/,
	},
	{
		fault: "https to a store that speaks http",
		plant: () => ({ FROSTLINE_S3_ENDPOINT: `https://127.0.0.1:${s3.port}` }),
		finds: ["store", "TLS", "fail"],
		says: /does not speak TLS/,
		fix: /write http:\/\//,
	},
	{
		fault: "http to a store that speaks https",
		plant: async () => ({ FROSTLINE_S3_ENDPOINT: `http://127.0.0.1:${(await tlsMinio()).port}` }),
		finds: ["store", "bucket", "fail"],
		says: /cannot be listed/,
		fix: /with TLS it begins with https/,
	},
	{
		fault: "a store's certificate of an unknown authority",
		plant: async () => ({ FROSTLINE_S3_ENDPOINT: `https://127.0.0.1:${(await tlsMinio()).port}` }),
		finds: ["store", "TLS", "fail"],
		says: /an authority that is not trusted/,
		fix: /FROSTLINE_S3_TLS_CA/,
	},
	{
		fault: "a store that ignores conditions",
		as: "coordinator",
		async plant() {
			const tap = await s3Tap(s3.port);
			tap.change = (method, _, status) => (method === "PUT" && status === 412 ? 200 : status);
			return { FROSTLINE_S3_ENDPOINT: tap.endpoint };
		},
		finds: ["store", "conditional writes", "fail"],
		says: /ignores If-None-Match/,
		fix: /keeps conditional writes/,
	},
	{
		fault: "a clock that is off",
		plant: async () => ({ NODE_OPTIONS: `--import ${await clockOff(20 * 60_000)}` }),
		finds: ["clock", "clock", "fail"],
		says: /1(199|20\d) s ahead of the store's/,
		fix: /timedatectl/,
	},
	{
		fault: "a GPU that is asked for and not there",
		plant: () => ({ CUDA_VISIBLE_DEVICES: "0" }),
		finds: ["engines", "gpu", "fail"],
		says: /CUDA_VISIBLE_DEVICES is 0, and there is no NVIDIA driver/,
		fix: /--gpus all/,
	},
	{
		fault: "another native library than the engine's",
		async plant() {
			const folder = await temporaryFolder();
			await writeFile(join(folder, "libonnxruntime.so.1"), "not a library");
			return { LD_LIBRARY_PATH: folder };
		},
		finds: ["engines", "onnx", "fail"],
		says: /libonnxruntime\.so\.1/,
		fix: /LD_LIBRARY_PATH/,
	},
	{
		fault: "a binding of TensorFlow.js that is of another TensorFlow",
		async plant() {
			const home = await temporaryFolder();
			const folder = join(home, "engines", "tfjs-node", "node_modules", "@tensorflow", "tfjs-node");
			await mkdir(join(folder, "lib", "napi-v8"), { recursive: true });
			await writeFile(join(folder, "package.json"), JSON.stringify({ name: "@tensorflow/tfjs-node", version: "4.22.0", main: "index.js" }));
			await writeFile(join(folder, "index.js"), 'require("./lib/napi-v8/tfjs_binding.node");');
			await writeFile(join(folder, "lib", "napi-v8", "tfjs_binding.node"), "not a library");
			return { FROSTLINE_HOME: home };
		},
		finds: ["engines", "tfjs-node", "fail"],
		says: /tfjs_binding\.node: (file too short|invalid ELF header)/,
		fix: /frostline engines install tfjs;/,
	},
	{
		fault: "an engine for mixed jobs that is not installed",
		plant: async () => ({ FROSTLINE_HOME: await temporaryFolder(), FROSTLINE_ANY_ENGINE: "tfjs-node-gpu" }),
		finds: ["engines", "tfjs-node-gpu", "fail"],
		says: /not installed, and compute\.any/,
		fix: /frostline engines install tfjs --gpu;/,
	},
	{
		fault: "a launcher that is not there",
		plant: () => ({ FROSTLINE_COMPUTE_LAUNCHER: "no-such-sandbox,--net" }),
		finds: ["engines", "onnx", "fail"],
		says: /no-such-sandbox cannot be started/,
		fix: /FROSTLINE_COMPUTE_LAUNCHER/,
	},
	{
		fault: "a cache where something else lies",
		plant: async () => ({ FROSTLINE_CACHE: join(await fileOf("a file"), "cache") }),
		finds: ["environment", "cache.folder", "fail"],
		says: /cannot be written: ENOTDIR/,
		fix: /FROSTLINE_CACHE/,
	},
	{
		fault: "a cache larger than the disk",
		plant: () => ({ FROSTLINE_CACHE_BYTES: "900 TB" }),
		finds: ["environment", "cache.folder", "warn"],
		says: /the disk would be full/,
		fix: /FROSTLINE_CACHE_BYTES/,
	},
	{
		fault: "more compute processes than the memory holds",
		plant: () => ({ FROSTLINE_THREADS: "100000" }),
		finds: ["environment", "memory", "fail"],
		says: /do not fit/,
		fix: /FROSTLINE_THREADS/,
	},
	{
		fault: "a misspelt variable",
		plant: () => ({ FROSTLINE_S3_BUKET: "mine" }),
		finds: ["settings", "FROSTLINE_S3_BUKET", "warn"],
		says: /nothing reads it/,
		fix: /FROSTLINE_S3_BUCKET/,
	},
	{
		fault: "a setting that is missing",
		plant: () => ({ FROSTLINE_S3_ENDPOINT: "" }),
		finds: ["settings", "cluster", "fail"],
		says: /s3\.endpoint: is missing/,
		fix: /FROSTLINE_S3_ENDPOINT/,
	},
	{
		fault: "a secret with a line break in front",
		plant: async () => ({ FROSTLINE_S3_SECRET_KEY: "", FROSTLINE_S3_SECRET_KEY_FILE: await fileOf(`\n${s3.secretKey}\n`) }),
		finds: ["settings", "s3.secretKey", "warn"],
		says: /a space or a line break/,
		fix: /printf %s/,
	},
	{
		fault: "a secret that everybody may read",
		plant: async () => ({ FROSTLINE_S3_SECRET_KEY: "", FROSTLINE_S3_SECRET_KEY_FILE: await fileOf(s3.secretKey, 0o644) }),
		finds: ["settings", "FROSTLINE_S3_SECRET_KEY_FILE", "warn"],
		says: /every user of this machine may read \(644\)/,
		fix: /chmod 400/,
	},
	{
		fault: "nobody to do the work",
		plant: () => ({}),
		finds: ["versions", "services", "warn"],
		says: /no coordinator and no extractor and no trainer answers/,
		fix: /start frostline coordinator/,
	},
	{
		fault: "another release at work",
		async plant(env) {
			const bus = await openBus(loadConfig({ env }), { service: "extractor", setUp: false });
			onTestFinished(() => bus.close());
			const info = { service: "extractor" as const, worker: "old-1", version: "0.0.1", started: 0, hands: [], done: 0, leads: false };
			await bus.serve("services", async () => encodeServiceInfo(info), { everyone: true });
			return {};
		},
		finds: ["versions", "versions", "warn"],
		says: /extractor old-1 0\.0\.1/,
		fix: /the same release everywhere/,
	},
];

/** A module that sets a process's clock forward. */
async function clockOff(ms: number): Promise<string> {
	const file = join(await temporaryFolder(), "clock.mjs");
	await writeFile(
		file,
		`const Real = Date;
globalThis.Date = class extends Real {
	constructor(...args) { super(...(args.length === 0 ? [Real.now() + ${ms}] : args)); }
	static now() { return Real.now() + ${ms}; }
};`,
	);
	return file;
}

const gpuHere = existsSync("/proc/driver/nvidia/version");

describe("frostline doctor names the fault and its fix:", () => {
	test.for(faults.filter(({ fault }) => !(gpuHere && fault.startsWith("a GPU"))))(
		"$fault",
		async ({ plant, as = "cli", finds, says, fix }) => {
			const env = await setUp();
			const [area, name, state] = finds;
			const { code, checks } = await doctor({ ...env, ...(await plant(env)) }, area, "--as", as);
			const found = checks.find((check) => check.area === area && check.name === name && check.state === state);
			expect(found, JSON.stringify(checks, null, 1)).toMatchObject({ says: expect.stringMatching(says), fix: expect.stringMatching(fix) });
			expect(code).toBe(checks.some((check) => check.state === "fail") ? 1 : 0);
			if (state === "fail") expect(code).toBe(1);
		},
	);
});

test("where nothing is wrong it says so, of a whole cluster as of one machine, and changes nothing", async () => {
	const cluster = await startCluster();
	const before = await keysOf(cluster);
	for (const role of ["cli", "coordinator", "extractor", "trainer"]) {
		const { stdout, code } = await cluster.cli(["doctor", "-o", "json", "--as", role]);
		const report = JSON.parse(stdout) as Report;
		expect([role, code, report.checks.filter(({ state }) => state === "fail")]).toEqual([role, 0, []]);
	}
	expect(await keysOf(cluster)).toEqual(before);
	const { stdout, stderr, code } = await cluster.cli(["doctor"]);
	expect([code, stderr]).toEqual([0, expect.stringMatching(/nothing is wrong/)]);
	expect(stdout).toMatch(/onnx: onnxruntime-node [\d.]+: \d+ images\/s/);
	const alone = await doctor({});
	expect(alone.checks.filter(({ area }) => area === "bus" || area === "store")).toEqual([]);
	expect(alone.code).toBe(0);
});

async function keysOf({ store }: { readonly store: { list(prefix: string): AsyncIterable<string> } }): Promise<string[]> {
	const keys: string[] = [];
	for await (const key of store.list("")) keys.push(key);
	return keys;
}
