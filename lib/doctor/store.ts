import type { Config } from "../service/config.ts";
import { openStore } from "../service/connect.ts";
import type { Role } from "../service/roles.ts";
import { type Attempt, askS3, inspectS3, type S3Answer, type S3Inspection } from "../store/minio-inspect.ts";
import { type Check, checksOf, failureOf } from "./check.ts";

const { ok, fail } = checksOf("store");
const ANSWER_MS = 5_000;

export interface StoreExamined {
	readonly checks: readonly Check[];
	/** Null: it was not reached, or nobody could sign in. */
	readonly inspection: S3Inspection | null;
	readonly answer: S3Answer | null;
}

/** From the endpoint to the bucket, step by step. */
export async function examineStore(config: Config, role: Role): Promise<StoreExamined> {
	const { s3 } = config;
	let answer: S3Answer;
	try {
		answer = await askS3(s3, ANSWER_MS);
	} catch (error) {
		return { checks: [unreached(error, s3.endpoint)], inspection: null, answer: null };
	}
	const speaks = ok("service", `${s3.endpoint} answers${answer.server === "" ? "" : ` (${answer.server})`}`);
	const inspection = inspectS3(s3, s3);
	const listed = await inspection.list();
	if (listed !== "allowed") {
		const missing = listed.code === "NoSuchBucket" && role === "coordinator";
		const check = missing ? ok("bucket", `${s3.bucket} is not there yet: this coordinator makes it`) : notListed(listed, config, role);
		return { checks: [speaks, check], inspection: missing || listed.code === "AccessDenied" ? inspection : null, answer };
	}
	const checks = [speaks, ok("bucket", `${s3.bucket} is there, and can be listed`)];
	if (role === "coordinator") checks.push(await conditions(config));
	return { checks, inspection, answer };
}

function unreached(error: unknown, endpoint: string): Check {
	const { code = "", message = String(error) } = error as NodeJS.ErrnoException;
	if (code === "ENOTFOUND" || code === "EAI_AGAIN")
		return fail("service", `${endpoint} has an unknown host: ${message}`, "check the host's name in s3.endpoint (FROSTLINE_S3_ENDPOINT)");
	if (code === "CERT_HAS_EXPIRED")
		return fail("TLS", `the certificate of ${endpoint} has expired`, "renew it; if it is new, look at this machine's clock");
	if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
		return fail(
			"TLS",
			`the certificate of ${endpoint} is for other names: ${message}`,
			"name the service in s3.endpoint as its certificate does, or have one issued with this name",
		);
	if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code))
		return fail(
			"TLS",
			`the certificate of ${endpoint} is of an authority that is not trusted: ${message}`,
			"let s3.tls.ca (FROSTLINE_S3_TLS_CA) name the authority's certificate",
		);
	if (/WRONG_VERSION|EPROTO/.test(code))
		return fail(
			"TLS",
			`${endpoint} does not speak TLS: ${message.trim()}`,
			"write http:// in s3.endpoint (FROSTLINE_S3_ENDPOINT), or give the service a certificate",
		);
	if (code === "BAD_CONFIG") return failureOf("store", "TLS", error, "check the paths in s3.tls");
	return fail(
		"service",
		`nothing answers at ${endpoint}: ${message}`,
		"check the port in s3.endpoint (FROSTLINE_S3_ENDPOINT; MinIO has 9000), that the service runs, and that no firewall or NetworkPolicy is between",
	);
}

/** Why the bucket could not be listed, by S3's code. */
function notListed({ code, message }: Exclude<Attempt, string>, { s3 }: Config, role: Role): Check {
	switch (code) {
		case "NoSuchBucket":
			return fail(
				"bucket",
				`there is no bucket ${s3.bucket} at ${s3.endpoint}`,
				"make it, or start the coordinator first: it does; check s3.bucket (FROSTLINE_S3_BUCKET)",
			);
		case "InvalidAccessKeyId":
			return fail(
				"credentials",
				"the service knows no such access key: it is wrong, or was removed or has expired",
				"check s3.accessKey (FROSTLINE_S3_ACCESS_KEY)",
			);
		case "ExpiredToken":
			return fail("credentials", "have expired", "have others issued: s3.accessKey and s3.secretKey");
		case "SignatureDoesNotMatch":
			return fail(
				"credentials",
				"the secret is not that of the access key",
				"check s3.secretKey (FROSTLINE_S3_SECRET_KEY or its file): whether it was cut, or brought a space or line break along",
			);
		case "RequestTimeTooSkewed":
			return fail(
				"credentials",
				"the service refuses what is signed with this machine's clock",
				"set the clock (timedatectl set-ntp true, or chrony)",
			);
		case "AuthorizationHeaderMalformed":
		case "PermanentRedirect":
			return fail(
				"region",
				`the bucket ${s3.bucket} is in another region than ${s3.region}: ${message}`,
				"set s3.region (FROSTLINE_S3_REGION) as the service says",
			);
		case "AccessDenied":
			return fail(
				"bucket",
				`this key may not list ${s3.bucket}: without that, what is not there cannot be told from what is denied`,
				`give it s3:ListBucket; frostline rights s3 ${role} prints the policy`,
			);
		default:
			return fail(
				"bucket",
				`${s3.bucket} cannot be listed: ${code === "" ? "" : `${code}: `}${message}`,
				"s3.endpoint (FROSTLINE_S3_ENDPOINT) should be the address of the S3 API; with TLS it begins with https://",
			);
	}
}

/** The coordinator's own question at its start: does a second write of the same key fail? */
async function conditions(config: Config): Promise<Check> {
	try {
		const store = await openStore(config, { setUp: true });
		await store.close();
		return ok("conditional writes", "are kept: of two writers of a key one wins");
	} catch (error) {
		return failureOf("store", "conditional writes", error, "look at the storage service's log");
	}
}
