import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { loadConfig } from "../../lib/service/config.ts";
import { openBus, openStore } from "../../lib/service/connect.ts";
import { type Authority, authority, type Certificate } from "../support/certificates.ts";
import { startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { startMinioServer } from "../support/minio-server.ts";
import { startNatsServer } from "../support/nats-server.ts";
import { rawNats } from "../support/raw-nats.ts";

const known = inject("known");

/** A NATS server that takes encrypted connections alone, and of those only the ones of clients with a certificate of the authority's. */
async function tlsNats(by: Authority, { cert, key }: Certificate) {
	const server = await startNatsServer(["--tls", "--tlscert", cert, "--tlskey", key, "--tlscacert", by.ca, "--tlsverify"]);
	onTestFinished(() => server.stop());
	return server;
}

/** An S3 server that speaks https alone. */
async function tlsMinio({ cert, key }: Certificate) {
	const folder = join(await temporaryFolder(), "certs");
	await mkdir(folder);
	await copyFile(cert, join(folder, "public.crt"));
	await copyFile(key, join(folder, "private.key"));
	const server = await startMinioServer(inject("servers"), ["--certs-dir", folder]);
	onTestFinished(() => server.stop());
	return server;
}

describe("with TLS everywhere", () => {
	test("a job is done as ever, both ways, over certificates of an authority of one's own", async () => {
		const by = await authority();
		const nats = await tlsNats(by, await by.issue());
		const s3 = await tlsMinio(await by.issue());
		const client = await by.issue({ name: "frostline" });
		const cluster = await startCluster({
			nats: `tls://127.0.0.1:${nats.port}`,
			env: {
				FROSTLINE_NATS_TLS_CA: by.ca,
				FROSTLINE_NATS_TLS_CERT: client.cert,
				FROSTLINE_NATS_TLS_KEY: client.key,
				FROSTLINE_S3_ENDPOINT: s3.endpoint,
				FROSTLINE_S3_TLS_CA: by.ca,
			},
		});
		expect((await cluster.submit(known.folder)).head).toEqual(known.result.head);
		expect(await cluster.features()).toEqual(known.features);
		const few = ["--set", "way=frozen", "--set", "fit.epochs=2", "--set", "frozen.backbone=extractors"];
		expect((await cluster.submit(known.folder, ...few)).epochs).toHaveLength(2);
	});

	test("nothing is said without it, in either direction", async () => {
		const by = await authority();
		const nats = await tlsNats(by, await by.issue());
		const s3 = await tlsMinio(await by.issue());
		await expect(rawNats(nats.port, { user: "a", pass: "b" })).rejects.toThrow(/TLS|closed/);
		const { accessKey, secretKey } = s3;
		const env = {
			FROSTLINE_S3_ACCESS_KEY: accessKey,
			FROSTLINE_S3_SECRET_KEY: secretKey,
			FROSTLINE_NATS_URL: `nats://127.0.0.1:${nats.port}`,
			FROSTLINE_S3_ENDPOINT: `http://127.0.0.1:${s3.port}`,
		};
		const plain = loadConfig({ env });
		await expect(openBus(plain, { service: "cli", setUp: false })).rejects.toMatchObject({ code: "BUS_UNREACHABLE" });
		await expect(openStore(plain, { setUp: false })).rejects.toMatchObject({ code: expect.stringMatching(/^STORE_/) });

		// Servers without it, and settings that want it.
		const shared = { nats: inject("nats"), s3: inject("s3") };
		const wanting = loadConfig({
			env: {
				...env,
				FROSTLINE_NATS_URL: `nats://127.0.0.1:${shared.nats.port}`,
				FROSTLINE_NATS_TLS_CA: by.ca,
				FROSTLINE_S3_ENDPOINT: `https://127.0.0.1:${shared.s3.port}`,
				FROSTLINE_S3_TLS_CA: by.ca,
			},
		});
		await expect(openBus(wanting, { service: "cli", setUp: false })).rejects.toMatchObject({ code: "BUS_UNREACHABLE" });
		await expect(openStore(wanting, { setUp: false })).rejects.toMatchObject({ code: "STORE_FAILED" });
	});

	test.each([
		["another authority's certificate", async (_: Authority) => (await authority("another")).issue(), /not trusted|certificate/],
		["a certificate that has expired", (by: Authority) => by.issue({ days: [-10, -1] }), /expired/],
		["a certificate of another host", (by: Authority) => by.issue({ hosts: ["elsewhere.example"] }), /altnames|Hostname|not trusted/],
	])("%s is refused", async (_, issue, says) => {
		const by = await authority();
		const made = await issue(by);
		const nats = await tlsNats(by, made);
		const s3 = await tlsMinio(made);
		const client = await by.issue({ name: "frostline" });
		const config = loadConfig({
			env: {
				FROSTLINE_NATS_URL: `tls://127.0.0.1:${nats.port}`,
				FROSTLINE_NATS_TLS_CA: by.ca,
				FROSTLINE_NATS_TLS_CERT: client.cert,
				FROSTLINE_NATS_TLS_KEY: client.key,
				FROSTLINE_S3_ENDPOINT: s3.endpoint,
				FROSTLINE_S3_TLS_CA: by.ca,
				FROSTLINE_S3_ACCESS_KEY: s3.accessKey,
				FROSTLINE_S3_SECRET_KEY: s3.secretKey,
			},
		});
		await expect(openBus(config, { service: "cli", setUp: false })).rejects.toMatchObject({
			code: "BUS_UNREACHABLE",
			message: expect.stringMatching(says),
		});
		await expect(openStore(config, { setUp: true })).rejects.toMatchObject({ code: "STORE_FAILED", message: expect.stringMatching(says) });
	});

	test("who has no certificate of the authority's cannot speak to NATS, whoever it says it is", async () => {
		const by = await authority();
		const nats = await tlsNats(by, await by.issue());
		const stranger = await (await authority("another")).issue({ name: "frostline" });
		const base = {
			FROSTLINE_NATS_URL: `tls://127.0.0.1:${nats.port}`,
			FROSTLINE_NATS_TLS_CA: by.ca,
			FROSTLINE_S3_ENDPOINT: "http://127.0.0.1",
			...NO_KEYS,
		};
		for (const env of [base, { ...base, FROSTLINE_NATS_TLS_CERT: stranger.cert, FROSTLINE_NATS_TLS_KEY: stranger.key }])
			await expect(openBus(loadConfig({ env }), { service: "cli", setUp: false })).rejects.toMatchObject({ code: "BUS_UNREACHABLE" });
	});
});

const NO_KEYS = { FROSTLINE_S3_ACCESS_KEY: "none", FROSTLINE_S3_SECRET_KEY: "none" };
