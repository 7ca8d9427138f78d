import type { ChildProcess } from "node:child_process";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { listStates, readState } from "../../lib/plan/job-state.ts";
import { SOON_MS, startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { frostline } from "../support/frostline.ts";
import { startNatsServer } from "../support/nats-server.ts";

const known = inject("known");
/** What a person takes for "at once", with a cold start of the program on a busy machine. */
const AT_ONCE_MS = 8_000;

test("F2: a job submitted twice is one job; its id with another document is JOB_CONFLICT, and shows the difference", async () => {
	const cluster = await startCluster({ extractors: 0, trainers: 0 });
	const [first, second] = await Promise.all([cluster.begin(known.folder), cluster.begin(known.folder)]);
	expect(second).toBe(first);
	const again = await cluster.cli(["submit", "job.json", "--detach", "-o", "json"], { cwd: known.folder });
	expect(JSON.parse(again.stdout)).toEqual({ job: first, how: "known", heard: true });
	const listed = await cluster.cli(["ls", "-o", "json"]);
	expect((JSON.parse(listed.stdout) as { id: string }[]).map(({ id }) => id)).toEqual([first]);
	const other = await cluster.cli(["submit", "job.json", "--detach", "--id", first, "--set", "fit.epochs=4"], { cwd: known.folder });
	expect(other.stderr).toContain("[JOB_CONFLICT]");
	expect(other.stderr).toContain("fit.epochs: 50 → 4");
	expect(other.stderr).toContain("fix leave --id out");
	expect(other.code).toBe(2);
});

test("Ctrl-C on submit detaches and says how to come back; watch then shows everything from the start", async () => {
	const cluster = await startCluster({ trainers: 0 });
	let child: ChildProcess | undefined;
	const started = (made: ChildProcess) => {
		child = made;
	};
	const submitting = cluster.cli(["submit", "job.json"], { cwd: known.folder, started });
	const [state] = await vi.waitUntil(
		async () => {
			const states = await listStates(cluster.store);
			return states[0]?.state === "running" ? states : null;
		},
		{ timeout: SOON_MS },
	);
	await cluster.news(state!.id).first("shardDone");
	child!.kill("SIGINT");
	const detached = await submitting;
	expect(detached.stderr).toContain(`frostline watch ${state!.id}`);
	expect([detached.code, detached.signal, detached.stdout]).toEqual([130, null, ""]);
	await cluster.start("trainer");
	const watched = await cluster.cli(["watch", state!.id, "-o", "json"]);
	expect(watched.code).toBe(0);
	const events = watched.stdout
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as { seq: number; kind: string; state?: string; number?: number });
	expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
	expect(events[0]).toMatchObject({ kind: "state", state: "running" });
	expect(events.at(-1)).toMatchObject({ kind: "state", state: "done" });
	expect(events.filter(({ kind }) => kind === "epoch").map(({ number }) => number)).toEqual(known.result.epochs.map(({ epoch }) => epoch));
	const got = await temporaryFolder();
	expect((await cluster.cli(["get", state!.id, "--out", got, "-o", "json"])).code).toBe(0);
});

test("F1, F4: cancel in the middle of shards returns at once and leaves nothing waiting; submitting again goes on to the same head", async () => {
	const cluster = await startCluster();
	const [extractor] = cluster.of("extractor");
	const job = await cluster.begin(known.folder);
	const child = await vi.waitUntil(() => extractor!.children()[0], { timeout: SOON_MS, interval: 20 });
	process.kill(child, "SIGSTOP");
	await vi.waitUntil(async () => (await cluster.hands())[extractor!.worker]?.length === 2, { timeout: SOON_MS });
	const began = performance.now();
	const cancelled = await cluster.cli(["cancel", job]);
	expect([cancelled.code, cancelled.stdout]).toEqual([0, `${job} is cancelled\n`]);
	expect(performance.now() - began).toBeLessThan(AT_ONCE_MS);
	expect(await cluster.bus.backlog("extract")).toMatchObject({ waiting: 0, inHand: 0 });
	const watched = await cluster.cli(["watch", job]);
	expect(watched.stderr).toContain("[JOB_CANCELLED]");
	expect(watched.code).toBe(1);
	process.kill(child, "SIGCONT");
	expect(await cluster.begin(known.folder)).toBe(job);
	expect((await cluster.result(job)).head).toEqual(known.result.head);
});

test("F1: cancel in the middle of a fit frees the trainer", async () => {
	const cluster = await startCluster();
	// So many epochs that it could not end by itself.
	const job = await cluster.begin(known.folder, "--set", "fit.epochs=100000");
	await cluster.news(job).first("epoch");
	expect((await cluster.cli(["cancel", job])).code).toBe(0);
	await vi.waitUntil(async () => (await cluster.hands())["trainer-1"]?.length === 0, { timeout: SOON_MS });
	expect(await cluster.bus.backlog("fit")).toMatchObject({ waiting: 0, inHand: 0 });
	expect((await readState(cluster.store, job))?.state).toBe("cancelled");
	const { head } = await cluster.submit(known.folder);
	expect(head).toEqual(known.result.head);
});

test("wrong S3 credentials end a command and a service at once, with the fix", async () => {
	const cluster = await startCluster({ extractors: 0, trainers: 0 });
	const env = { FROSTLINE_S3_SECRET_KEY: "not-this-one" };
	for (const args of [["ls"], ["coordinator"], ["extractor"], ["trainer"]]) {
		const began = performance.now();
		const ran = await cluster.cli(args, { env });
		expect(ran.code, args[0]).toBe(2);
		expect(ran.stderr).toContain("STORE_DENIED");
		expect(ran.stderr).toContain("check the access key, the secret key");
		expect(ran.stderr).not.toContain("not-this-one");
		expect(ran.stderr).not.toMatch(/^\s+at /m);
		expect(performance.now() - began).toBeLessThan(AT_ONCE_MS);
	}
});

test("wrong NATS credentials end a command and a service at once, with the fix", async () => {
	const nats = await startNatsServer(["--user", "frost", "--pass", "line"]);
	onTestFinished(() => nats.stop());
	const { endpoint, accessKey, secretKey } = inject("s3");
	const env = {
		FROSTLINE_NATS_URL: nats.url,
		FROSTLINE_NATS_USER: "frost",
		FROSTLINE_NATS_PASSWORD: "not-this-one",
		FROSTLINE_S3_ENDPOINT: endpoint,
		FROSTLINE_S3_ACCESS_KEY: accessKey,
		FROSTLINE_S3_SECRET_KEY: secretKey,
		FROSTLINE_HTTP_PORT: "0",
	};
	for (const args of [["ls"], ["coordinator"], ["extractor"], ["trainer"]]) {
		const began = performance.now();
		const ran = await frostline(args, { env });
		expect(ran.code, args[0]).toBe(2);
		expect(ran.stderr).toContain("BUS_DENIED");
		expect(ran.stderr).toContain("check the user and password");
		expect(ran.stderr).not.toContain("not-this-one");
		expect(ran.stderr).not.toMatch(/^\s+at /m);
		expect(performance.now() - began).toBeLessThan(AT_ONCE_MS);
	}
});
