import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "minio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openS3Store } from "../../lib/store/minio.ts";
import { storeContract } from "../contract/store.contract.ts";
import { type StartedMinioServer, startMinioServer } from "../support/minio-server.ts";

let server: StartedMinioServer;
let cache: string;
beforeAll(async () => {
	server = await startMinioServer();
	cache = await mkdtemp(join(tmpdir(), "frostline-cache-"));
});
afterAll(async () => {
	await server.stop();
	await rm(cache, { recursive: true, force: true });
});

storeContract("an S3 bucket", async () => {
	const { endpoint, accessKey, secretKey } = server;
	const store = await openS3Store({ endpoint, accessKey, secretKey, bucket: "contract", prefix: "some/where", cache, setUp: true });
	const { hostname, port } = new URL(endpoint);
	const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey });
	return {
		store,
		async damage(key) {
			const name = `some/where/${key}`;
			const { metaData } = await client.statObject("contract", name);
			const parts: Buffer[] = [];
			for await (const part of await client.getObject("contract", name)) parts.push(part as Buffer);
			const bytes = Buffer.concat(parts);
			bytes[0]! ^= 1;
			await client.putObject("contract", name, bytes, bytes.length, { "x-amz-meta-sha256": String(metaData.sha256) });
		},
		close: () => store.close(),
	};
});

describe("opening a bucket", () => {
	const open = (changes: Partial<Parameters<typeof openS3Store>[0]>) =>
		openS3Store({
			endpoint: server.endpoint,
			accessKey: server.accessKey,
			secretKey: server.secretKey,
			bucket: "other",
			cache,
			setUp: false,
			...changes,
		});

	test("wrong credentials are a plain error at once", async () => {
		const began = performance.now();
		await expect(open({ secretKey: "wrong-secret", setUp: true })).rejects.toMatchObject({
			name: "UserError",
			code: "STORE_DENIED",
			fix: expect.stringContaining("secret key"),
		});
		expect(performance.now() - began).toBeLessThan(5_000);
	});

	test("a bucket that is not there is an error, unless it is to be set up", async () => {
		await expect(open({ bucket: "not-there" })).rejects.toMatchObject({ code: "STORE_NOT_FOUND" });
		const store = await open({ bucket: "not-there", setUp: true });
		expect(store.where).toBe("s3://not-there");
	});

	test("coordinators that start at the same moment all find the conditions kept, and leave nothing behind", async () => {
		const stores = await Promise.all(Array.from({ length: 24 }, () => open({ bucket: "at-once", setUp: true })));
		const left: string[] = [];
		for await (const key of stores[0]!.list("jobs/")) left.push(key);
		expect(left).toEqual([]);
	});

	test("a service that is not there is said after a few tries", async () => {
		await expect(open({ endpoint: "http://127.0.0.1:9" })).rejects.toMatchObject({ name: "RetryableError", code: "STORE_FAILED" });
	});
});
