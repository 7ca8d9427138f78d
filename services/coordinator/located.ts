import { UserError } from "../../lib/base/errors.ts";
import type { LoadedJob } from "../../lib/job/load.ts";

/** The key of the document that an error is about, where the one who throws knows no document. */
const KEYS: Readonly<Record<string, readonly (string | number)[]>> = {
	DATA_NOT_FOUND: ["data", "train"],
	BAD_DATA_SOURCE: ["data", "train"],
	NO_IMAGES: ["data", "train"],
	ONE_CLASS: ["data", "train"],
	VALIDATION_CLASSES: ["data", "validation"],
	NO_VALIDATION: ["data", "validation"],
	NO_TRAINING: ["data", "validation"],
	UNKNOWN_BACKBONE: ["backbone", "name"],
	WEIGHTS_NOT_FOUND: ["backbone", "weights"],
	WEIGHTS_NOT_FETCHED: ["backbone", "weights"],
	WEIGHTS_MISMATCH: ["backbone", "weights"],
	BAD_WEIGHTS_FILE: ["backbone", "weights"],
	WEIGHTS_DIGEST: ["backbone", "sha256"],
	BAD_MODEL_FILE: ["backbone", "file"],
	UNSUPPORTED_LAYER: ["backbone", "file"],
	UNSUPPORTED_OP: ["backbone", "file"],
	UNKNOWN_LAYER: ["backbone", "cut"],
	BACKBONE_SIZE: ["backbone", "size"],
	BACKBONE_SHAPE: ["backbone"],
	BACKBONE_CHANNELS: ["backbone"],
};

/** Does the work; a UserError that comes of it carries the line of the job document that it is about. */
export async function located<T>({ locate }: Pick<LoadedJob, "locate">, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const path = error instanceof UserError ? (error.path ?? KEYS[error.code]) : undefined;
		throw error instanceof UserError && path !== undefined ? error.located(locate(path)) : error;
	}
}
