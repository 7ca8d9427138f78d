import { Client, S3Error } from "minio";

export interface S3Service {
	/** http(s)://host:port of any S3-compatible service. */
	readonly endpoint: string;
	readonly region?: string;
	readonly accessKey: string;
	readonly secretKey: string;
}

/** One PUT up to S3's own limit: in several parts the condition "only if there is none" would not hold. */
const ONE_PART = 5 * 1024 * 1024 * 1024;

export function s3Client({ endpoint, region, accessKey, secretKey }: S3Service): Client {
	const url = new URL(endpoint);
	return new Client({
		endPoint: url.hostname,
		port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
		useSSL: url.protocol === "https:",
		region: region ?? "us-east-1",
		accessKey,
		secretKey,
		partSize: ONE_PART,
		retryOptions: { disableRetry: true }, // persistently.ts tries again, with a deadline, and after broken connections too
	});
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
