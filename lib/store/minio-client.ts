import { readFileSync } from "node:fs";
import { Agent } from "node:https";
import { Client, S3Error } from "minio";
import { UserError } from "../base/errors.ts";

export interface S3Service {
	/** http(s)://host:port of any S3-compatible service. */
	readonly endpoint: string;
	readonly region?: string;
	readonly accessKey: string;
	readonly secretKey: string;
	readonly tls?: S3Tls;
}

/** Files, each a PEM: who signed the service's certificate, and this client's own certificate and key. */
export interface S3Tls {
	readonly ca?: string | undefined;
	readonly cert?: string | undefined;
	readonly key?: string | undefined;
}

/** One PUT up to S3's own limit: in several parts the condition "only if there is none" would not hold. */
const ONE_PART = 5 * 1024 * 1024 * 1024;

export function s3Client({ endpoint, region, accessKey, secretKey, tls }: S3Service): Client {
	const url = new URL(endpoint);
	const transportAgent = agentOf(tls);
	return new Client({
		endPoint: url.hostname,
		port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
		useSSL: url.protocol === "https:",
		region: region ?? "us-east-1",
		accessKey,
		secretKey,
		...(transportAgent === undefined ? {} : { transportAgent }),
		partSize: ONE_PART,
		retryOptions: { disableRetry: true }, // persistently.ts tries again, with a deadline, and after broken connections too
	});
}

/** As Node's own agent keeps connections, but with what the files say; undefined: Node's own will do. */
export function agentOf({ ca, cert, key }: S3Tls = {}): Agent | undefined {
	if (ca === undefined && cert === undefined) return undefined;
	const pem = (name: string, file: string | undefined) => (file === undefined ? {} : { [name]: contentOf(file, name) });
	return new Agent({ keepAlive: true, scheduling: "lifo", timeout: 5_000, ...pem("ca", ca), ...pem("cert", cert), ...pem("key", key) });
}

function contentOf(file: string, name: string): Buffer {
	try {
		return readFileSync(file);
	} catch (cause) {
		throw new UserError("BAD_CONFIG", `s3.tls.${name} names ${file}, which cannot be read: ${(cause as NodeJS.ErrnoException).code}`, {
			cause,
			fix: `check FROSTLINE_S3_TLS_${name.toUpperCase()}, that the file is mounted, and that this user may read it`,
		});
	}
}

/** An object that is not there is null. */
export function absent(error: unknown): null {
	if (error instanceof S3Error && /^(NoSuchKey|NotFound|NoSuchObject)$/.test(error.code ?? "")) return null;
	throw error;
}

export async function collected(stream: AsyncIterable<unknown>): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of stream) parts.push(part as Buffer);
	return Buffer.concat(parts);
}
