import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tensor } from "../../lib/base/tensor.ts";

/** A tensor as makers/fixture.py writes it. */
export interface Encoded {
	readonly shape: readonly number[];
	/** Little-endian float32 in base64. */
	readonly data: string;
}

/** Reads what a maker wrote. */
export function fixture<T>(name: string): T {
	return JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", name), "utf8")) as T;
}

export function decode({ shape, data }: Encoded): Tensor {
	const bytes = Buffer.from(data, "base64");
	return { shape, data: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) };
}
