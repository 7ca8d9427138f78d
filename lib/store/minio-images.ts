import { sha256 } from "../base/digest.ts";
import { RetryableError, UserError } from "../base/errors.ts";
import { FileCache } from "./file-cache.ts";
import { absent, collected, type S3Service, s3Client } from "./minio-client.ts";
import { s3Problem } from "./minio-problems.ts";
import { persistently } from "./persistently.ts";

export interface RemoteImagesOptions extends S3Service {
	/** Local folder for what compute children read. */
	readonly cache: string;
	readonly cacheBytes: number;
	/** As the store's (minio.ts). */
	readonly onCache?: (outcome: "hit" | "miss") => void;
}

const LIST_MS = 600_000;
const READ_MS = 60_000;

/** Images at `s3://bucket/key`, read in place (lib/data/remote.ts). */
export function openRemoteImages(options: RemoteImagesOptions): {
	list(prefix: string): Promise<readonly string[]>;
	read(uri: string): Promise<Uint8Array | null>;
	localFile(uri: string, digest: string): Promise<string | null>;
} {
	const client = s3Client(options);
	const cache = new FileCache(options.cache, options.cacheBytes, options.onCache);
	const attempt = <T>(uri: string, ms: number, work: () => Promise<T>) =>
		persistently({ what: uri, timeMs: () => ms, classify: (error, tries) => s3Problem(error, options.endpoint, uri, tries) }, work);

	const read = async (uri: string): Promise<Uint8Array | null> => {
		const { bucket, key } = placeOf(uri);
		return attempt(uri, READ_MS, async () => {
			const stream = await client.getObject(bucket, key).catch(absent);
			return stream === null ? null : collected(stream);
		});
	};

	return {
		read,
		async list(prefix) {
			const { bucket, key } = placeOf(prefix);
			return attempt(prefix, LIST_MS, async () => {
				const found: string[] = [];
				for await (const item of client.listObjectsV2(bucket, key, true)) {
					const { name } = item as { name?: string };
					if (name !== undefined) found.push(`s3://${bucket}/${name}`);
				}
				return found;
			});
		},
		async localFile(uri, digest) {
			const known = await cache.find(digest, null);
			if (known !== null) return known;
			const bytes = await read(uri);
			if (bytes === null) return null;
			const found = sha256(bytes);
			if (found !== digest)
				throw new RetryableError("IMAGE_CHANGED", `${uri} changed while the job was running: its digest was ${digest} and is ${found}`, {
					fix: "submit the job again under another id: it plans anew and keeps every feature that still holds",
				});
			return cache.add(digest, bytes);
		},
	};
}

function placeOf(uri: string): { bucket: string; key: string } {
	const match = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri);
	if (match === null) throw new UserError("BAD_DATA_SOURCE", `${uri} is no place in an S3 service`, { fix: "write s3://bucket/prefix" });
	return { bucket: match[1]!, key: match[2]! };
}
