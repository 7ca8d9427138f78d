/**
 * Whether an image is held out for validation: a pure function of (seed, digest), so it never changes when images are added, and
 * equal bytes fall on one side (F5). The digest is itself uniform; the seed's hash turns it so that seeds give independent splits.
 */
import { createHash } from "node:crypto";

export function isValidation(seed: number, image: string, share: number): boolean {
	const draw = createHash("sha256").update(`split ${seed} ${image}`).digest().readUIntBE(0, 6);
	return draw < share * 2 ** 48;
}
