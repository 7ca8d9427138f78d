/** Keys that a process uses, as patterns in which `*` is anything: what its rights are derived from. */
export interface StoreUse {
	readonly reads: readonly string[];
	readonly writes: readonly string[];
	readonly removes: readonly string[];
	/** Makes the bucket where there is none. */
	readonly setUp?: boolean;
	/** What it does with images that are read in place, at `s3://…`. */
	readonly images?: "reads" | "reads and lists";
}

export interface Bucket {
	readonly bucket: string;
	/** Keys begin with this and a slash; empty for the whole bucket. */
	readonly prefix: string;
}

export interface Policy {
	readonly Version: "2012-10-17";
	readonly Statement: readonly Statement[];
}

interface Statement {
	readonly Sid: string;
	readonly Effect: "Allow";
	readonly Action: readonly string[];
	readonly Resource: readonly string[];
}

/**
 * The S3 policy of a process, as AWS and MinIO take it. Everybody may list the whole bucket: without that right S3 says "denied" of what is not there (a
 * condition on the prefix would not be met by a read), and names are digests and ids of jobs.
 */
export function s3Policy({ bucket, prefix }: Bucket, use: StoreUse, imagePlaces: readonly string[] = []): Policy {
	const { reads, writes, removes, setUp = false, images } = use;
	const within = prefix === "" ? "" : `${prefix}/`;
	const objects = (keys: readonly string[]) => [...new Set(keys)].sort().map((key) => `arn:aws:s3:::${bucket}/${within}${key}`);
	const places = (images === undefined ? [] : imagePlaces).map((uri) => /^s3:\/\/([^/]+)\/?(.*)$/.exec(uri)!.slice(1) as [string, string]);
	const statements: Statement[] = [
		allow("List", ["s3:ListBucket", ...(setUp ? ["s3:CreateBucket"] : [])], [`arn:aws:s3:::${bucket}`]),
		allow("Read", ["s3:GetObject"], objects(reads)),
		allow("Write", ["s3:PutObject"], objects(writes)),
		allow("Remove", ["s3:DeleteObject"], objects(removes)),
		allow("ListImages", ["s3:ListBucket"], images === "reads" ? [] : [...new Set(places.map(([name]) => `arn:aws:s3:::${name}`))]),
		allow(
			"ReadImages",
			["s3:GetObject"],
			places.map(([name, key]) => `arn:aws:s3:::${name}/${key}*`),
		),
	];
	return { Version: "2012-10-17", Statement: statements.filter(({ Resource }) => Resource.length > 0) };
}

function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): Statement {
	return { Sid, Effect: "Allow", Action, Resource };
}
