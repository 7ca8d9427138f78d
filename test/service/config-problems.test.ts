import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../lib/service/config.ts";
import { settings } from "../../lib/service/config-settings.ts";
import { temporaryFolder } from "../support/folder.ts";
import { fileWith, LEAST, refusal } from "./settings.ts";

const REFERENCE = "docs/configuration.md lists every setting with its variable and values";
const refusedBy = (env: Readonly<Record<string, string>>) => refusal(() => loadConfig({ env: { ...LEAST, ...env } }));
async function refusedIn(text: string, env: Readonly<Record<string, string>> = LEAST) {
	const { file } = await fileWith(text);
	const error = refusal(() => loadConfig({ file, env }));
	return { code: error.code, message: error.message, fix: error.fix, line: error.at?.line, column: error.at?.column };
}

describe("what is missing", () => {
	test("is named with its setting, its variable and the fix", () => {
		const error = refusal(() => loadConfig({ env: { ...LEAST, FROSTLINE_NATS_URL: "" } }));
		expect(error).toMatchObject({
			code: "BAD_CONFIG",
			exitCode: 2,
			message: "nats.servers: is missing: expected list of nats://host:port or tls://host:port",
			fix: "set FROSTLINE_NATS_URL, as in FROSTLINE_NATS_URL=nats://127.0.0.1:4222; or nats.servers in the configuration file",
		});
	});

	test("all of it at once", () => {
		const { message } = refusal(() => loadConfig({ env: {} }));
		expect(message.split("\n")).toEqual([
			"4 settings are wrong",
			"  nats.servers: is missing: expected list of nats://host:port or tls://host:port; set FROSTLINE_NATS_URL, as in FROSTLINE_NATS_URL=nats://127.0.0.1:4222; or nats.servers in the configuration file",
			"  s3.endpoint: is missing: expected http://host:port or https://host:port; set FROSTLINE_S3_ENDPOINT, as in FROSTLINE_S3_ENDPOINT=http://127.0.0.1:9000; or s3.endpoint in the configuration file",
			"  s3.accessKey: is missing: expected text; set FROSTLINE_S3_ACCESS_KEY (or FROSTLINE_S3_ACCESS_KEY_FILE, the path of a file with it); or s3.accessKey in the configuration file",
			"  s3.secretKey: is missing: expected text; set FROSTLINE_S3_SECRET_KEY (or FROSTLINE_S3_SECRET_KEY_FILE, the path of a file with it); or s3.secretKey in the configuration file",
		]);
	});
});

