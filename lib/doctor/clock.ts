import type { S3Answer } from "../store/minio-inspect.ts";
import { type Check, checksOf } from "./check.ts";

const { ok, warn, fail, skip } = checksOf("clock");

/** S3 refuses what was signed by a clock that is off by more than a quarter of an hour. */
const REFUSED_MS = 15 * 60_000;
/** Off by less is no matter: leases never compare clocks, and times of events are for people. */
const NOTICED_MS = 30_000;

/** This machine's clock against the store's, which tells its own to the second. */
export function examineClock(answer: S3Answer): Check {
	if (answer.date === null) return skip("clock", "the store does not tell its time");
	const off = (answer.asked + answer.answered) / 2 - answer.date.getTime() - 500; // the second that its answer leaves out, on average
	const says = `${Math.round(Math.abs(off) / 1000)} s ${off < 0 ? "behind" : "ahead of"} the store's`;
	const fix = "set the clock of whichever is wrong (timedatectl set-ntp true, or chrony)";
	if (Math.abs(off) >= REFUSED_MS) return fail("clock", `${says}: it refuses what is signed so`, fix);
	if (Math.abs(off) >= NOTICED_MS) return warn("clock", `${says}: times in events and logs do not fit together`, fix);
	return ok("clock", `agrees with the store's (${says})`);
}
