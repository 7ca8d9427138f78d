import { createHash, createHmac } from "node:crypto";

export interface S3Credentials {
	readonly endpoint: string;
	readonly accessKey: string;
	readonly secretKey: string;
}

/** One request, signed by hand (AWS Signature Version 4), so that a test sees the status itself. */
export async function s3Request(
	{ endpoint, accessKey, secretKey }: S3Credentials,
	method: string,
	path: string,
	{ query = {}, body = Buffer.alloc(0) }: { query?: Readonly<Record<string, string>>; body?: Buffer } = {},
): Promise<{ readonly status: number; readonly text: string }> {
	const { host } = new URL(endpoint);
	const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
	const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`;
	const digest = createHash("sha256").update(body).digest("hex");
	const encode = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
	const uri = path.split("/").map(encode).join("/");
	const search = Object.keys(query)
		.sort()
		.map((key) => `${encode(key)}=${encode(query[key]!)}`)
		.join("&");
	const signed = "host;x-amz-content-sha256;x-amz-date";
	const canonical = [method, uri, search, `host:${host}`, `x-amz-content-sha256:${digest}`, `x-amz-date:${time}`, "", signed, digest].join(
		"\n",
	);
	const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
	const key = scope.split("/").reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secretKey}`);
	const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n"));
	const answer = await fetch(`${endpoint}${uri}${search === "" ? "" : `?${search}`}`, {
		method,
		headers: {
			"x-amz-date": time,
			"x-amz-content-sha256": digest,
			authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${signed}, Signature=${signature.toString("hex")}`,
		},
		...(method === "GET" || method === "HEAD" ? {} : { body: new Uint8Array(body) }),
	});
	return { status: answer.status, text: await answer.text() };
}
