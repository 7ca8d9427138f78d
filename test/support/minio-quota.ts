import { type S3Credentials, s3Request } from "./s3-request.ts";

/**
 * Limits a bucket's size, 0 for no limit: objects of that size and more are refused from now on. What the bucket holds already is measured by the server now
 * and then, and counts later.
 */
export async function setBucketQuota(credentials: S3Credentials, bucket: string, bytes: number): Promise<void> {
	const body = Buffer.from(JSON.stringify({ quota: bytes, size: bytes, quotatype: "hard" }));
	const answer = await s3Request(credentials, "PUT", "/minio/admin/v3/set-bucket-quota", { query: { bucket }, body });
	if (answer.status !== 200) throw new Error(`the quota of ${bucket} could not be set: ${answer.status} ${answer.text}`);
}
