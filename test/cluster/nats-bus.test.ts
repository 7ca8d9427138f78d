import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "nats";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type NatsBusOptions, openNatsBus } from "../../lib/bus/nats/index.ts";
import type { Bus, Lease, Work } from "../../lib/bus/port.ts";
import { busContract } from "../contract/bus.contract.ts";
import { faultProxy } from "../support/fault-proxy.ts";
import { operatorAndUser } from "../support/nats-operator.ts";
import { freePort, type StartedNatsServer, startNatsServer } from "../support/nats-server.ts";

let server: StartedNatsServer;
beforeAll(async () => {
	server = await startNatsServer();
});
afterAll(() => server.stop());

let installations = 0;
busContract("NATS JetStream", async ({ ackWaitMs, maxDeliveries }) => {
	const bus = await openNatsBus({
		servers: [server.url],
		name: "test",
		prefix: `t${++installations}`,
		setUp: true,
		patient: false,
		ackWaitMs,
		maxDeliveries,
	});
	return { bus, close: () => bus.close() };
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const SOON_MS = 20_000;
const LEASE_MS = 900;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

async function open(options: Partial<NatsBusOptions> = {}): Promise<Bus> {
	const bus = await openNatsBus({
		servers: [server.url],
		name: "test",
		prefix: `t${installations}`,
		setUp: true,
		patient: false,
		...options,
	});
	closers.push(() => bus.close());
	return bus;
}

/** A server of the test's own, to restart and to end. */
async function ownServer(options: readonly string[] = []): Promise<StartedNatsServer> {
	const own = await startNatsServer(options);
	closers.push(() => own.stop());
	return own;
}

async function configFile(text: string): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "frostline-nats-config-"));
	closers.push(() => rm(folder, { recursive: true, force: true }));
	await writeFile(join(folder, "server.conf"), text);
	return join(folder, "server.conf");
}

async function take(bus: Bus): Promise<Work> {
	const work = await bus.pull("extract", SOON_MS);
	if (work === null) throw new Error("no work came");
	return work;
}

/** Everything that this installation keeps on the server is deleted, as by somebody who cleans up. */
async function deleteStreams(prefix: string): Promise<number> {
	const connection = await connect({ servers: [server.url] });
	const jsm = await connection.jetstreamManager();
	const names: string[] = [];
	for await (const { config } of jsm.streams.list())
		if (config.name.replace(/^KV_/, "").startsWith(`${prefix.toUpperCase()}_`)) names.push(config.name);
	for (const name of names) await jsm.streams.delete(name);
	await connection.close();
	return names.length;
}

