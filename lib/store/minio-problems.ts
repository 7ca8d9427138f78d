import { S3Error } from "minio";
import { RetryableError, UserError } from "../base/errors.ts";

/**
 * MinIO says AccessDenied for a moment too, to who writes below a prefix whose last other object is just being removed. A refusal that is meant is there
 * again at the next tries.
 */
const DENIALS = 3;

/** An error that trying again at once will not mend, by S3's code for it; null: try again. */
export function s3Problem(error: unknown, where: string, what: string, tries: number): Error | null {
	if (error instanceof RetryableError || error instanceof UserError) return error;
	const code = error instanceof S3Error ? (error.code ?? "") : "";
	if (code === "AccessDenied" && tries < DENIALS) return null;
	if (/AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|Forbidden|AuthorizationHeaderMalformed/.test(code))
		return new UserError("STORE_DENIED", `${where} refused access to ${what}: ${code}`, {
			cause: error,
			fix: "check the access key, the secret key and their rights on this bucket",
		});
	if (isUntrusted(error))
		return new RetryableError("STORE_FAILED", `the service of ${where} is not trusted: ${(error as Error).message}`, {
			delayMs: 10_000,
			cause: error,
			fix: "let s3.tls.ca (FROSTLINE_S3_TLS_CA) name the authority that signed the service's certificate; if it has expired, renew it",
		});
	if (code === "NoSuchBucket")
		return new UserError("STORE_NOT_FOUND", `there is no ${where}`, {
			cause: error,
			fix: "make the bucket, or start the coordinator first: it does",
		});
	if (/QuotaExceeded|XMinioStorageFull|InsufficientStorage/.test(code))
		return new RetryableError("STORE_FULL", `${where} has no room left for ${what}: ${code}`, {
			delayMs: 10_000,
			cause: error,
			fix: "free some space: the work goes on by itself",
		});
	return null;
}

/** What OpenSSL and Node say of a certificate, by their codes. */
function isUntrusted(error: unknown): boolean {
	const code = String((error as NodeJS.ErrnoException | null)?.code ?? "");
	return /CERT_|_CERT|UNABLE_TO_(VERIFY|GET)|SELF_SIGNED|ERR_TLS_CERT/.test(code);
}
