import { createCipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Policy } from "../../lib/store/policy.ts";
import { type S3Credentials, s3Request } from "./s3-request.ts";

/** Gives MinIO a user with one policy, as `mc admin` would; answers the user's own credentials. */
export async function minioUser(root: S3Credentials, accessKey: string, secretKey: string, policy: Policy): Promise<S3Credentials> {
	const admin = async (method: string, name: string, query: Readonly<Record<string, string>>, body: Buffer) => {
		for (let tries = 1; ; tries++) {
			const { status, text } = await s3Request(root, method, `/minio/admin/v3/${name}`, { query, body });
			if (status < 300) return;
			// Its users are ready some time after its health says that it lives.
			if (status !== 503 || tries === TRIES) throw new Error(`MinIO answered ${status} to ${name}: ${text}`);
			await pause(BETWEEN_MS);
		}
	};
	const user = Buffer.from(JSON.stringify({ secretKey, status: "enabled" }));
	await admin("PUT", "add-user", { accessKey }, sealed(root.secretKey, user));
	await admin("PUT", "add-canned-policy", { name: accessKey }, Buffer.from(JSON.stringify(policy)));
	await admin("PUT", "set-user-or-group-policy", { policyName: accessKey, userOrGroup: accessKey, isGroup: "false" }, Buffer.alloc(0));
	return { endpoint: root.endpoint, accessKey, secretKey };
}

const TRIES = 100;
const BETWEEN_MS = 100;

/** Its form PBKDF2 with AES-256-GCM: salt, form, nonce, then data in fragments, of which there is one here, numbered from 1. */
const FORM = 2;
const ROUNDS = 8192;

/** The encryption that MinIO's administration wants of secrets, with the administrator's own for a key. */
function sealed(secret: string, data: Buffer): Buffer {
	const [salt, nonce] = [randomBytes(32), randomBytes(8)];
	const key = pbkdf2Sync(secret, salt, ROUNDS, 32, "sha256");
	const seal = (number: number, plain: Buffer, associated: Buffer): Buffer => {
		const counter = Buffer.alloc(4);
		counter.writeUInt32LE(number);
		const cipher = createCipheriv("aes-256-gcm", key, Buffer.concat([nonce, counter]));
		cipher.setAAD(associated);
		return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
	};
	const last = Buffer.concat([Buffer.from([0x80]), seal(0, Buffer.alloc(0), Buffer.alloc(0))]);
	return Buffer.concat([salt, Buffer.from([FORM]), nonce, seal(1, data, last)]);
}
