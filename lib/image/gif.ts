/**
 * The blocks of a GIF file (CompuServe, GIF89a, sections 17–27): whether they come to an end, and what hides pixels of the first frame. The
 * decoder blanks hidden pixels; without the flag that hides them it gives their palette colour, as Pillow does.
 */
export interface GifHeader {
	/** Place of the byte whose lowest bit hides one colour of the first frame; null where none is hidden. */
	readonly hidingAt: number | null;
	/** Whether the blocks stop before the trailer. */
	readonly cut: boolean;
}

const EXTENSION = 0x21;
const CONTROL = 0xf9;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const HEADER = 13;
const IMAGE_HEADER = 9;

/** Bytes of the colour table that a packed field announces. */
const tableBytes = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 << ((packed & 7) + 1));

export function gifHeader(bytes: Uint8Array): GifHeader {
	let hidingAt: number | null = null;
	let frames = 0;
	let at = HEADER + tableBytes(bytes[10] ?? 0);
	/** Sub-blocks: a length and as many bytes, until a length of 0. */
	const skipData = () => {
		while ((bytes[at] ?? 0) !== 0) at += bytes[at]! + 1;
		at++;
	};
	while (at < bytes.length) {
		const kind = bytes[at++];
		if (kind === TRAILER) return { hidingAt, cut: false };
		if (kind === EXTENSION) {
			// label, length, packed field
			if (bytes[at] === CONTROL && frames === 0) hidingAt = ((bytes[at + 2] ?? 0) & 1) === 1 ? at + 2 : null;
			at++;
			skipData();
		} else if (kind === IMAGE) {
			frames++;
			at += IMAGE_HEADER + tableBytes(bytes[at + 8] ?? 0) + 1; // and the size of the first codes
			skipData();
		}
	}
	return { hidingAt, cut: true };
}

/** The same file with every pixel of its first frame visible. */
export function showHidden(bytes: Uint8Array): Uint8Array {
	const { hidingAt } = gifHeader(bytes);
	if (hidingAt === null) return bytes;
	const shown = Uint8Array.from(bytes);
	shown[hidingAt]! &= ~1;
	return shown;
}