describe("F9: what is wrong in the file is told with its line", () => {
	test.each([
		[
			"a misspelt key",
			"nats:\n  replica: 3\n",
			[2, 3],
			/^nats\.replica: unknown key "replica" \(did you mean "replicas"\?\); there can be servers, user,/,
		],
		[
			"a misspelt section",
			"ntas:\n  replicas: 3\n",
			[1, 1],
			/^ntas: unknown key "ntas" \(did you mean "nats"\?\); there can be nats, s3, cache,/,
		],
		["a key of another section", "bucket: x\n", [1, 1], /^bucket: unknown key "bucket" \(did you mean "s3.bucket"\?\)/],
		[
			"a key in a section's section",
			"nats:\n  tls:\n    certificate: x\n",
			[3, 5],
			/^nats\.tls\.certificate: unknown key "certificate"; there can be ca, cert, key$/,
		],
		["a number out of its range", "nats:\n  replicas: 9\n", [2, 13], /^nats\.replicas: expected whole number from 1 to 5, got 9$/],
		["seconds for milliseconds", "nats: { ackWaitMs: 60 }", [1, 20], /^nats\.ackWaitMs: expected whole number from 1000, got 60$/],
		["text for a number", 'http:\n  port: "80"\n', [2, 9], /^http\.port: expected whole number from 0 to 65535, got "80"$/],
		[
			"a misspelt level",
			"log: infos",
			[1, 6],
			/^log: expected one of trace, debug, info, warn, error, fatal, silent, got "infos" \(did you mean "info"\?\)$/,
		],
		["a server for a list", "nats: { servers: nats://a }", [1, 18], /^nats\.servers: expected list of nats:.*, got "nats:\/\/a"$/],
		["a server of the list", "nats: { servers: [nats://a, http://b] }", [1, 29], /^nats\.servers\.1: expected nats:.*, got "http:\/\/b"$/],
		[
			"an endpoint with a path",
			"s3: { endpoint: http://a/bucket }",
			[1, 17],
			/^s3\.endpoint: expected http:\/\/host:port or .*, got "http:\/\/a\/bucket"$/,
		],
		["a size that is none", "cache: { bytes: much }", [1, 17], /^cache\.bytes: expected bytes, as 20 GB or 20Gi, got "much"$/],
		["a key without a value", "nats:\n  user:\n", [2, 8], /^nats\.user: expected text, got nothing \(a key without a value\)$/],
		["a section without keys", "nats:\n", [1, 6], /^nats: expected keys and values, got nothing \(a key without a value\)$/],
		[
			"a prefix with capitals, which streams would not tell apart",
			"nats: { prefix: Team }",
			[1, 17],
			/^nats\.prefix: expected lower-case letters/,
		],
	] as const)("%s", async (_, text, [line, column], message) => {
		const env = { ...LEAST, FROSTLINE_NATS_URL: text.includes("servers") || text === "nats:\n" ? "" : LEAST.FROSTLINE_NATS_URL };
		const without = text.includes("endpoint") ? { ...env, FROSTLINE_S3_ENDPOINT: "" } : env;
		const error = await refusedIn(text, without);
		expect(error.message).toMatch(message);
		expect(error).toMatchObject({ code: "BAD_CONFIG", fix: REFERENCE, line, column });
	});

	test("several things, each with its place", async () => {
		const { file } = await fileWith("log: loud\nhttp: { port: -1 }\n");
		const { message } = refusal(() => loadConfig({ file, env: LEAST }));
		expect(message.split("\n")).toEqual([
			"2 settings are wrong",
			expect.stringMatching(/^ {2}.*frostline\.yaml:2:15 {2}http\.port: expected whole number from 0 to 65535, got -1$/),
			expect.stringMatching(/^ {2}.*frostline\.yaml:1:6 {2}log: expected one of/),
		]);
	});

	test("a list where keys and values belong", async () => {
		expect((await refusedIn("- a\n- b\n")).message).toBe("expected keys and values, got a list");
		expect((await refusedIn("just text")).message).toBe("expected keys and values, got text");
	});

	test("what is no YAML", async () => {
		expect(await refusedIn("nats: [a\nlog: info\n")).toMatchObject({ code: "BAD_YAML" });
		expect(await refusedIn("log: info\nlog: warn\n")).toMatchObject({ code: "BAD_YAML", line: 2 });
	});

	test("a file that is not there, and who named it", async () => {
		const file = join(await temporaryFolder(), "none.yaml");
		expect(refusal(() => loadConfig({ file, env: LEAST })).fix).toContain("--config");
		const error = refusedBy({ FROSTLINE_CONFIG: file });
		expect(error.message).toBe(`the configuration file ${file} is not there`);
		expect(error.fix).toContain("FROSTLINE_CONFIG");
	});
});

describe("what is wrong in a variable is told with its name", () => {
	test.each([
		["FROSTLINE_NATS_REPLICAS", "three", 'nats.replicas: expected whole number from 1 to 5, got "three" (from FROSTLINE_NATS_REPLICAS)'],
		["FROSTLINE_NATS_REPLICAS", "1.5", "nats.replicas: expected whole number from 1 to 5, got 1.5 (from FROSTLINE_NATS_REPLICAS)"],
		["FROSTLINE_NATS_URL", ",", "nats.servers: expected list of nats://host:port or tls://host:port, got [] (from FROSTLINE_NATS_URL)"],
		[
			"FROSTLINE_NATS_URL",
			"nats://a, ftp://b",
			'nats.servers.1: expected nats://host:port or tls://host:port, got "ftp://b" (from FROSTLINE_NATS_URL)',
		],
	])("%s=%s", (name, value, message) => {
		expect(refusedBy({ [name]: value }).message).toBe(message);
	});

	test("an option, as an option", () => {
		const error = refusal(() => loadConfig({ env: LEAST, overrides: { compute: { threads: 0 } } }));
		expect(error.message).toBe("compute.threads: expected whole number from 1, got 0 (from the command line)");
	});

	test("not with a line of the file that it overrules", async () => {
		const error = await refusedIn("http: { port: 80 }", { ...LEAST, FROSTLINE_HTTP_PORT: "x" });
		expect(error.line).toBeUndefined();
	});

	test("Kubernetes sets FROSTLINE_HTTP_PORT for a Service named frostline-http: the fix says so", () => {
		expect(refusedBy({ FROSTLINE_HTTP_PORT: "tcp://10.0.0.1:8080" }).fix).toContain("enableServiceLinks: false");
	});
});