describe("several processes on one NATS server", () => {
	test("work that one publishes is pulled by another, and taken back by a third", async () => {
		installations++;
		const [coordinator, worker, other] = [await open(), await open({ setUp: false }), await open({ setUp: false })] as const;
		for (const id of ["rose/1", "rose/2"]) await coordinator.publish("extract", id, text(id));
		const work = await take(worker);
		expect(await other.purge("extract", "rose")).toBeGreaterThanOrEqual(1);
		await coordinator.publish("extract", "rose/1", text("again"));
		await work.ack();
		expect(textOf((await take(worker)).body)).toBe("again");
	});

	test("a survey reaches all who serve everyone, a request one of the rest", async () => {
		installations++;
		const [a, b, asker] = [await open(), await open(), await open({ setUp: false })] as const;
		for (const [bus, name] of [
			[a, "a"],
			[b, "b"],
		] as const) {
			await bus.serve("who", async () => text(name), { everyone: true });
			await bus.serve("jobs.get", async () => text(name));
		}
		expect((await asker.survey("who", text(""), 300)).map(textOf).sort()).toEqual(["a", "b"]);
		expect((await asker.survey("jobs.get", text(""), 300)).length).toBe(1);
	});

	test("a request is answered to an inbox alone: whoever asks cannot have a service write to a subject of its choice", async () => {
		installations++;
		const serving = await open();
		let asked = 0;
		await serving.serve("jobs.get", async () => {
			asked++;
			return text("answer");
		});
		const raw = await connect({ servers: [server.url] });
		closers.push(() => raw.close());
		const came: string[] = [];
		raw.subscribe("*.work.>", { callback: (_, message) => came.push(message.subject) });
		raw.subscribe("_INBOX_raw.>", { callback: (_, message) => came.push(message.subject) });
		for (const reply of [`t${installations}.work.extract.a.b`, "_INBOX_raw.1"])
			raw.publish(`t${installations}.request.jobs.get`, "", { reply });
		await vi.waitFor(() => expect(came).toEqual(["_INBOX_raw.1"]), SOON_MS);
		expect(asked).toBe(1);
	});

	test("one leads; when it is cut off another does after its lease, not before, and by then the first knows", async () => {
		installations++;
		const wire = await faultProxy(server.port);
		const a = await open({ servers: [`nats://127.0.0.1:${wire.port}`] });
		const b = await open({ setUp: false });
		const signal = AbortSignal.timeout(SOON_MS);
		const first = await a.lead("coordinator", { holder: "a", leaseMs: LEASE_MS, signal });
		let second: Lease | null = null;
		let firstHeld = true;
		const waiting = b.lead("coordinator", { holder: "b", leaseMs: LEASE_MS, signal }).then((lease) => {
			firstHeld = first.holds();
			second = lease;
		});
		await new Promise((resolve) => setTimeout(resolve, LEASE_MS * 1.2));
		expect([first.holds(), second]).toEqual([true, null]);
		const cut = performance.now();
		wire.set("cut");
		await vi.waitFor(() => expect(first.lost.aborted).toBe(true), SOON_MS);
		expect(performance.now() - cut).toBeGreaterThan(LEASE_MS / 2); // a few renewals may fail
		await waiting;
		expect(firstHeld).toBe(false);
		expect(performance.now() - cut).toBeGreaterThan(LEASE_MS / 2);
		expect(second!.term).toBeGreaterThan(first.term);
	});

	test("work that is known is refused, and nothing is set up for it", async () => {
		installations++;
		const coordinator = await open();
		const raw = await connect({ servers: [server.url] });
		closers.push(() => raw.close());
		const asked: string[] = [];
		raw.subscribe("$JS.API.>", { callback: (_, message) => asked.push(message.subject) });
		await raw.flush();
		for (const body of ["1", "2"]) await coordinator.publish("extract", "rose/1", text(body));
		await raw.flush();
		expect(asked).toEqual([]);
		expect(textOf((await take(coordinator)).body)).toBe("1");
	});

	test("work that comes when its puller has gone on to something else is not kept from the others", async () => {
		installations++;
		const [busy, free] = [await open(), await open({ setUp: false })] as const;
		expect(await busy.pull("extract", 20)).toBeNull(); // the server still thinks that it waits
		await busy.publish("extract", "rose/1", text("1"));
		const began = performance.now();
		expect((await take(free)).id).toBe("rose/1");
		expect(performance.now() - began).toBeLessThan(10_000); // the ack wait is a minute
	});
});

