import { createHash, createHmac } from "node:crypto";
import type { StartedMinioServer } from "./minio-server.ts";

/**
 * Limits a bucket's size, 0 for no limit: objects of that size and more are refused from now on. What the bucket holds already is measured by the server now
 * and then, and counts later.
 */
export async function setBucketQuota(
	{ endpoint, accessKey, secretKey }: Pick<StartedMinioServer, "endpoint" | "accessKey" | "secretKey">,
	bucket: string,
	bytes: number,
): Promise<void> {
	const path = "/minio/admin/v3/set-bucket-quota";
	const query = `bucket=${encodeURIComponent(bucket)}`;
	const body = JSON.stringify({ quota: bytes, size: bytes, quotatype: "hard" });
	const { host } = new URL(endpoint);
	const headers = signed({ method: "PUT", host, path, query, body, accessKey, secretKey });
	const answer = await fetch(`${endpoint}${path}?${query}`, { method: "PUT", headers, body });
	if (!answer.ok) throw new Error(`the quota of ${bucket} could not be set: ${answer.status} ${await answer.text()}`);
}

interface Signing {
	readonly method: string;
	readonly host: string;
	readonly path: string;
	readonly query: string;
	readonly body: string;
	readonly accessKey: string;
	readonly secretKey: string;
}

/** AWS' Signature Version 4, as its documentation describes it, for the one header set that this needs. */
function signed({ method, host, path, query, body, accessKey, secretKey }: Signing): Record<string, string> {
	const hash = (text: string) => createHash("sha256").update(text).digest("hex");
	const mac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
	const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
	const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`;
	const digest = hash(body);
	const canonical = [
		method,
		path,
		query,
		`host:${host}\nx-amz-content-sha256:${digest}\nx-amz-date:${time}\n`,
		"host;x-amz-content-sha256;x-amz-date",
		digest,
	].join("\n");
	const text = ["AWS4-HMAC-SHA256", time, scope, hash(canonical)].join("\n");
	const key = scope.split("/").reduce<string | Buffer>((key, part) => mac(key, part), `AWS4${secretKey}`);
	const signature = createHmac("sha256", key).update(text).digest("hex");
	return {
		"x-amz-content-sha256": digest,
		"x-amz-date": time,
		Authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
	};
}
