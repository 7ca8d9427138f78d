import { createHash } from "node:crypto";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { request as secureRequest } from "node:https";
import { type Client, S3Error } from "minio";
import { agentOf, type S3Service, s3Client } from "./minio-client.ts";
import type { Bucket } from "./policy.ts";

/** What an S3 service says to anybody. */
export interface S3Answer {
	/** The service's clock, to the second; null where it does not tell. */
	readonly date: Date | null;
	/** When it was asked and when it answered, by this machine's clock, ms since 1970. */
	readonly asked: number;
	readonly answered: number;
	readonly status: number;
	readonly server: string;
}

/** Asks without signing. Rejects with the socket's or OpenSSL's own error, `code` and all. */
export function askS3({ endpoint, tls }: S3Service, timeoutMs: number): Promise<S3Answer> {
	const asked = Date.now();
	return new Promise((resolve, reject) => {
		const answered = (answer: IncomingMessage) => {
			answer.resume();
			const { date, server = "" } = answer.headers;
			const time = date === undefined ? Number.NaN : Date.parse(date);
			resolve({
				date: Number.isNaN(time) ? null : new Date(time),
				asked,
				answered: Date.now(),
				status: answer.statusCode ?? 0,
				server: String(server),
			});
		};
		const url = new URL(endpoint);
		const agent = agentOf(tls);
		const options = { method: "GET", timeout: timeoutMs, ...(agent === undefined ? {} : { agent }) };
		const sent: ClientRequest = url.protocol === "https:" ? secureRequest(url, options, answered) : request(url, options, answered);
		sent.once("timeout", () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
		sent.once("error", reject);
		sent.end();
	});
}

/** How an attempt ended: S3's own code for a refusal, or what else went wrong. */
export type Attempt = "allowed" | { readonly code: string; readonly message: string };

/**
 * Tries what a key may do, and leaves nothing behind: reading what is not there, removing what is not there, writing with a checksum that is wrong, so that
 * the service refuses the bytes after it has looked at the rights.
 */
export interface S3Inspection {
	list(): Promise<Attempt>;
	read(key: string): Promise<Attempt>;
	write(key: string): Promise<Attempt>;
	remove(key: string): Promise<Attempt>;
}

export function inspectS3(service: S3Service, { bucket, prefix }: Bucket): S3Inspection {
	const client = s3Client(service);
	const name = (key: string) => (prefix === "" ? key : `${prefix}/${key}`);
	return {
		list: () => attempt(() => first(client, bucket, name("jobs/"))),
		read: (key) => attempt(() => client.getObject(bucket, name(key)).then((stream) => void stream.destroy()), /^NoSuchKey$/),
		write: (key) =>
			attempt(() => writeWrong(client, bucket, name(key), service.region), /^(BadDigest|InvalidDigest|XAmzContentChecksumMismatch)$/),
		remove: (key) => attempt(() => client.removeObject(bucket, name(key))),
	};
}

/** The first page is enough. */
async function first(client: Client, bucket: string, prefix: string): Promise<void> {
	for await (const _ of client.listObjectsV2(bucket, prefix, false)) return;
}

async function writeWrong(client: Client, bucketName: string, objectName: string, region = "us-east-1"): Promise<void> {
	const headers = { "content-md5": createHash("md5").update("other bytes").digest("base64") };
	await client.makeRequestAsync({ method: "PUT", bucketName, objectName, headers }, "frostline doctor", [200], region);
	await client.removeObject(bucketName, objectName).catch(() => {}); // a service that does not compare has taken them
}

async function attempt(work: () => Promise<void>, meansAllowed?: RegExp): Promise<Attempt> {
	try {
		await work();
		return "allowed";
	} catch (error) {
		const code = error instanceof S3Error ? (error.code ?? "") : String((error as NodeJS.ErrnoException).code ?? "");
		if (meansAllowed?.test(code)) return "allowed";
		return { code, message: error instanceof Error ? error.message : String(error) };
	}
}
