import { type FileHandle, open } from "node:fs/promises";

/**
 * Walks a file's global heaps, where variable-length strings lie, before the library does: its 32-bit build adds up the sizes of their objects
 * without a look at overflow, so that one wrong byte makes it run in a circle for ever.
 *
 * The layout is that of the HDF5 file format specification 3.0, III.E: `GCOL`, a version, the heap's size; then objects with an index, a count of
 * references and a size, the one with index 0 standing for the room that is left.
 */
export async function brokenHeap(path: string): Promise<string | null> {
	const file = await open(path, "r");
	try {
		const { size } = await file.stat();
		if ((await lengthBytes(file)) !== 8) return null; // another layout, which no writer of Keras files has
		const block = Buffer.alloc(BLOCK);
		for (let from = 0; from < size; from += BLOCK - SIGNATURE.length) {
			const { bytesRead } = await file.read(block, 0, BLOCK, from);
			const found = block.subarray(0, bytesRead);
			for (let at = found.indexOf(SIGNATURE); at !== -1; at = found.indexOf(SIGNATURE, at + 1)) {
				if (!(await isWhole(file, from + at, size))) return `the heap of strings at byte ${from + at} is damaged`;
			}
		}
		return null;
	} finally {
		await file.close();
	}
}

const BLOCK = 2 ** 20;
/** With the version, 1, and three reserved bytes: eight bytes that weights have by no accident. */
const SIGNATURE = Buffer.from("GCOL\x01\0\0\0", "latin1");
/** Of a heap as of an object in it: what comes before its contents. */
const HEADER = 16;

/** Size of a length in this file, from its superblock. */
async function lengthBytes(file: FileHandle): Promise<number> {
	const { buffer } = await file.read(Buffer.alloc(16), 0, 16, 0);
	const version = buffer[8]!;
	return version < 2 ? buffer[14]! : buffer[10]!;
}

async function isWhole(file: FileHandle, start: number, fileBytes: number): Promise<boolean> {
	const { buffer: head } = await file.read(Buffer.alloc(HEADER), 0, HEADER, start);
	const size = Number(head.readBigUInt64LE(8));
	if (size < HEADER) return false;
	if (start + size > fileBytes) return true; // a file cut short, which the library notices
	const { buffer: heap } = await file.read(Buffer.alloc(size), 0, size, start);
	for (let at = HEADER; at + HEADER <= size; ) {
		const index = heap.readUInt16LE(at);
		const length = Number(heap.readBigUInt64LE(at + 8));
		// The room that is left counts its own header, and may be less than one.
		const taken = index === 0 ? length : HEADER + Math.ceil(length / 8) * 8;
		if (taken === 0 || at + taken > size) return false;
		at += taken;
	}
	return true;
}
