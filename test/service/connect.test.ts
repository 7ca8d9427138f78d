import { writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { loadConfig } from "../../lib/service/config.ts";
import { openBus, openStore } from "../../lib/service/connect.ts";
import { temporaryFolder } from "../support/folder.ts";
import { LEAST } from "./settings.ts";

async function listening(server: Server): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise<void>((resolve) => server.close(() => resolve()));
	return port;
}

/** As much of a NATS server as greets: remembers what clients say of themselves, and says of every request that nobody is there to answer it. Without TLS. */
async function greeter() {
	const clients: Record<string, unknown>[] = [];
	const asked: string[] = [];
	const server = createServer((socket) => {
		socket.on("error", () => {});
		socket.write(`INFO ${JSON.stringify({ server_id: "x", version: "2.12.0", proto: 1, headers: true, max_payload: 1_048_576 })}\r\n`);
		socket.on("data", (bytes) => {
			for (const line of bytes.toString().split("\r\n")) {
				if (line.startsWith("CONNECT ")) clients.push(JSON.parse(line.slice("CONNECT ".length)) as Record<string, unknown>);
				if (line === "PING") socket.write("PONG\r\n");
				const [, subject, reply] = /^H?PUB (\S+) (\S+) \d/.exec(line) ?? [];
				if (reply === undefined) continue;
				asked.push(subject!);
				socket.write(`HMSG ${reply} 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n`);
			}
		});
	});
	return { port: await listening(server), clients, asked };
}

const configWith = (env: Readonly<Record<string, string>>) => loadConfig({ env: { ...LEAST, ...env } });

describe("the bus of a configuration", () => {
	test("is signed in to with what the configuration says, under the service's name", async () => {
		const { port, clients } = await greeter();
		const config = configWith({
			FROSTLINE_NATS_URL: `nats://127.0.0.1:${port}`,
			FROSTLINE_NATS_USER: "somebody",
			FROSTLINE_NATS_PASSWORD: "pass-word",
			FROSTLINE_PREFIX: "team-a",
		});
		const bus = await openBus(config, { service: "extractor", setUp: false });
		await bus.close();
		expect(clients).toEqual([expect.objectContaining({ name: "team-a-extractor", user: "somebody", pass: "pass-word" })]);
	});

	test("with a tls:// address never goes over a connection without TLS", async () => {
		const { port, clients } = await greeter();
		const config = configWith({ FROSTLINE_NATS_URL: `tls://127.0.0.1:${port}`, FROSTLINE_NATS_TOKEN: "a-token" });
		await expect(openBus(config, { service: "extractor", setUp: false })).rejects.toMatchObject({ code: "BUS_UNREACHABLE" });
		expect(clients).toEqual([]);
	});

	test("is missed at once by a command", async () => {
		const config = configWith({ FROSTLINE_NATS_URL: `nats://127.0.0.1:${await freePort()}` });
		await expect(openBus(config, { service: "cli", setUp: false })).rejects.toMatchObject({ code: "BUS_UNREACHABLE" });
	});

	test("is waited for by a service, until its signal", async () => {
		const config = configWith({ FROSTLINE_NATS_URL: `nats://127.0.0.1:${await freePort()}` });
		const stop = new AbortController();
		const opening = openBus(config, { service: "extractor", setUp: false, patient: true, signal: stop.signal });
		setImmediate(() => stop.abort(new Error("asked to stop")));
		await expect(opening).rejects.toThrow("asked to stop");
	});

	test("is waited for by a coordinator while servers of a cluster have not agreed who leads; a command says so", async () => {
		const { port, asked } = await greeter();
		const config = configWith({ FROSTLINE_NATS_URL: `nats://127.0.0.1:${port}` });
		await expect(openBus(config, { service: "test", setUp: true })).rejects.toMatchObject({ code: "BUS_FAILED" });
		const before = asked.length;
		const stop = new AbortController();
		const told = new Promise<string>((tell) => {
			const onStatus = (_: string, detail: string) => void (/streams/.test(detail) && tell(detail));
			openBus(config, { service: "coordinator", setUp: true, patient: true, signal: stop.signal, onStatus }).catch(() => {});
		});
		expect(await told).toContain("the streams could not be set up");
		await vi.waitUntil(() => asked.length > before + 1, 10_000); // it asks again
		stop.abort();
	});

	test("needs the credentials file that is named", async () => {
		const config = configWith({ FROSTLINE_NATS_CREDENTIALS: join(await temporaryFolder(), "none.creds") });
		await expect(openBus(config, { service: "cli", setUp: false })).rejects.toMatchObject({
			code: "BAD_CONFIG",
			message: expect.stringMatching(/^nats\.credentials names .*none\.creds, which cannot be read: ENOENT$/),
		});
	});

	test("refuses a credentials file that is none, without showing it", async () => {
		const file = join(await temporaryFolder(), "nats.creds");
		await writeFile(file, "hush0hush");
		const opening = openBus(configWith({ FROSTLINE_NATS_CREDENTIALS: file }), { service: "cli", setUp: false });
		await expect(opening).rejects.toMatchObject({ code: "BUS_DENIED", message: expect.not.stringContaining("hush0hush") });
	});
});

