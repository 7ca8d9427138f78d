import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inject, onTestFailed, onTestFinished, vi } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import type { Bus } from "../../lib/bus/port.ts";
import { hasEnded, type JobState, readState } from "../../lib/plan/job-state.ts";
import { loadConfig } from "../../lib/service/config.ts";
import { openBus, openStore } from "../../lib/service/connect.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import { decodeServiceInfos } from "../../proto/codec.ts";
import { temporaryFolder } from "./folder.ts";
import { frostline, type Ran, type RunResult } from "./frostline.ts";
import { type JobNews, jobNews } from "./job-news.ts";
import { lastLines, type ServiceKind, type StartedService, startService } from "./service.ts";

/** A claim of these tests holds within this time, on a slow machine too. */
export const SOON_MS = 90_000;
/** Short, so that what a silent process holds comes free within a test. */
export const LEASE_MS = 2_000;
export const ACK_WAIT_MS = 4_000;

export interface ClusterOptions {
	readonly coordinators?: number;
	readonly extractors?: number;
	readonly trainers?: number;
	/** Another NATS server than the shared one. */
	readonly nats?: string;
	/** Programs of another release that services of a kind run. */
	readonly programs?: Partial<Readonly<Record<ServiceKind, string>>>;
	/** Settings of every process. */
	readonly env?: NodeJS.ProcessEnv;
	/** Settings of one kind of process, given the installation's name: each service, the command line, and the test itself. */
	readonly envOf?: (kind: ServiceKind | "cli" | "test", name: string) => NodeJS.ProcessEnv;
}

/** An installation of Frostline under names of its own, with real processes on real servers; gone after the test. */
export interface Cluster {
	/** Beside the services: sees what is there. */
	readonly bus: Bus;
	readonly store: Store;
	/** Its NATS streams and subjects begin with this. */
	readonly prefix: string;
	readonly bucket: string;
	/** Settings of its processes. */
	readonly env: NodeJS.ProcessEnv;
	readonly services: readonly StartedService[];
	/** Its services of a kind, in the order of their start. */
	of(kind: ServiceKind): StartedService[];
	/** Starts one more service, of another release where its program is given, and waits until it is ready. */
	start(kind: ServiceKind, env?: NodeJS.ProcessEnv, program?: string): Promise<StartedService>;
	/** Runs the command line against this cluster. */
	cli(args: readonly string[], options?: Parameters<typeof frostline>[1]): Promise<Ran>;
	/** Submits `job.json` of a folder and waits for its end. */
	submit(folder: string, ...args: string[]): Promise<RunResult>;
	/** Submits `job.json` of a folder; answers the job's id at once. */
	begin(folder: string, ...args: string[]): Promise<string>;
	/** A job's events from the first on. */
	news(job: string): JobNews;
	/** Waits for a job's end. */
	end(job: string): Promise<JobState>;
	/** Waits until a job is done, and answers its result. */
	result(job: string): Promise<RunResult>;
	/** What the workers have in hand, by worker: `<job>/<shard number>` or `<job>/fit`. */
	hands(): Promise<Record<string, readonly string[]>>;
	/** Feature files in the bucket, by key and digest. */
	features(): Promise<Record<string, string>>;
}

