import { describe, expect, test } from "vitest";
import { UserError } from "../../lib/base/errors.ts";
import { parseJob } from "../../lib/job/load.ts";

/** The error that a document (with overrides) is refused with. */
export function refusal(text: string, sets: readonly string[] = []): UserError {
	try {
		parseJob(text, "job.yaml", sets);
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
	throw new Error("the document was accepted");
}

export interface Wrong {
	readonly what: string;
	readonly text: string;
	/** Line and column. */
	readonly at: readonly [number, number];
	readonly message: string;
	readonly fix?: string;
}

const REFERENCE = "docs/job.md lists every key; `frostline schema` gives editors the same";
export const FIT_KEYS = "there can be loss, optimizer, schedule, epochs, batch, steps, validationSteps, classWeight, earlyStopping, seed";

/** Each document of a table is refused with its code, place, message and fix. */
export function refused(code: string, what: string, table: readonly Wrong[]): void {
	describe(`${code}: ${what}`, () => {
		for (const { what, text, at, message, fix = REFERENCE } of table) {
			test(what, () => {
				const [line, column] = at;
				const error = refusal(text);
				expect(error.message).toBe(message);
				expect(error).toMatchObject({ code, exitCode: 2, at: { file: "job.yaml", line, column }, fix });
			});
		}
	});
}
