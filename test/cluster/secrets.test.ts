import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "nats";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { minioUser } from "../support/minio-users.ts";
import { startNatsServer } from "../support/nats-server.ts";

const known = inject("known");
const random = () => `s${randomBytes(16).toString("hex")}`;

test("secrets are in no log, event, object, report, output or error message, at any log level, whatever fails", async () => {
	const password = random();
	const nats = await startNatsServer(["--user", "frost", "--pass", password]);
	onTestFinished(() => nats.stop());
	const root = inject("s3");
	const everything = {
		Version: "2012-10-17",
		Statement: [{ Sid: "All", Effect: "Allow", Action: ["s3:*"], Resource: ["arn:aws:s3:::*"] }],
	} as const;
	const { accessKey, secretKey } = await minioUser(root, random(), random(), everything);
	const secrets = [password, accessKey, secretKey];
	const cluster = await startCluster({
		nats: nats.url,
		env: {
			FROSTLINE_LOG: "trace",
			FROSTLINE_NATS_USER: "frost",
			FROSTLINE_NATS_PASSWORD: password,
			FROSTLINE_S3_ACCESS_KEY: accessKey,
			FROSTLINE_S3_SECRET_KEY: secretKey,
		},
	});
	const told: [string, string][] = [];
	const cli = async (args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = known.folder): Promise<number | null> => {
		const { code, stdout, stderr } = await cluster.cli(args, { env, cwd });
		told.push([`frostline ${args.join(" ")}`, stdout + stderr]);
		return code;
	};

	// What goes well, and what fails in the job and in the work.
	const done = await cluster.submit(known.folder);
	const folder = await temporaryFolder();
	expect(await cli(["get", done.job, "--out", folder])).toBe(0);
	expect(await cli(["submit", "job.json", "-o", "json", "--set", "fit.optimizer.learningRate=1e30", "--set", "fit.epochs=2"])).not.toBe(
		null,
	);
	await cluster.bus.publish("extract", "lost/1", Buffer.from("no shard"));
	const letters = async () => JSON.parse((await cluster.cli(["dlq", "ls", "-o", "json"])).stdout) as { id: string }[];
	await vi.waitFor(async () => expect((await letters()).map(({ id }) => id)).toContain("lost/1"), { timeout: 60_000 });
	for (const args of [
		["logs", done.job],
		["workers", "-o", "json"],
		["dlq", "show", "lost"],
		["ls"],
		["doctor"],
		["doctor", "-o", "json", "--as", "coordinator"],
	])
		await cli(args);

	// What fails because of the credentials themselves, and because of where they were put.
	const wrong: readonly NodeJS.ProcessEnv[] = [
		{ FROSTLINE_NATS_PASSWORD: `${password}x` },
		{ FROSTLINE_S3_SECRET_KEY: `${secretKey}x` },
		{ FROSTLINE_S3_ACCESS_KEY: `${accessKey}x` },
		{ FROSTLINE_NATS_URL: `nats://frost:${password}@127.0.0.1:${nats.port}` },
		{ FROSTLINE_S3_ENDPOINT: `http://${accessKey}:${secretKey}@127.0.0.1:${root.port}` },
		{ FROSTLINE_NATS_TOKEN: password },
		{ FROSTLINE_S3_SECRET_KEY_FILE: join(folder, "result.json") },
	];
	for (const env of wrong)
		for (const args of [["ls"], ["doctor"], ["doctor", "-o", "json"]]) expect([env, await cli(args, env)]).not.toEqual([env, 0]);
	for (const service of ["extractor", "coordinator"]) expect(await cli([service], { FROSTLINE_S3_SECRET_KEY: `${secretKey}x` })).toBe(2);
	await nats.restart(["--user", "frost", "--pass", random()]); // services are refused, again and again
	await new Promise((resolve) => setTimeout(resolve, 4_000));
	await nats.restart();

	for (const { worker, log } of cluster.services) told.push([`log of ${worker}`, JSON.stringify(log)]);
	for await (const key of cluster.store.list("")) told.push([key, Buffer.from((await cluster.store.get(key)) ?? []).toString("latin1")]);
	for (const name of await readdir(folder, { recursive: true }))
		told.push([name, await readFile(join(folder, name), "latin1").catch(() => "")]);
	told.push(...(await everyMessage(nats.url, password)));
	expect(told.length).toBeGreaterThan(60);
	expect(told.filter(([, text]) => secrets.some((secret) => text.includes(secret))).map(([where]) => where)).toEqual([]);
}, 300_000);

/** All that the server keeps, by stream and number. */
async function everyMessage(url: string, pass: string): Promise<[string, string][]> {
	const connection = await connect({ servers: [url], user: "frost", pass });
	const jsm = await connection.jetstreamManager();
	const found: [string, string][] = [];
	for await (const { config, state } of jsm.streams.list())
		for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
			const message = await jsm.streams.getMessage(config.name, { seq }).catch(() => null);
			if (message !== null) found.push([`${config.name} ${seq}`, Buffer.from(message.data).toString("latin1")]);
		}
	await connection.close();
	expect(found.length).toBeGreaterThan(10);
	return found;
}