export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
	const { coordinators = 1, extractors = 1, trainers = 1, envOf = () => ({}) } = options;
	const s3 = inject("s3");
	const name = `t${randomBytes(5).toString("hex")}`;
	const nats = options.nats ?? inject("nats").url;
	const folder = await temporaryFolder();
	const inherited = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("FROSTLINE_")));
	const base: NodeJS.ProcessEnv = {
		...inherited,
		NO_COLOR: "1",
		FROSTLINE_NATS_URL: nats,
		FROSTLINE_PREFIX: name,
		FROSTLINE_S3_ENDPOINT: s3.endpoint,
		FROSTLINE_S3_BUCKET: name,
		FROSTLINE_S3_ACCESS_KEY: s3.accessKey,
		FROSTLINE_S3_SECRET_KEY: s3.secretKey,
		FROSTLINE_HTTP_PORT: "0",
		FROSTLINE_HTTP_HOST: "127.0.0.1",
		FROSTLINE_LEASE_MS: String(LEASE_MS),
		FROSTLINE_ACK_WAIT_MS: String(ACK_WAIT_MS),
		FROSTLINE_SCAN_MS: "1000",
		FROSTLINE_THREADS: "1",
		...options.env,
	};
	const services: StartedService[] = [];
	const start: Cluster["start"] = async (kind, env = {}, program) => {
		const worker = `${kind}-${services.filter((each) => each.kind === kind).length + 1}`;
		const service = startService(kind, worker, { ...base, FROSTLINE_CACHE: join(folder, worker), ...envOf(kind, name), ...env }, program);
		services.push(service);
		await service.said(({ msg }) => msg === `${kind} is ready`);
		return service;
	};
	const closers: (() => Promise<unknown>)[] = [];
	onTestFinished(async () => {
		for (const close of closers.reverse()) await close();
		// A stopped process takes no other signal.
		await Promise.all(services.map((service) => service.end("SIGKILL")));
	});
	onTestFailed(() => {
		for (const { worker, log } of services) process.stderr.write(`${worker} said last:\n${lastLines(log)}\n`);
	});
	const counts: readonly [ServiceKind, number][] = [
		["coordinator", coordinators],
		["extractor", extractors],
		["trainer", trainers],
	];
	await Promise.all(counts.flatMap(([kind, count]) => Array.from({ length: count }, () => start(kind, {}, options.programs?.[kind]))));
	const own = loadConfig({ env: { ...base, FROSTLINE_CACHE: join(folder, "test"), ...envOf("test", name) } });
	const bus = await openBus(own, { service: "test", setUp: false });
	closers.push(() => bus.close());
	const store = await openStore(own, { setUp: false });
	closers.push(() => emptied(store));

	const cli: Cluster["cli"] = (args, more = {}) =>
		frostline(args, { ...more, env: { ...base, FROSTLINE_CACHE: join(folder, "cli"), ...envOf("cli", name), ...more.env } });
	const end = (job: string): Promise<JobState> =>
		vi.waitUntil(
			async () => {
				const state = await readState(store, job).catch(() => null);
				return state !== null && hasEnded(state) ? state : null;
			},
			{ timeout: SOON_MS, interval: 100 },
		);
	return {
		bus,
		store,
		prefix: name,
		bucket: name,
		env: base,
		services,
		of: (kind) => services.filter((service) => service.kind === kind),
		start,
		cli,
		async submit(from, ...args) {
			const ran = await cli(["submit", "job.json", "-o", "json", ...args], { cwd: from });
			if (ran.code !== 0) throw new Error(`submit ended with ${ran.code}:\n${ran.stderr}`);
			return JSON.parse(ran.stdout) as RunResult;
		},
		async begin(from, ...args) {
			const ran = await cli(["submit", "job.json", "--detach", ...args], { cwd: from });
			if (ran.code !== 0) throw new Error(`submit ended with ${ran.code}:\n${ran.stderr}`);
			return ran.stdout.trim();
		},
		news: (job) => jobNews(bus, job),
		end,
		async result(job) {
			const state = await end(job);
			if (state.state !== "done") throw new Error(`${job} is ${state.state}: ${state.error?.message}`);
			return JSON.parse(Buffer.from((await store.get(jobKey(job, "result.json")))!).toString()) as RunResult;
		},
		async hands() {
			const infos = decodeServiceInfos(await bus.survey("services", new Uint8Array(0), 500));
			return Object.fromEntries(infos.filter(({ service }) => service !== "coordinator").map(({ worker, hands }) => [worker, hands]));
		},
		async features() {
			const found: Record<string, string> = {};
			for await (const key of store.list("features/"))
				if (key.endsWith(".safetensors")) found[key] = sha256((await store.get(key)) ?? new Uint8Array());
			return found;
		},
	};
}

/** What one machine makes of a job. */
export interface Local {
	readonly result: RunResult;
	/** Feature files by key and digest. */
	readonly features: Readonly<Record<string, string>>;
}

/** What `frostline run` makes of a job, for comparison; on one thread like the services, since the order of sums depends on their number. */
export async function runLocally(folder: string, ...args: string[]): Promise<Local> {
	const store = `local-${randomBytes(3).toString("hex")}`;
	const ran = await frostline(["run", "job.json", "--store", store, "--threads", "1", "-o", "json", ...args], { cwd: folder });
	if (ran.code !== 0) throw new Error(`run ended with ${ran.code}:\n${ran.stderr}`);
	const features: Record<string, string> = {};
	for (const name of await readdir(join(folder, store, "features"), { recursive: true }))
		if (name.endsWith(".safetensors")) features[`features/${name}`] = sha256(await readFile(join(folder, store, "features", name)));
	return { result: JSON.parse(ran.stdout) as RunResult, features };
}

async function emptied(store: Store): Promise<void> {
	for await (const key of store.list("")) await store.remove(key);
}
