import { randomUUID } from "node:crypto";
import { type Client, S3Error } from "minio";
import { sha256 } from "../base/digest.ts";
import { RetryableError, UserError } from "../base/errors.ts";
import type { FilePart } from "../base/file-part.ts";
import { FileCache } from "./file-cache.ts";
import { checkKey, checkPrefix, digestInKey } from "./keys.ts";
import { absent, collected, type S3Service, s3Client } from "./minio-client.ts";
import { s3Problem } from "./minio-problems.ts";
import { persistently } from "./persistently.ts";
import type { ObjectPart, Store } from "./port.ts";

export interface S3Options extends S3Service {
	readonly bucket: string;
	/** Keys begin with this and a slash; empty for the whole bucket. */
	readonly prefix?: string;
	/** Local folder for what compute children read. */
	readonly cache: string;
	/** Its size: what was not used for longest makes room. */
	readonly cacheBytes?: number;
	/** Told of each try after the first. */
	readonly onRetry?: () => void;
	/** Told of each object that is wanted as a local file: it is there already, or is fetched. */
	readonly onCache?: (outcome: "hit" | "miss") => void;
	/** Make the bucket when it is not there. */
	readonly setUp: boolean;
}

/** The object's own digest, given with it and compared on every read. */
const DIGEST = "x-amz-meta-sha256";
/** An attempt may take this long, and so much longer for each megabyte: a connection that hangs is given up. */
const ATTEMPT_MS = 20_000;
const PER_MEGABYTE_MS = 1_000;
const CACHE_BYTES = 20e9;

/** Opens a store in a bucket. Refuses wrong credentials, a missing bucket and a service that ignores conditions, each with its fix. */
export async function openS3Store(options: S3Options): Promise<Store> {
	const client = s3Client(options);
	const store = new S3Store(client, options);
	await store.begin(options.setUp, options.endpoint);
	return store;
}

class S3Store implements Store {
	readonly where: string;
	readonly local = false;
	readonly #client: Client;
	readonly #bucket: string;
	readonly #prefix: string;
	readonly #cache: FileCache;
	readonly #onRetry: (() => void) | undefined;

	constructor(client: Client, { bucket, prefix = "", cache, cacheBytes = CACHE_BYTES, onRetry, onCache }: S3Options) {
		this.where = `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`;
		this.#client = client;
		this.#bucket = bucket;
		this.#prefix = prefix === "" ? "" : `${prefix}/`;
		this.#cache = new FileCache(cache, cacheBytes, onCache);
		this.#onRetry = onRetry;
	}

