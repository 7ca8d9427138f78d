import { randomBytes } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect, nanos } from "nats";
import { describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { within } from "../../lib/bus/nats/rights.ts";
import type { Check } from "../../lib/doctor/check.ts";
import { natsAccounts, type Rights, ROLES, rightsOf } from "../../lib/service/rights.ts";
import type { Role } from "../../lib/service/roles.ts";
import { startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { startMinioServer } from "../support/minio-server.ts";
import { minioUser } from "../support/minio-users.ts";
import { startNatsServer } from "../support/nats-server.ts";
import { natsTap } from "../support/nats-tap.ts";
import { rawNats } from "../support/raw-nats.ts";
import { type S3Credentials, s3Request } from "../support/s3-request.ts";
import { s3Tap } from "../support/s3-tap.ts";

const known = inject("known");

/** A password in the servers' environment; NATS would read one of digits as a number. */
const password = () => `p${randomBytes(12).toString("hex")}`;

interface Installation {
	readonly name: string;
	readonly rights: Rights;
	readonly nats: { readonly port: number; readonly passwords: Readonly<Record<Role, string>> };
	readonly s3: { readonly port: number; readonly root: S3Credentials; readonly users: Readonly<Record<Role, S3Credentials>> };
}

/** Servers that know nobody but the users of one installation, with the rights that `frostline rights` prints; and one who may do everything, for the test. */
async function guardedServers(name: string, images?: string): Promise<Installation> {
	const rights = rightsOf({ natsPrefix: name, bucket: name, prefix: "", ...(images === undefined ? {} : { images: [images] }) });
	const folder = await temporaryFolder();
	const passwords = Object.fromEntries(ROLES.map((role) => [role, password()])) as Record<Role, string>;
	const text = natsAccounts(rights, "FROSTLINE").replace("users: [", 'users: [\n{ user: "root", password: "root-of-the-test" }');
	await writeFile(join(folder, "nats.conf"), text);
	const env = Object.fromEntries(ROLES.map((role) => [rights.nats[role].passwordVariable, passwords[role]]));
	const nats = await startNatsServer(["-c", join(folder, "nats.conf")], inject("servers"), env);
	onTestFinished(() => nats.stop());
	const s3 = await startMinioServer();
	onTestFinished(() => s3.stop());
	const users: Partial<Record<Role, S3Credentials>> = {};
	for (const role of ROLES) users[role] = await minioUser(s3, `${name}-${role}`, password(), rights.s3[role]);
	return {
		name,
		rights,
		nats: { port: nats.port, passwords },
		s3: { port: s3.port, root: s3, users: users as Record<Role, S3Credentials> },
	};
}

const ROOT = { FROSTLINE_NATS_USER: "root", FROSTLINE_NATS_PASSWORD: "root-of-the-test" };

describe("an installation whose services have the rights that frostline rights prints", () => {
	test("does every kind of work, and uses every right", async () => {
		const name = `r${randomBytes(5).toString("hex")}`;
		const photos = `${name}-photos`;
		const { rights, nats, s3 } = await guardedServers(name, `s3://${photos}/`);
		const taps = Object.fromEntries(
			await Promise.all(ROLES.map(async (role) => [role, { bus: await natsTap(nats.port), store: await s3Tap(s3.port) }])),
		) as Record<Role, { bus: Awaited<ReturnType<typeof natsTap>>; store: Awaited<ReturnType<typeof s3Tap>> }>;
		const envOf = (role: Role) => ({
			FROSTLINE_NATS_URL: taps[role].bus.url,
			FROSTLINE_NATS_USER: rights.nats[role].user,
			FROSTLINE_NATS_PASSWORD: nats.passwords[role],
			FROSTLINE_S3_ENDPOINT: taps[role].store.endpoint,
			...keys(s3.users[role]),
		});
		const cluster = await startCluster({
			nats: `nats://127.0.0.1:${nats.port}`,
			env: { FROSTLINE_PREFIX: name, FROSTLINE_S3_BUCKET: name },
			envOf: (kind) => (kind === "test" ? { ...ROOT, FROSTLINE_S3_ENDPOINT: s3.root.endpoint, ...keys(s3.root) } : envOf(kind)),
		});

		const letters = (count: number) =>
			vi.waitFor(async () => expect(JSON.parse((await cluster.cli(["dlq", "ls", "-o", "json"])).stdout)).toHaveLength(count), {
				timeout: 60_000,
				interval: 300,
			});
		const features = await cluster.submit(known.folder);
		expect(features.head).toEqual(known.result.head);
		expect(await cluster.features()).toEqual(known.features);
		const few = ["--set", "way=frozen", "--set", "fit.epochs=2"];
		const frozen = await cluster.submit(known.folder, ...few);
		const extracted = await cluster.submit(known.folder, ...few, "--set", "frozen.backbone=extractors");
		expect(extracted.head).toEqual(frozen.head);
		// A fit that ends early asks what the extractors still have of it in hand.
		const early = [
			"way=frozen",
			"frozen.backbone=extractors",
			"fit.epochs=40",
			"fit.earlyStopping.patience=0",
			"fit.optimizer.learningRate=0.5",
		];
		expect((await cluster.submit(known.folder, ...early.flatMap((each) => ["--set", each]))).epochs.length).toBeLessThan(40);
		for (const args of [
			["ls"],
			["workers"],
			["dlq", "ls"],
			["logs", features.job],
			["get", features.job, "--out", await temporaryFolder()],
		]) {
			const { code, stderr } = await cluster.cli(args);
			expect([args[0], code, stderr.includes("error")]).toEqual([args[0], 0, false]);
		}

		// What is given up, tried again and cancelled.
		await cluster.bus.publish("extract", "lost/1", Buffer.from("no shard"));
		await cluster.bus.publish("fit", "lost/1", Buffer.from("no fit"));
		await letters(2);
		expect((await cluster.cli(["dlq", "retry", "lost"])).code).toBe(0);
		const long = ["--set", "fit.epochs=2000"];
		const job = await cluster.begin(known.folder, ...long);
		await cluster.news(job).first("epoch");
		expect((await cluster.cli(["cancel", job])).code).toBe(0);
		await cluster.bus.publish("extract", `${job}/lost`, Buffer.from("no shard"));
		await letters(1);
		expect(await cluster.begin(known.folder, ...long)).toBe(job); // begins anew, without what was given up
		await letters(0);
		expect((await cluster.cli(["cancel", job])).code).toBe(0);
		// A coordinator that finds streams of other settings, as of an older release, brings them up to date.
		await changeStream(nats.port, `${name.toUpperCase()}_DEAD`);
		await cluster.start("coordinator");
		// A feature file that is damaged is removed and computed again.
		const [key] = Object.keys(known.features);
		await s3Request(s3.root, "PUT", `/${name}/${key}`, { body: Buffer.from("damaged") });
		const mended = await cluster.submit(known.folder, "--set", "fit.epochs=3");
		expect(mended.job).not.toBe(features.job);
		expect(await cluster.features()).toMatchObject(known.features);
		// Images that are read in place.
		await s3Request(s3.root, "PUT", `/${photos}`);
		const images = join(known.folder, "images");
		for (const image of await readdir(images, { recursive: true }))
			if (image.endsWith(".png")) await s3Request(s3.root, "PUT", `/${photos}/${image}`, { body: await readFile(join(images, image)) });
		for (const kind of ["extractor", "trainer"] as const) {
			expect((await cluster.of(kind)[0]!.end("SIGTERM")).code).toBe(0);
			await cluster.start(kind); // without the first one's copies of the same images
		}
		const other = ["--set", "backbone.size=48", "--set", "fit.epochs=2"]; // other features than those that are there
		const remote = await cluster.submit(known.folder, "--set", `data.train=s3://${photos}/`, ...other);
		expect(remote.head).toEqual((await cluster.submit(known.folder, ...other)).head);

		for (const service of cluster.services)
			expect(service.log.filter(({ msg, detail }) => /PERMISSIONS_VIOLATION|denied/i.test(`${msg} ${detail}`))).toEqual([]);
		for (const role of ROLES) {
			const { bus, store } = taps[role];
			const { publish, subscribe } = rights.nats[role];
			const unused = publish.allow.filter((pattern) => ![...bus.published].some((subject) => within(subject, pattern)));
			expect([role, unused.filter((pattern) => !SELDOM.test(pattern))]).toEqual([role, []]);
			const unheard = subscribe.allow.filter((pattern) => ![...bus.subscribed].some((subject) => within(subject, pattern)));
			expect([role, unheard]).toEqual([role, []]);
			expect([role, unusedOf(rights.s3[role], store.done)]).toEqual([role, []]);
		}
		// Doctor agrees; it comes last, since it tries everything.
		for (const role of ROLES) {
			const { stdout, code } = await cluster.cli(["doctor", "rights", "versions", "--as", role, "-o", "json"], { env: envOf(role) });
			const { checks } = JSON.parse(stdout) as { checks: readonly Check[] };
			expect([role, code, checks.filter(({ area, state }) => area === "rights" && state !== "ok")]).toEqual([role, 0, []]);
		}
	}, 600_000);
});

/** What is not said in a calm hour: the other form of an answer to work, as servers of a domain ask for it; tidying up after a lost connection; doctor's question. */
const SELDOM = /^\$JS\.ACK\.|^\$JS\.API\.CONSUMER\.DELETE\.|^\$SYS\./;

async function changeStream(port: number, name: string): Promise<void> {
	const connection = await connect({ servers: [`nats://127.0.0.1:${port}`], user: "root", pass: ROOT.FROSTLINE_NATS_PASSWORD });
	const jsm = await connection.jetstreamManager();
	await jsm.streams.update(name, { max_age: nanos(3_600_000) });
	await connection.close();
}

function keys({ accessKey, secretKey }: S3Credentials): NodeJS.ProcessEnv {
	return { FROSTLINE_S3_ACCESS_KEY: accessKey, FROSTLINE_S3_SECRET_KEY: secretKey };
}

/** `action pattern` of a policy that nothing done needed. */
function unusedOf({ Statement }: Rights["s3"][Role], done: ReadonlySet<string>): string[] {
	return Statement.flatMap(({ Action, Resource }) =>
		Action.flatMap((action) => Resource.map((each) => [action, each.replace("arn:aws:s3:::", "")] as const)),
	)
		.filter(([action, pattern]) => {
			const shape = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
			return ![...done].some((each) => each.startsWith(`${action} `) && shape.test(each.slice(action.length + 1)));
		})
		.map(([action, pattern]) => `${action} ${pattern}`);
}

/** Subjects that no service may publish to; `P` is the prefix, `S` the same in capitals. */
const NOBODY = [
	"other.work.extract.a.b",
	"$SYS.REQ.SERVER.PING",
	"$JS.API.STREAM.LIST",
	"$JS.API.STREAM.NAMES",
	"$JS.API.STREAM.DELETE.S_WORK_EXTRACT",
	"$JS.API.STREAM.DELETE.S_EVENTS_x",
	"$JS.API.STREAM.PURGE.S_EVENTS_x",
	"$JS.API.STREAM.MSG.DELETE.S_DEAD",
	"$JS.API.STREAM.SNAPSHOT.S_DEAD",
	"$JS.API.STREAM.RESTORE.S_DEAD",
	"$JS.API.STREAM.MSG.GET.S_WORK_EXTRACT",
	"$JS.API.STREAM.MSG.GET.S_EVENTS_x",
	"$JS.API.DIRECT.GET.S_DEAD",
	"$JS.API.CONSUMER.DELETE.S_WORK_EXTRACT.workers",
	"$JS.API.CONSUMER.DELETE.S_WORK_FIT.workers",
	"$JS.API.CONSUMER.DURABLE.CREATE.S_WORK_FIT.mine",
	"$JS.API.CONSUMER.CREATE.S_DEAD.mine",
	"$JS.API.CONSUMER.CREATE.KV_S_LEASES.mine",
	"$JS.API.CONSUMER.PAUSE.S_WORK_FIT.workers",
	"$KV.S_LEASES.another",
	"$KV.OTHER.key",
	"P.request",
	"P.dead.other.x",
	"_INBOX_other.x",
];

/** What others may publish, and this one may not. */
const OTHERS: Readonly<Record<Role, readonly string[]>> = {
	coordinator: [
		"P.request.submit",
		"P.dead.extract.x",
		"$JS.API.CONSUMER.MSG.NEXT.S_WORK_EXTRACT.workers",
		"$JS.ACK.S_WORK_FIT.workers.1.1.1.1.1",
	],
	extractor: [
		"P.work.extract.a.b",
		"P.work.fit.a.b",
		"P.dead.fit.x",
		"P.request.cancel",
		"P.request.submit",
		"$JS.API.CONSUMER.MSG.NEXT.S_WORK_FIT.workers",
		"$JS.API.CONSUMER.CREATE.S_EVENTS_x.mine",
		"$JS.API.STREAM.PURGE.S_WORK_EXTRACT",
		"$JS.API.STREAM.CREATE.S_EVENTS_x",
		"$JS.API.STREAM.INFO.S_EVENTS_x",
		"$JS.ACK.S_WORK_FIT.workers.1.1.1.1.1",
		"$KV.S_LEASES.LEADER",
	],
	trainer: [
		"P.work.fit.a.b",
		"P.dead.extract.x",
		"P.request.submit",
		"P.request.cancel",
		"$JS.API.CONSUMER.MSG.NEXT.S_WORK_EXTRACT.workers",
		"$JS.API.CONSUMER.CREATE.S_WORK_EXTRACT.workers",
		"$JS.API.CONSUMER.CREATE.S_WORK_FIT.mine",
		"$JS.API.STREAM.PURGE.S_WORK_FIT",
		"$JS.API.STREAM.PURGE.S_DEAD",
		"$JS.API.STREAM.UPDATE.S_WORK_FIT",
		"$JS.ACK.S_WORK_EXTRACT.workers.1.1.1.1.1",
		"$KV.S_LEASES.LEADER",
	],
	cli: [
		"P.work.extract.a.b",
		"P.work.fit.a.b",
		"P.event.x",
		"P.dead.extract.x",
		"$JS.API.CONSUMER.MSG.NEXT.S_WORK_EXTRACT.workers",
		"$JS.API.CONSUMER.MSG.NEXT.S_WORK_FIT.workers",
		"$JS.API.CONSUMER.CREATE.S_WORK_FIT.mine",
		"$JS.API.STREAM.PURGE.S_WORK_EXTRACT",
		"$JS.API.STREAM.CREATE.S_EVENTS_x",
		"$JS.ACK.S_WORK_FIT.workers.1.1.1.1.1",
		"$KV.S_LEASES.LEADER",
	],
};

/** What nobody may listen to: everything, others' replies, the work itself. */
const NOT_HEARD = [">", "P.>", "P.work.>", "P.event.>", "P.dead.>", "$JS.API.>", "$JS.ACK.>", "$KV.>", "_INBOX.>", "$SYS.>"];

describe("a service's credentials", () => {
	test("open nothing else: subjects, keys, buckets", async () => {
		const name = `r${randomBytes(5).toString("hex")}`;
		const { rights, nats, s3 } = await guardedServers(name);
		const root = await rawNats(nats.port, { user: "root", pass: ROOT.FROSTLINE_NATS_PASSWORD });
		await root.subscribe(">");
		const real = (subject: string) =>
			subject
				.replace("LEADER", Buffer.from("coordinator").toString("base64url"))
				.replace(/(?<=^|[._])P(?=\.|$)/, name)
				.replace(/(?<=[._])S(?=_)/, name.toUpperCase());
		await s3Request(s3.root, "PUT", `/${name}`);
		await s3Request(s3.root, "PUT", `/another-bucket`);
		const there = [
			"packs/x",
			"features/s/x.safetensors",
			"backbones/d/graph.safetensors",
			"datasets/d.jsonl.gz",
			"jobs/j/plan.json",
			"secret.txt",
		];
		for (const key of there) for (const bucket of [name, "another-bucket"]) await put(s3.root, `/${bucket}/${key}`);

		for (const role of ROLES) {
			const { user } = rights.nats[role];
			await expect(rawNats(nats.port, { user, pass: "wrong" })).rejects.toThrow(/Authorization Violation/);
			const connection = await rawNats(nats.port, { user, pass: nats.passwords[role] });
			const subjects = [...NOBODY, ...OTHERS[role]].map(real);
			expect(subjects.length).toBeGreaterThanOrEqual(20);
			for (const subject of subjects)
				expect([role, subject, await connection.publish(subject, "x")]).toEqual([
					role,
					subject,
					expect.stringMatching(/Permissions Violation for Publish/),
				]);
			const inboxes = ROLES.filter((other) => other !== role).map((other) => `_INBOX_${name}-${other}.>`);
			for (const subject of [...NOT_HEARD.map(real), ...inboxes])
				expect([role, subject, await connection.subscribe(subject)]).toEqual([
					role,
					subject,
					expect.stringMatching(/Permissions Violation for Subscription/),
				]);

			const forbidden = FORBIDDEN_KEYS[role];
			expect(forbidden.length).toBeGreaterThanOrEqual(8);
			for (const [method, key] of [...forbidden, ...NOBODYS_KEYS]) {
				const path = key.startsWith("/") ? key : `/${name}/${key}`;
				const { status } = await s3Request(
					s3.users[role],
					method,
					path,
					method === "PUT" && path.includes("/", 1) ? { body: Buffer.from("x") } : {},
				);
				expect([role, method, path, status]).toEqual([role, method, path, 403]);
			}
		}
		expect(root.came.filter((subject) => !subject.startsWith("$JS.EVENT."))).toEqual([]);
		for (const key of there) expect([key, (await s3Request(s3.root, "GET", `/${name}/${key}`)).text]).toEqual([key, "put by root"]);
	});
});

async function put(by: S3Credentials, path: string): Promise<void> {
	const { status, text } = await s3Request(by, "PUT", path, { body: Buffer.from("put by root") });
	if (status !== 200) throw new Error(`PUT ${path}: ${status} ${text}`);
}

type Asked = readonly ["GET" | "PUT" | "DELETE", string];

const NOBODYS_KEYS: readonly Asked[] = [
	["GET", "secret.txt"],
	["PUT", "secret.txt"],
	["DELETE", "secret.txt"],
	["DELETE", "packs/x"],
	["DELETE", "datasets/d.jsonl.gz"],
	["DELETE", "backbones/d/graph.safetensors"],
	["PUT", "elsewhere/x"],
	["GET", "/another-bucket/packs/x"],
	["PUT", "/another-bucket/packs/x"],
	["GET", "/another-bucket"],
	["DELETE", "/another-bucket"],
	["PUT", "/one-more-bucket"],
];

const FORBIDDEN_KEYS: Readonly<Record<Role, readonly Asked[]>> = {
	coordinator: [
		["PUT", "packs/x"],
		["PUT", "backbones/d/graph.safetensors"],
		["PUT", "backbones/d/other"],
		["PUT", "features/s/y.safetensors"],
		["PUT", "features/s/x.other"],
		["GET", "backbones/d/graph.safetensors"],
		["GET", "backbones/x"],
		["PUT", "datasets/d.txt"],
	],
	extractor: [
		["GET", "jobs/j/plan.json"],
		["GET", "datasets/d.jsonl.gz"],
		["PUT", "packs/x"],
		["PUT", "backbones/d/graph.safetensors"],
		["PUT", "datasets/d.jsonl.gz"],
		["PUT", "jobs/j/plan.json"],
		["PUT", "jobs/_states/j.json"],
		["PUT", "jobs/j/model/model.onnx"],
		["DELETE", "features/s/x.safetensors"],
		["DELETE", "jobs/j/passes/f/1/000001.safetensors"],
	],
	trainer: [
		["GET", "datasets/d.jsonl.gz"],
		["PUT", "packs/x"],
		["PUT", "features/s/x.safetensors"],
		["PUT", "backbones/d/graph.safetensors"],
		["PUT", "jobs/j/plan.json"],
		["PUT", "jobs/_states/j.json"],
		["PUT", "jobs/j/result.json"],
		["PUT", "jobs/j/passes/f/1/000001.safetensors"],
		["DELETE", "features/s/x.safetensors"],
		["DELETE", "jobs/j/plan.json"],
	],
	cli: [
		["GET", "features/s/x.safetensors"],
		["PUT", "features/s/x.safetensors"],
		["PUT", "jobs/j/model/model.onnx"],
		["PUT", "jobs/j/result.json"],
		["PUT", "jobs/j/fits/f/outcome.json"],
		["PUT", "jobs/j/checkpoints/f/000001.safetensors"],
		["DELETE", "features/s/x.safetensors"],
		["DELETE", "jobs/j/plan.json"],
		["DELETE", "jobs/_states/j.json"],
	],
};
