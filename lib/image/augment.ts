import type { Augment } from "../job/document.ts";
import { type DecodeLimits, decode } from "./decode.ts";
import { type DrawnView, drawView } from "./draw-view.ts";
import { jitter } from "./jitter.ts";
import { kerasTransform } from "./keras-transform.ts";
import type { ImageTransform, Pixels } from "./pixels.ts";
import type { SkipCode } from "./skip-code.ts";
import { partOf, toInput } from "./transform.ts";

/**
 * Puts view `view` of an image into its place of a batch [n, height, width, 3], at `offset`. View 0 is the image itself. As in Keras the image has the
 * network's size before it is changed; only a random part is taken of the whole image.
 *
 * @param image the digest of its bytes, hex: with the seed and the number it says what the view is (F5)
 */
export function toView(
	pixels: Pixels,
	transform: ImageTransform,
	augment: Augment,
	image: string,
	view: number,
	out: Uint8Array,
	offset: number,
): void {
	if (view === 0) toInput(pixels, transform, out, offset);
	else makeView(pixels, transform, drawView(augment, image, view, pixels, transform), out, offset);
}

/** Decodes an image once and places several of its views. null when they are there; otherwise why they are not (F3). */
export async function loadViews(
	bytes: Uint8Array,
	transform: ImageTransform,
	augment: Augment,
	image: string,
	views: readonly { readonly view: number; readonly offset: number }[],
	limits: DecodeLimits,
	out: Uint8Array,
): Promise<{ code: SkipCode; detail: string } | null> {
	const decoded = await decode(bytes, limits);
	if (decoded.kind === "skip") return { code: decoded.code, detail: decoded.detail };
	for (const { view, offset } of views) toView(decoded.pixels, transform, augment, image, view, out, offset);
	return null;
}

/** The network's input before it is changed; one image at a time is in work in a process. */
let still = new Uint8Array(0);

function makeView(pixels: Pixels, transform: ImageTransform, drawn: DrawnView, out: Uint8Array, offset: number): void {
	const { height, width } = transform;
	const size = height * width * 3;
	if (still.length < size) still = new Uint8Array(size);
	if (drawn.part === null) toInput(pixels, transform, still, 0);
	else toInput(partOf(pixels, drawn.part), { ...transform, fit: "stretch" }, still, 0);
	kerasTransform(still, height, width, drawn.transform, out, offset);
	jitter(out.subarray(offset, offset + size), drawn.jitter);
}
