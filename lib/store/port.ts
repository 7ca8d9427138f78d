import type { FilePart } from "../base/file-part.ts";

/** Some bytes of an object. */
export interface ObjectPart {
	readonly from: number;
	readonly length: number;
	readonly sha256: string;
}

/**
 * The store is the truth (F1): everything that must survive is an object here. Objects are put once and never change, so a
 * key can be cached for ever; writing the same key again is harmless and reports which of the two happened.
 */
export interface Store {
	/** For messages: the folder, or s3://bucket/prefix. */
	readonly where: string;
	/** A folder of this machine, of the person who owns the images, too. In a store that many share a path of one machine means nothing, or something it must not. */
	readonly local: boolean;
	/** Writes the whole object or nothing (F4). "exists": the key was there, its bytes were left alone. */
	put(key: string, bytes: Uint8Array): Promise<"created" | "exists">;
	/** Replaces an object whole. Only for keys under jobs/, which one writer owns. */
	replace(key: string, bytes: Uint8Array): Promise<void>;
	/** The object's bytes with their length and SHA-256 checked, or null where there is none. Throws DAMAGED_OBJECT (RetryableError) if they do not match. */
	get(key: string): Promise<Uint8Array | null>;
	/**
	 * Bytes `from` … `from + length`, fewer where the object ends, with the whole object's length; null where there is none. A part
	 * has no digest of its own: whoever uses the object's content reads it whole.
	 */
	range(key: string, from: number, length: number): Promise<{ bytes: Uint8Array; total: number } | null>;
	/** Length in bytes, or null where there is none. Reads no content. */
	size(key: string): Promise<number | null>;
	/** Keys that begin with the prefix, in code-point order. */
	list(prefix: string): AsyncIterable<string>;
	/** Absent is fine. */
	remove(key: string): Promise<void>;
	/**
	 * A local file with the object's bytes, checked; for compute children, which read files and never the network (F7).
	 * A remote store downloads into its cache once. null where there is no such object.
	 */
	localFile(key: string): Promise<string | null>;
	/** A local file with some bytes of an object, of which their SHA-256 is known, checked as `localFile`; it may have the whole object. */
	localPart(key: string, part: ObjectPart): Promise<FilePart | null>;
	close(): Promise<void>;
}