describe("streams that are deleted in mid-flight", () => {
	test("are set up again by the next publish, and pulls that waited go on", async () => {
		const prefix = `t${++installations}`;
		const [coordinator, worker] = [await open(), await open({ setUp: false })] as const;
		const pulling = take(worker);
		expect(await deleteStreams(prefix)).toBe(4);
		expect(await worker.backlog("extract")).toMatchObject({ waiting: 0, inHand: 0 });
		expect([await worker.purge("extract", "rose"), await worker.forget("extract", "rose/1")]).toEqual([0, false]);
		await expect(worker.publish("extract", "rose/1", text("1"))).rejects.toMatchObject({ code: "BUS_FAILED" });
		await Promise.all(["rose/1", "rose/2", "rose/3"].map((id) => coordinator.publish("extract", id, text(id))));
		const got = [await pulling, await take(worker), await take(worker)];
		expect(got.map((work) => work.id).sort()).toEqual(["rose/1", "rose/2", "rose/3"]);
		for (const work of got) await work.ack();
		expect(await coordinator.backlog("extract")).toMatchObject({ waiting: 0, inHand: 0 });
	});

	test("take their work with them: the same id is new work, whatever is answered about the old", async () => {
		const prefix = `t${++installations}`;
		const [coordinator, worker] = [await open(), await open({ setUp: false })] as const;
		await coordinator.publish("extract", "rose/1", text("1"));
		const work = await take(worker);
		await deleteStreams(prefix);
		await coordinator.publish("extract", "rose/1", text("2"));
		await work.ack().catch((error: unknown) => expect(error).toBeInstanceOf(Error));
		expect(textOf((await take(worker)).body)).toBe("2");
	});

	test("a job's events begin anew for who follows them; a worker's events go nowhere until then", async () => {
		const prefix = `t${++installations}`;
		const [coordinator, worker] = [await open(), await open({ setUp: false })] as const;
		expect(await worker.emit("rose", text("nobody keeps it"))).toBe(0);
		for (const body of ["1", "2", "3"]) await coordinator.emit("rose", text(body));
		const seen: string[] = [];
		for await (const { seq, body } of worker.events("rose", 1, AbortSignal.timeout(SOON_MS))) {
			seen.push(`${seq}:${textOf(body)}`);
			if (seen.length === 3) {
				await deleteStreams(prefix);
				expect(await worker.emit("rose", text("lost"))).toBe(0);
				expect(await coordinator.emit("rose", text("anew"))).toBe(1);
				expect(await worker.emit("rose", text("more"))).toBe(2);
			}
			if (seen.length === 5) break;
		}
		expect(seen).toEqual(["1:1", "2:2", "3:3", "1:anew", "2:more"]);
	});

	test("leave the leader leading, and the next term is higher", async () => {
		const prefix = `t${++installations}`;
		const [a, b] = [await open(), await open()] as const;
		const signal = AbortSignal.timeout(SOON_MS);
		const first = await a.lead("coordinator", { holder: "a", leaseMs: LEASE_MS, signal });
		const waiting = b.lead("coordinator", { holder: "b", leaseMs: LEASE_MS, signal });
		for (let times = 0; times < 2; times++) {
			await new Promise((resolve) => setTimeout(resolve, LEASE_MS / 2));
			await deleteStreams(prefix);
		}
		await new Promise((resolve) => setTimeout(resolve, 2 * LEASE_MS));
		expect(first.holds()).toBe(true);
		await first.release();
		expect((await waiting).term).toBeGreaterThan(first.term);
	});

	test("and a role whose leader died with them is led again, by who never heard of it, in a higher term", async () => {
		const prefix = `t${++installations}`;
		const a = await open();
		const signal = AbortSignal.timeout(SOON_MS);
		const first = await a.lead("coordinator", { holder: "a", leaseMs: LEASE_MS, signal });
		await new Promise((resolve) => setTimeout(resolve, 1_000)); // terms are no less than the clock in seconds
		await a.close();
		await deleteStreams(prefix);
		const b = await open();
		expect((await b.lead("coordinator", { holder: "b", leaseMs: LEASE_MS, signal })).term).toBeGreaterThan(first.term);
	});
});