describe("what contradicts itself is refused", () => {
	test.each([
		[
			"two ways to sign in",
			{ FROSTLINE_NATS_USER: "a", FROSTLINE_NATS_TOKEN: "b" },
			"nats.token: nats.user and nats.token are several ways to sign in: keep one (from FROSTLINE_NATS_TOKEN)",
		],
		["a password for nobody", { FROSTLINE_NATS_PASSWORD: "b" }, "nats.password: a password needs a user (from FROSTLINE_NATS_PASSWORD)"],
		[
			"a certificate without its key",
			{ FROSTLINE_NATS_TLS_CERT: "b" },
			"nats.tls.cert: a certificate and its key go together: one of them is missing (from FROSTLINE_NATS_TLS_CERT)",
		],
		[
			"a key without its certificate, of the store",
			{ FROSTLINE_S3_ENDPOINT: "https://s3", FROSTLINE_S3_TLS_KEY: "b" },
			"s3.tls.key: a certificate and its key go together: one of them is missing (from FROSTLINE_S3_TLS_KEY)",
		],
		[
			"an authority for a connection that is not encrypted",
			{ FROSTLINE_S3_TLS_CA: "b" },
			"s3.tls.ca: s3.endpoint is not encrypted, so this file would not be looked at (from FROSTLINE_S3_TLS_CA)",
		],
	])("%s", (_, env, message) => {
		expect(refusedBy(env).message).toBe(message);
	});

	test("a secret given twice", async () => {
		const { file } = await fileWith("x", "secret");
		expect(refusedBy({ FROSTLINE_S3_SECRET_KEY_FILE: file }).message).toBe(
			"s3.secretKey is given twice, by FROSTLINE_S3_SECRET_KEY and by FROSTLINE_S3_SECRET_KEY_FILE",
		);
	});

	test("a secret's file that is not there", () => {
		expect(refusedBy({ FROSTLINE_S3_ACCESS_KEY: "", FROSTLINE_S3_ACCESS_KEY_FILE: "/no/such/file" }).message).toBe(
			"FROSTLINE_S3_ACCESS_KEY_FILE names /no/such/file, which cannot be read: ENOENT",
		);
	});

	test("a secret's file that is empty", async () => {
		const { file } = await fileWith("\n", "secret");
		expect(refusedBy({ FROSTLINE_S3_ACCESS_KEY: "", FROSTLINE_S3_ACCESS_KEY_FILE: file }).message).toBe(
			"s3.accessKey: expected text, got empty text (from FROSTLINE_S3_ACCESS_KEY_FILE)",
		);
	});
});

describe("no message holds a secret", () => {
	const SECRET = "hush0hush";
	const told = (error: unknown): string => {
		const { message, fix, cause, stack } = error as Error & { fix?: string };
		return [message, fix, stack, String(cause ?? "")].join("\n");
	};

	test.each([
		["the secret is no text", `s3: { secretKey: [${SECRET}] }`],
		["the secret stands in its section's place", `s3: ${SECRET}\n`],
		["the secret stands below a misspelt key", `s3: { secretkey: ${SECRET} }`],
		["YAML takes the secret for a tag", `s3:\n  secretKey: !${SECRET}\n`],
		["YAML takes the secret for an alias", `s3:\n  secretKey: *${SECRET}\n`],
		["YAML does not understand the secret", `s3:\n  secretKey: "${SECRET}" x\n`],
		["a server's address holds it", `nats:\n  servers: [nats://user:${SECRET}@nats:4222]\n`],
		["a server's address holds it, and is no list", `nats:\n  servers: nats://user:${SECRET}@nats:4222\n`],
		["the endpoint holds it", `s3:\n  endpoint: http://user:${SECRET}@minio:9000\n`],
		["the whole file is the secret", SECRET],
	])("where %s", async (_, text) => {
		const { file } = await fileWith(text);
		const error = refusal(() => loadConfig({ file, env: {} }));
		expect(["BAD_CONFIG", "BAD_YAML"]).toContain(error.code);
		expect(told(error)).not.toContain(SECRET);
	});

	test("where a server in the variable holds it", () => {
		const error = refusedBy({ FROSTLINE_NATS_URL: `nats://user:${SECRET}@nats:4222` });
		expect(told(error)).not.toContain(SECRET);
		expect(error.message).toContain("credentials have settings of their own");
	});

	test.each(settings.filter(({ secret }) => secret).map(({ env }) => env))("where %s is right and another setting is wrong", (env) => {
		const secrets = { ...LEAST, FROSTLINE_NATS_USER: "", [env]: SECRET };
		expect(told(refusal(() => loadConfig({ env: { ...secrets, FROSTLINE_LOG: "loud", FROSTLINE_HTTP_PORT: "x" } })))).not.toContain(SECRET);
	});
});
