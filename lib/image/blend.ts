/** Pillow's blend (Blend.c) of a grey level `base` and each value of a byte: a table of 256, rounded as it rounds. Factor 0 gives the base, 1 the value, more goes beyond. */
export function blendTable(base: number, factor: number): Uint8Array {
	const share = Math.fround(factor);
	return Uint8Array.from({ length: 256 }, (_, value) => blended(base, value, share));
}

/** `share` is a 32-bit float. */
export function blended(base: number, value: number, share: number): number {
	const mixed = Math.fround(base + Math.fround(share * (value - base)));
	return mixed <= 0 ? 0 : mixed >= 255 ? 255 : Math.trunc(mixed);
}
