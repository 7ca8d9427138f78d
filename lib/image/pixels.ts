import type { Interpolation } from "../job/document.ts";
import type { SkipCode } from "./skip-code.ts";

/** Upright RGB pixels, 8 bits a channel: `data` is [height, width, 3]. */
export interface Pixels {
	readonly height: number;
	readonly width: number;
	readonly data: Uint8Array;
}

/** What turns any decoded image into the backbone's input size; part of a space. */
export interface ImageTransform {
	readonly height: number;
	readonly width: number;
	readonly interpolation: Interpolation;
	readonly fit: "stretch" | "crop";
}

/** Decoding ends as pixels or as a skip with its reason: expected failure is a value (F3). */
export type Decoded =
	| { readonly kind: "pixels"; readonly pixels: Pixels }
	| { readonly kind: "skip"; readonly code: SkipCode; readonly detail: string };
