import { TerminalError } from "../../lib/base/errors.ts";

/** A fit cannot go on without one of its samples: the order of the others would be another fit's. */
export function imageLost(file: string, detail: string): TerminalError {
	return new TerminalError("IMAGE_LOST", `${file} decoded when the job was planned and does not now: ${detail}`, {
		fix: "run the job again: it plans anew",
	});
}