	async begin(setUp: boolean, endpoint: string): Promise<void> {
		const there = await this.#attempt(`bucket ${this.#bucket}`, 0, () => this.#client.bucketExists(this.#bucket));
		if (!there && !setUp)
			throw new UserError("STORE_NOT_FOUND", `there is no bucket ${this.#bucket} at ${endpoint}`, {
				fix: "make it, or start the coordinator first: it does",
			});
		if (!there) {
			await this.#attempt(`bucket ${this.#bucket}`, 0, () =>
				this.#client.makeBucket(this.#bucket).catch((error: unknown) => {
					if (!(error instanceof S3Error && /BucketAlready/.test(error.code ?? ""))) throw error;
				}),
			);
		}
		if (setUp) await this.#probe(endpoint);
	}

	/**
	 * A service that takes the condition and ignores it would let two writers win: better to say so before any work. Each probe has its own key: another
	 * coordinator that starts at the same moment probes too.
	 */
	async #probe(endpoint: string): Promise<void> {
		const key = `jobs/probe/conditions-${randomUUID()}`;
		await this.put(key, new Uint8Array([1]));
		const second = await this.put(key, new Uint8Array([2]));
		await this.remove(key);
		if (second !== "exists") {
			throw new UserError("STORE_UNCONDITIONAL", `${endpoint} ignores If-None-Match: a second write of the same key was taken`, {
				fix: "use a service that keeps conditional writes (AWS S3, MinIO since 2023, SeaweedFS)",
			});
		}
	}

	async put(key: string, bytes: Uint8Array): Promise<"created" | "exists"> {
		return this.#write(key, bytes, { "If-None-Match": "*" });
	}

	async replace(key: string, bytes: Uint8Array): Promise<void> {
		this.#name(key);
		if (!key.startsWith("jobs/")) throw new TypeError(`${key} is put once and never replaced; only keys under jobs/ may be`);
		await this.#write(key, bytes, {});
	}

	async get(key: string): Promise<Uint8Array | null> {
		return (await this.#read(key))?.bytes ?? null;
	}

	/** An object with its digest, which has been compared. */
	async #read(key: string): Promise<{ bytes: Uint8Array; digest: string } | null> {
		const name = this.#name(key);
		return this.#attempt(key, 0, async (deadline) => {
			const stream = await this.#client.getObject(this.#bucket, name).catch(absent);
			if (stream === null) return null;
			const { headers } = stream as typeof stream & { headers: Readonly<Record<string, string | undefined>> };
			const length = Number(headers["content-length"] ?? 0);
			deadline(length);
			const bytes = await collected(stream);
			if (bytes.length !== length) throw new Error(`the answer ended after ${bytes.length} of ${length} bytes`);
			return { bytes, digest: this.#compared(key, bytes, headers[DIGEST]) };
		});
	}

	async range(key: string, from: number, length: number): Promise<{ bytes: Uint8Array; total: number } | null> {
		const name = this.#name(key);
		if (length === 0) return this.#stat(key).then((found) => (found === null ? null : { bytes: new Uint8Array(0), total: found.size }));
		return this.#attempt(key, length, async () => {
			// "InvalidRange": the object ends before `from`.
			const stream = await this.#client.getPartialObject(this.#bucket, name, from, length).catch(absent);
			if (stream === null) return null;
			const { headers } = stream as typeof stream & { headers: Readonly<Record<string, string | undefined>> };
			const bytes = await collected(stream);
			const expected = Number(headers["content-length"] ?? 0);
			if (bytes.length !== expected) throw new Error(`the answer ended after ${bytes.length} of ${expected} bytes`);
			const total = /\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1];
			return { bytes, total: total === undefined ? bytes.length : Number(total) };
		});
	}

	async size(key: string): Promise<number | null> {
		return (await this.#stat(key))?.size ?? null;
	}

	async *list(prefix: string): AsyncIterable<string> {
		const begin = this.#prefix + checkPrefix(prefix);
		const keys = await this.#attempt(prefix, 0, async () => {
			const found: string[] = [];
			for await (const item of this.#client.listObjectsV2(this.#bucket, begin, true)) {
				const { name } = item as { name?: string };
				if (name !== undefined) found.push(name.slice(this.#prefix.length));
			}
			return found;
		});
		yield* keys;
	}

	async remove(key: string): Promise<void> {
		const name = this.#name(key);
		await this.#attempt(key, 0, () => this.#client.removeObject(this.#bucket, name));
	}

	async localFile(key: string): Promise<string | null> {
		// A pack's key says its digest (F2): one that is in the cache needs no question.
		const named = digestInKey(key);
		const known = named === null ? null : await this.#cache.find(named, null);
		if (known !== null) return known;
		const found = named === null ? await this.#stat(key) : null;
		if (named === null && found === null) return null;
		const cached = found === null ? null : await this.#cache.find(found.digest, found.size);
		if (cached !== null) return cached;
		const read = await this.#read(key);
		return read === null ? null : this.#cache.add(read.digest, read.bytes);
	}

	async localPart(key: string, { from, length, sha256: digest }: ObjectPart): Promise<FilePart | null> {
		const pack = digestInKey(key);
		const whole = pack === null ? null : await this.#cache.find(pack, null);
		if (whole !== null) return { file: whole, from, length };
		const known = await this.#cache.find(digest, length);
		if (known !== null) return { file: known, from: 0, length };
		const read = await this.range(key, from, length);
		if (read === null) return null;
		this.#compared(`bytes ${from} to ${from + length} of ${key}`, read.bytes, digest);
		return { file: await this.#cache.add(digest, read.bytes), from: 0, length };
	}

	async close(): Promise<void> {}

	#name(key: string): string {
		return this.#prefix + checkKey(key);
	}

	async #stat(key: string): Promise<{ size: number; digest: string } | null> {
		const name = this.#name(key);
		const found = await this.#attempt(key, 0, () => this.#client.statObject(this.#bucket, name).catch(absent));
		return found === null ? null : { size: found.size, digest: String(found.metaData.sha256 ?? "") };
	}

	async #write(key: string, bytes: Uint8Array, condition: Readonly<Record<string, string>>): Promise<"created" | "exists"> {
		const name = this.#name(key);
		const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const metadata = { ...condition, [DIGEST]: sha256(bytes), "Content-Type": "application/octet-stream" };
		return this.#attempt(key, body.length, async () => {
			try {
				await this.#client.putObject(this.#bucket, name, body, body.length, metadata);
				return "created" as const;
			} catch (error) {
				if (error instanceof S3Error && error.code === "PreconditionFailed") return "exists" as const;
				throw error;
			}
		});
	}

	#compared(key: string, bytes: Uint8Array, expected: string | undefined): string {
		const digest = sha256(bytes);
		if (digest === expected) return digest;
		throw new RetryableError(
			"DAMAGED_OBJECT",
			`${key} in ${this.where} is damaged: its digest should be ${expected ?? "recorded with it"} and is ${digest}`,
			{
				fix: "it is removed and computed again; if this repeats, check the storage",
			},
		);
	}

	/** Several tries with a deadline each; `deadline` gives a try more time once the length is known. */
	#attempt<T>(what: string, bytes: number, work: (deadline: (bytes: number) => void) => Promise<T>): Promise<T> {
		return persistently(
			{
				what: `${what} in ${this.where}`,
				timeMs: (more) => ATTEMPT_MS + (PER_MEGABYTE_MS * (bytes + more)) / 1e6,
				classify: (error, tries) => s3Problem(error, this.where, what, tries),
				onRetry: this.#onRetry,
			},
			work,
		);
	}
}
