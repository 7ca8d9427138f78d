/**
 * Images that lie in an S3-compatible service and are read in place: a prefix with one folder per class, `s3://bucket/flowers`. The service is the one that
 * the store is in, with its credentials.
 */
export interface RemoteImages {
	/** URIs of all objects below the prefix, in code-point order. */
	list(prefix: string): Promise<readonly string[]>;
	/** An object's bytes; null where there is none. */
	read(uri: string): Promise<Uint8Array | null>;
	/** A local file with the bytes that the digest names; null where there is no such object any more. */
	localFile(uri: string, digest: string): Promise<string | null>;
}

export function isRemote(place: string): boolean {
	return place.startsWith("s3://");
}
