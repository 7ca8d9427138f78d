import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunResult } from "../support/frostline.ts";
import { featuresHere, runHere, writeFlowers } from "./flowers.ts";
import { eventually, type Installation, install } from "./installation.ts";
import { evict, isReady, kubectl, podsOf, run } from "./kubectl.ts";

const EXTRACTOR = "deployment/frostline-extractor-default";
const DEPLOYMENTS = ["deployment/frostline-coordinator", EXTRACTOR, "deployment/frostline-trainer"];
const KINDS = ["coordinator", "extractor", "trainer", "nats", "s3"];

let at: Installation;
beforeAll(async () => {
	at = await install({
		extractor: {
			replicas: 1,
			drainSeconds: 20,
			// So slow that there is a middle of the job to disturb.
			resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "250m", memory: "2Gi" } },
			cache: { sizeLimit: "3Gi" },
		},
		trainer: { resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "2Gi" } }, cache: { sizeLimit: "3Gi" } },
		settings: { cache: { bytes: "2Gi" } },
	});
});
afterAll(async () => {
	await at?.remove();
});

const said = (what: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);

interface KubeEvent {
	readonly reason: string;
	readonly message: string;
	readonly involvedObject: { readonly name: string };
}

interface Workers {
	readonly workers: readonly { readonly service: string; readonly worker: string; readonly leads: boolean }[];
}

/** A job that goes on, disturbed in its middle. */
interface Middle {
	readonly job: string;
	/** The disturbance is over when new feature files have come. */
	goesOn(what: string): Promise<void>;
}

async function begin(name: string): Promise<Middle> {
	const submitted = await at.cli(["submit", `${name}.json`, "--detach"]);
	expect(submitted.code, submitted.stderr).toBe(0);
	const job = submitted.stdout.trim();
	const count = async () => (await at.featureKeys())?.length ?? null;
	const middle: Middle = {
		job,
		async goesOn(what) {
			const before = await eventually(async () => (await count()) ?? null);
			await eventually(async () => ((await count()) ?? 0) > before);
			const state = await eventually(() => at.state(job));
			expect(state.state, `${what}: the job is to be disturbed in its middle, and it has ended`).toBe("running");
			said(`${what}; the job goes on (${await count()} feature files)`);
		},
	};
	return middle;
}

/** Waits for a job's end, and answers its result as a person fetches it. */
async function resultOf(job: string): Promise<RunResult> {
	const watched = await at.cli(["watch", job]);
	expect(watched.code, watched.stderr).toBe(0);
	const got = await at.cli(["get", job, "--out", join(at.folder, job)]);
	expect(got.code, got.stderr).toBe(0);
	expect(await readdir(join(at.folder, job))).toEqual(expect.arrayContaining(["report.html", "result.json"]));
	return JSON.parse(await readFile(join(at.folder, job, "result.json"), "utf8")) as RunResult;
}

async function settled(): Promise<void> {
	for (const each of DEPLOYMENTS) await kubectl(`-n ${at.namespace} rollout status ${each} --timeout=180s`);
}

async function leader(): Promise<string> {
	return eventually(async () => {
		const listed = await at.cli(["workers", "-o", "json"]);
		if (listed.code !== 0) return null;
		const { workers } = JSON.parse(listed.stdout) as Workers;
		return workers.find(({ leads }) => leads)?.worker ?? null;
	});
}

/** Their hooks had no time to end. */
const killedPods: string[] = [];

async function killed(component: string, name?: string): Promise<void> {
	const [pod] = (await podsOf(at.namespace, component)).filter(({ metadata }) => name === undefined || metadata.name === name);
	killedPods.push(pod!.metadata.name);
	await kubectl(`-n ${at.namespace} delete pod ${pod!.metadata.name} --grace-period=0 --force --wait=true`);
	await eventually(async () => {
		const pods = await podsOf(at.namespace, component);
		return pods.every((each) => each.metadata.uid !== pod!.metadata.uid && isReady(each)) && pods.length > 0;
	});
}

test("installed in a namespace that insists on restricted pods, all of it gets ready", async () => {
	for (const kind of KINDS)
		for (const pod of await podsOf(at.namespace, kind)) expect([pod.metadata.name, isReady(pod)]).toEqual([pod.metadata.name, true]);
	expect(await podsOf(at.namespace, "coordinator")).toHaveLength(2);
	expect(await podsOf(at.namespace, "nats")).toHaveLength(3);
	const { workers } = JSON.parse((await at.cli(["workers", "-o", "json"])).stdout) as Workers;
	expect(workers.map(({ service }) => service).sort()).toEqual(["coordinator", "coordinator", "extractor", "trainer"]);
	expect(workers.map(({ worker }) => worker)).toContain((await podsOf(at.namespace, "trainer"))[0]!.metadata.name);
});

test("frostline doctor, in a pod of each service and with its rights, finds nothing wrong", async () => {
	for (const service of ["coordinator", "extractor", "trainer"]) {
		const [pod] = await podsOf(at.namespace, service);
		const doctor = `node /opt/frostline/bin/frostline.js doctor --as ${service} -o json`;
		const { stdout } = await run("kubectl", ["-n", at.namespace, "exec", pod!.metadata.name, "--", ...doctor.split(" ")]);
		const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string; says: string }[] };
		expect(checks.length).toBeGreaterThan(10);
		expect([service, checks.filter(({ state }) => state === "fail")]).toEqual([service, []]);
	}
});

test("F8: a job that is submitted from outside makes the features and the head of one machine, byte for byte", async () => {
	await writeFlowers(at.folder, "calm", { size: 64, shard: 128, epochs: 3 });
	const { job } = await begin("calm");
	const result = await resultOf(job);
	said("the calm job is done");
	const here = await runHere(at.folder, "calm");
	expect(result.images).toEqual(here.images);
	expect(result.head).toEqual(here.head);
	expect(await at.features()).toEqual(await featuresHere(at.folder));
});