/** As much of an S3 service as says whether there is a bucket. */
async function buckets(...statuses: number[]) {
	const asked: string[] = [];
	const server = createHttpServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		response.writeHead(statuses.length > 1 ? statuses.shift()! : statuses[0]!).end();
	});
	onTestFinished(() => server.closeAllConnections());
	return { endpoint: `http://127.0.0.1:${await listening(server)}`, asked };
}

describe("the store of a configuration", () => {
	test("is the bucket and the prefix that it names", async () => {
		const { endpoint, asked } = await buckets(200);
		const config = configWith({ FROSTLINE_S3_ENDPOINT: endpoint, FROSTLINE_S3_BUCKET: "pictures", FROSTLINE_S3_PREFIX: "team-a" });
		const store = await openStore(config, { setUp: false });
		expect(store.where).toBe("s3://pictures/team-a");
		expect(asked).toEqual(["HEAD /pictures"]);
		await store.close();
	});

	test("is missed at once by a command when there is no bucket", async () => {
		const { endpoint } = await buckets(404);
		await expect(openStore(configWith({ FROSTLINE_S3_ENDPOINT: endpoint }), { setUp: false })).rejects.toMatchObject({
			code: "STORE_NOT_FOUND",
		});
	});

	test("is waited for by a service until the coordinator has made the bucket", async () => {
		const { endpoint } = await buckets(404, 200);
		const waits: string[] = [];
		const store = await openStore(configWith({ FROSTLINE_S3_ENDPOINT: endpoint }), {
			setUp: false,
			patient: true,
			onWait: (error) => waits.push(error.message),
		});
		expect(store.where).toBe("s3://frostline");
		expect(waits).toEqual([`there is no bucket frostline at ${endpoint}`]);
	});

	test("is waited for by a service, until its signal", async () => {
		const config = configWith({ FROSTLINE_S3_ENDPOINT: `http://127.0.0.1:${await freePort()}` });
		const stop = new AbortController();
		const opening = openStore(config, { setUp: false, patient: true, signal: stop.signal });
		setImmediate(() => stop.abort(new Error("asked to stop")));
		await expect(opening).rejects.toThrow("asked to stop");
	});

	test("refuses a wrong key also to a service that would wait", async () => {
		const { endpoint } = await buckets(403);
		const opening = openStore(configWith({ FROSTLINE_S3_ENDPOINT: endpoint }), { setUp: false, patient: true });
		await expect(opening).rejects.toMatchObject({ code: "STORE_DENIED", message: expect.not.stringContaining("some-secret-key") });
	});
});
