import { S3Error } from "minio";
import { RetryableError, UserError } from "../base/errors.ts";

/** An error that trying again at once will not mend, by S3's code for it; null: try again. */
export function s3Problem(error: unknown, where: string, what: string): Error | null {
	if (error instanceof RetryableError || error instanceof UserError) return error;
	const code = error instanceof S3Error ? (error.code ?? "") : "";
	if (/AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|Forbidden|AuthorizationHeaderMalformed/.test(code))
		return new UserError("STORE_DENIED", `${where} refused access to ${what}: ${code}`, {
			cause: error,
			fix: "check the access key, the secret key and their rights on this bucket",
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