describe("a NATS server that restarts", () => {
	test("interrupts pulls, events, requests and leads, and all of them go on by themselves", async () => {
		const own = await ownServer();
		const said: string[] = [];
		const onStatus: NatsBusOptions["onStatus"] = (status, detail) => said.push(`${status}: ${detail}`);
		const coordinator = await open({ servers: [own.url], onStatus });
		const worker = await open({ servers: [own.url], setUp: false });
		const signal = AbortSignal.timeout(3 * SOON_MS);
		await coordinator.serve("jobs.get", async () => text("here"));
		await coordinator.emit("rose", text("before"));
		const seen: string[] = [];
		const stopping = new AbortController();
		const watching = (async () => {
			for await (const { body } of worker.events("rose", 1, AbortSignal.any([signal, stopping.signal]))) seen.push(textOf(body));
		})();
		await vi.waitFor(() => expect(seen).toEqual(["before"]), SOON_MS);
		const lease = await coordinator.lead("coordinator", { holder: "a", leaseMs: 30_000, signal });
		const short = await coordinator.lead("sweeper", { holder: "a", leaseMs: 300, signal });
		const waiting = worker.lead("sweeper", { holder: "b", leaseMs: 300, signal });
		const pulling = worker.pull("extract", 2 * SOON_MS);

		await own.restart();

		await vi.waitFor(() => expect(coordinator.connected).toBe(true), SOON_MS);
		await vi.waitFor(() => coordinator.publish("extract", "rose/1", text("after")), SOON_MS);
		const work = await pulling;
		expect(work?.id).toBe("rose/1");
		await work!.ack();
		await vi.waitFor(() => coordinator.emit("rose", text("after")), SOON_MS);
		await vi.waitFor(() => expect(seen.at(-1)).toBe("after"), SOON_MS);
		expect(textOf(await worker.request("jobs.get", text(""), SOON_MS))).toBe("here");
		expect(lease.holds()).toBe(true);
		if (!short.lost.aborted) await short.release(); // back within its time, or not
		expect((await waiting).term).toBeGreaterThan(short.term);
		expect(said.some((line) => /^disconnected: the connection to .* was lost$/.test(line))).toBe(true);
		await vi.waitFor(() => expect(said.at(-1)).toMatch(/^connected: connected to /), SOON_MS);
		stopping.abort();
		await watching;
	});

	test("leaves work in hand with who has it, however long that had waited before", async () => {
		const own = await ownServer();
		const [coordinator, worker, other] = [
			await open({ servers: [own.url], ackWaitMs: 6_000 }),
			await open({ servers: [own.url], setUp: false }),
			await open({ servers: [own.url], setUp: false }),
		] as const;
		await coordinator.publish("extract", "rose/1", text("1"));
		await new Promise((resolve) => setTimeout(resolve, 6_100)); // longer than the ack wait (lib/bus/nats/work.ts says why that matters)
		const work = await take(worker);
		await new Promise((resolve) => setTimeout(resolve, 1_000)); // what a killed server wrote a moment ago is not on its disk

		await own.restart();

		await vi.waitFor(() => expect(other.connected).toBe(true), SOON_MS);
		expect(await other.pull("extract", 2_000)).toBeNull();
		await vi.waitFor(() => expect(worker.connected).toBe(true), SOON_MS);
		await work.ack();
	});

	test("does not keep a bus from being closed while it is away", async () => {
		const own = await ownServer();
		const bus = await open({ servers: [own.url] });
		await bus.lead("coordinator", { holder: "a", leaseMs: 2_000, signal: AbortSignal.timeout(SOON_MS) });
		const pulling = bus.pull("extract", 60_000);
		await own.stop();
		await vi.waitFor(() => expect(bus.connected).toBe(false), SOON_MS);
		const began = performance.now();
		await bus.close();
		expect(await pulling).toBeNull();
		expect(performance.now() - began).toBeLessThan(8_000);
	});

	test("with other credentials says so, and takes them back when they are right again", async () => {
		const credentials = (password: string) => ["--user", "frost", "--pass", password];
		const own = await ownServer(credentials("line"));
		const said: string[] = [];
		const onStatus: NatsBusOptions["onStatus"] = (status, detail) => said.push(`${status}: ${detail}`);
		const bus = await open({ servers: [own.url], user: "frost", password: "line", onStatus });
		await own.restart(credentials("other"));
		await vi.waitFor(() => expect(said.filter((line) => /^disconnected: AUTHORIZATION_VIOLATION/.test(line))).toHaveLength(1), SOON_MS);
		await new Promise((resolve) => setTimeout(resolve, 4_000)); // refused again and again, said once
		expect([bus.connected, said.filter((line) => line.includes("AUTHORIZATION_VIOLATION")).length]).toEqual([false, 1]);
		await own.restart(credentials("line"));
		await vi.waitFor(() => expect(bus.connected).toBe(true), SOON_MS);
		await vi.waitFor(() => bus.publish("extract", "rose/1", text("1")), SOON_MS);
		expect((await take(bus)).id).toBe("rose/1");
	});
});

