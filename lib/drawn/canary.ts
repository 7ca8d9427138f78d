import { stream, uint32 } from "../base/rng.ts";

/** Pictures of a canary. */
export const CANARIES = 16;
/** Pixels along each side. */
export const CANARY_EDGE = 96;

/**
 * The pictures that every worker embeds before it does a space's work, RGB [edge, edge, 3]: blocks of any colour, coarse and fine, under noise, so that each
 * layer has something to do. Whole numbers all the way, so that they are the same on every machine.
 */
export function canaryPicture(number: number): Uint8Array {
	const colours = stream(16, "canary", "colours", number);
	const noise = stream(16, "canary", "noise", number);
	const block = 4 << (number % 4);
	const across = CANARY_EDGE / block;
	return Uint8Array.from({ length: CANARY_EDGE * CANARY_EDGE * 3 }, (_, i) => {
		const pixel = Math.floor(i / 3);
		const row = Math.floor(pixel / CANARY_EDGE / block);
		const column = Math.floor((pixel % CANARY_EDGE) / block);
		const colour = uint32(colours, (row * Math.ceil(across) + column) * 3 + (i % 3)) >>> 24;
		return Math.max(0, Math.min(255, colour + (uint32(noise, i) >>> 28) - 8));
	});
}