describe("in the middle of a job", () => {
	let middle: Middle;
	beforeAll(async () => {
		await writeFlowers(at.folder, "disturbed", { size: 320, shard: 12, epochs: 30 });
		middle = await begin("disturbed");
		await middle.goesOn("submitted");
	});

	test("each kind of pod is killed, and comes again", async () => {
		await killed("extractor");
		await middle.goesOn("the extractor was killed");
		await killed("coordinator", await leader());
		await middle.goesOn("the leading coordinator was killed");
		await killed("trainer");
		await middle.goesOn("the trainer was killed");
		for (const name of ["frostline-nats-0", "frostline-nats-1", "frostline-nats-2"]) await killed("nats", name);
		await middle.goesOn("each NATS server was killed, one after the other");
		await killed("s3");
		await middle.goesOn("the store was killed");
	});

	test("everything is restarted at once", async () => {
		for (const each of [...DEPLOYMENTS, "statefulset/frostline-nats", "statefulset/frostline-s3"])
			await kubectl(`-n ${at.namespace} rollout restart ${each}`);
		await settled();
		await middle.goesOn("everything was restarted");
	});

	test("extractors are scaled from one to three, to none, to two", async () => {
		const scale = async (replicas: number) => {
			await kubectl(`-n ${at.namespace} scale ${EXTRACTOR} --replicas=${replicas}`);
			await eventually(async () => {
				const pods = await podsOf(at.namespace, "extractor");
				return pods.length === replicas && pods.every(isReady);
			});
		};
		await scale(3);
		await middle.goesOn("three extractors");
		await scale(0);
		await eventually(async () => (await kubectl(`-n ${at.namespace} get pods -l app.kubernetes.io/component=extractor -o name`)) === "");
		expect((await eventually(() => at.state(middle.job))).state).toBe("running");
		said("no extractor");
		await scale(2);
		await middle.goesOn("two extractors");
	});

	test("a drain takes one coordinator, and the other only once there is a new one", async () => {
		await settled();
		const [first, second] = (await podsOf(at.namespace, "coordinator")).map(({ metadata }) => metadata.name);
		expect(await evict(at.namespace, first!)).toBe(true);
		expect(await evict(at.namespace, second!)).toBe(false);
		await settled();
		await eventually(() => evict(at.namespace, second!));
		for (const { metadata } of await podsOf(at.namespace, "extractor")) await eventually(() => evict(at.namespace, metadata.name));
		await settled();
		await middle.goesOn("coordinators and extractors were evicted");
	});

	test("it is upgraded to other values", async () => {
		await at.apply({ settings: { log: "debug", coordinator: { window: 48 } }, extractor: { drainSeconds: 15 } });
		const extractors = await podsOf(at.namespace, "extractor");
		expect(extractors.map(({ spec }) => spec.terminationGracePeriodSeconds)).toEqual(extractors.map(() => 15 + 25 + 5));
		expect(extractors.length).toBeGreaterThan(0);
		await middle.goesOn("upgraded");
	});

	test("it is uninstalled, and installed again on the same store", async () => {
		await at.uninstall();
		for (const kind of KINDS) expect([kind, await podsOf(at.namespace, kind)]).toEqual([kind, []]);
		await at.apply();
		await middle.goesOn("uninstalled and installed again");
	});

	test("a trainer is killed in the middle of its fit", async () => {
		await at.apply({ extractor: { replicas: 3, resources: { limits: { cpu: "2" } } } });
		await eventually(async () => {
			for await (const _ of at.store.list(`jobs/${middle.job}/checkpoints/`)) return true;
			return false;
		});
		await killed("trainer");
		said("the trainer was killed in the middle of its fit");
	});

	test("F1, F8: nothing is lost and nothing doubled: the job ends with the features and the head of one machine", async () => {
		const result = await resultOf(middle.job);
		said("the disturbed job is done");
		const watched = await at.cli(["watch", middle.job, "-o", "json"]);
		const events = watched.stdout
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line) as { kind: string; key?: string; rows?: number; code?: string });
		const computed = events.filter(({ kind, rows }) => kind === "shardDone" && (rows ?? 0) > 0);
		const times = (wanted: string | undefined) => computed.filter(({ key }) => key === wanted).length;
		// Whole events: who did it, and when.
		expect(
			computed.filter(({ key }) => times(key) > 1),
			"shards that were finished and computed again",
		).toEqual([]);
		expect(events.some(({ kind, code }) => kind === "note" && code === "RESUMED")).toBe(true);
		expect(JSON.parse((await at.cli(["dlq", "ls", "-o", "json"])).stdout)).toEqual([]);
		const here = await runHere(at.folder, "disturbed");
		expect(result.images).toEqual(here.images);
		expect(result.head).toEqual(here.head);
		expect(result.epochs.map(({ epoch, loss }) => [epoch, loss])).toEqual(here.epochs.map(({ epoch, loss }) => [epoch, loss]));
		expect(await at.features()).toEqual(await featuresHere(at.folder));
	});

	test("and the pods that were not killed stopped in order: no hook failed, none ran out of memory", async () => {
		const { items } = JSON.parse(await kubectl(`-n ${at.namespace} get events -o json`)) as { items: readonly KubeEvent[] };
		const bad = items.filter(
			({ reason, involvedObject }) => /FailedPreStopHook|OOM|Evicted/.test(reason) && !killedPods.includes(involvedObject.name),
		);
		expect(bad.map(({ reason, message, involvedObject }) => `${involvedObject.name}: ${reason}: ${message}`)).toEqual([]);
	});
});