describe("opening the bus", () => {
	test("without a server: a command says so at once, a service waits and says why", async () => {
		const port = await freePort();
		const servers = [`nats://127.0.0.1:${port}`];
		await expect(open({ servers })).rejects.toMatchObject({ code: "BUS_UNREACHABLE", message: expect.stringContaining(String(port)) });
		const own = await ownServer();
		const said: string[] = [];
		await own.stop();
		const opening = open({ servers: [own.url], patient: true, onStatus: (status, detail) => said.push(`${status}: ${detail}`) });
		await vi.waitFor(() => expect(said).toHaveLength(1), SOON_MS);
		await own.restart();
		expect((await opening).connected).toBe(true);
		expect(said).toEqual([expect.stringMatching(/^disconnected: nats:.*CONNECTION_REFUSED/)]);
	});

	test.each([true, false])("with credentials that the server refuses is the person's error, patient (%s) or not", async (patient) => {
		const own = await ownServer(["--user", "frost", "--pass", "line"]);
		await expect(open({ servers: [own.url], user: "frost", password: "wrong", patient })).rejects.toMatchObject({ code: "BUS_DENIED" });
		await expect(open({ servers: [own.url], credentials: "no .creds file", patient })).rejects.toMatchObject({
			code: "BUS_DENIED",
			fix: expect.stringContaining("whole file"),
		});
	});

	test("needs no inbox but its own, and what the server does not allow is said", async () => {
		const file = await configFile(`authorization { users = [ { user: all, password: p }, { user: worker, password: p, permissions: {
			subscribe: { allow: ["_INBOX_worker_host-1_example.>"] }, publish: { deny: ["$JS.API.CONSUMER.MSG.NEXT.T${installations}_WORK_FIT.>"] } } } ] }`);
		const own = await ownServer(["-c", file]);
		const coordinator = await open({ servers: [own.url], user: "all", password: "p" });
		await coordinator.publish("extract", "rose/1", text("1"));
		const said: string[] = [];
		const onStatus: NatsBusOptions["onStatus"] = (status, detail) => said.push(`${status}: ${detail}`);
		const worker = await open({ servers: [own.url], name: "worker/host-1.example", user: "worker", password: "p", setUp: false, onStatus });
		await (await take(worker)).ack();
		void worker.pull("fit", 60_000);
		await vi.waitFor(
			() =>
				expect(said).toEqual([expect.stringMatching(/^connected: PERMISSIONS_VIOLATION: the server does not allow publish .*WORK_FIT/)]),
			SOON_MS,
		);
	});

	test("takes the contents of a .creds file", async () => {
		const { config, creds } = await operatorAndUser();
		const own = await ownServer(["-c", await configFile(config)]);
		const bus = await open({ servers: [own.url], credentials: creds });
		await bus.publish("extract", "rose/1", text("1"));
		expect((await take(bus)).id).toBe("rose/1");
		const stranger = await operatorAndUser();
		await expect(open({ servers: [own.url], credentials: stranger.creds })).rejects.toMatchObject({ code: "BUS_DENIED" });
		await expect(open({ servers: [own.url] })).rejects.toMatchObject({ code: "BUS_DENIED" });
	});

	test("uses TLS with the files that are named, and says when one is missing", async () => {
		const folder = await mkdtemp(join(tmpdir(), "frostline-tls-"));
		closers.push(() => rm(folder, { recursive: true, force: true }));
		const file = (name: string) => join(folder, name);
		const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "ignore" });
		openssl(
			"req",
			"-x509",
			"-newkey",
			"rsa:2048",
			"-nodes",
			"-days",
			"1",
			"-subj",
			"/CN=localhost",
			"-addext",
			"subjectAltName=IP:127.0.0.1",
			"-keyout",
			file("key.pem"),
			"-out",
			file("cert.pem"),
		);
		const own = await ownServer([
			"--tls",
			"--tlscert",
			file("cert.pem"),
			"--tlskey",
			file("key.pem"),
			"--tlscacert",
			file("cert.pem"),
			"--tlsverify",
		]);
		const tls = { ca: file("cert.pem"), cert: file("cert.pem"), key: file("key.pem") };
		expect((await open({ servers: [own.url], tls })).connected).toBe(true);
		await expect(open({ servers: [own.url] })).rejects.toMatchObject({ code: "BUS_UNREACHABLE" });
		await expect(open({ servers: [own.url], patient: true, tls: { ...tls, ca: file("none.pem") } })).rejects.toMatchObject({
			code: "BUS_UNREACHABLE",
			message: expect.stringContaining("none.pem"),
		});
	});
});
