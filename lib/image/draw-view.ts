import { stream, uniform } from "../base/rng.ts";
import type { Augment } from "../job/document.ts";
import type { JitterStep } from "./jitter.ts";
import { type KerasTransform, UNCHANGED } from "./keras-transform.ts";

/** A part of an image, in pixels. */
export interface Part {
	readonly top: number;
	readonly left: number;
	readonly height: number;
	readonly width: number;
}

interface Size {
	readonly height: number;
	readonly width: number;
}

/** What makes a view of an image. */
export interface DrawnView {
	/** Of the decoded image; null: all of it, as `backbone.fit` has it. */
	readonly part: Part | null;
	readonly transform: KerasTransform;
	readonly jitter: readonly JitterStep[];
}

/** Each choice has its own places in the stream, so that another setting does not change what the rest draw. */
export const DRAW = {
	rotation: 0,
	widthShift: 1,
	widthSign: 2,
	heightShift: 3,
	heightSign: 4,
	shear: 5,
	zoomX: 6,
	zoomY: 7,
	flipHorizontal: 8,
	flipVertical: 9,
	channelShift: 10,
	brightness: 11,
	jitterBrightness: 12,
	jitterContrast: 13,
	jitterSaturation: 14,
	jitterHue: 15,
	jitterOrder: 16, // and three more
	crop: 32, // four each, for so many tries
} as const;
const CROP_TRIES = 10;

/**
 * The changes that make view `view` (from 1; view 0 is the image itself) of an image: a pure function of seed, image and view, so any machine makes the same
 * view at any time (F5). Distributions are those of ImageDataGenerator.get_random_transform and of torchvision.
 *
 * @param image the digest of its bytes, hex
 * @param original size of the decoded image, which a random part is taken of
 * @param input size that the network gets, which shifts are measured in
 */
export function drawView(augment: Augment, image: string, view: number, original: Size, input: Size): DrawnView {
	const key = stream(augment.seed, "augment", image, view);
	return viewFrom((at) => uniform(key, at), augment, original, input);
}

/** Number `at` of a view's stream, in [0, 1). */
export type Draw = (at: number) => number;

export function viewFrom(draw: Draw, augment: Augment, original: Size, input: Size): DrawnView {
	const { rotation = 0, widthShift = 0, heightShift = 0, shear = 0, zoom, channelShift, flip, brightness } = augment;
	const between = (at: number, low: number, high: number) => low + draw(at) * (high - low);
	return {
		part: augment.crop === undefined ? null : drawPart(draw, augment.crop, original),
		transform: {
			...UNCHANGED,
			theta: between(DRAW.rotation, -rotation, rotation),
			// Keras from 2021 on takes the height's range for the columns and the width's for the rows; the names say the opposite, and so does its page.
			tx: drawShift(draw, widthShift, DRAW.widthShift, input.width),
			ty: drawShift(draw, heightShift, DRAW.heightShift, input.height),
			shear: between(DRAW.shear, -shear, shear),
			zx: zoom === undefined ? 1 : between(DRAW.zoomX, ...zoom),
			zy: zoom === undefined ? 1 : between(DRAW.zoomY, ...zoom),
			flipHorizontal: (flip === "horizontal" || flip === "both") && draw(DRAW.flipHorizontal) < 0.5,
			flipVertical: (flip === "vertical" || flip === "both") && draw(DRAW.flipVertical) < 0.5,
			channelShift: channelShift === undefined ? null : between(DRAW.channelShift, -channelShift, channelShift),
			brightness: brightness === undefined ? null : between(DRAW.brightness, ...brightness),
			fill: augment.fill ?? "nearest",
			fillValue: augment.fillValue ?? 0,
		},
		jitter: drawJitter(draw, augment.jitter ?? {}),
	};
}

/** In pixels. A whole number n or a list: one of 0 … n − 1 or of its entries, with either sign; other numbers: evenly up to it. Below 1, shares of the size. */
function drawShift(draw: Draw, shift: number | readonly number[], at: number, size: number): number {
	const choices = typeof shift === "number" ? (Number.isInteger(shift) ? shift : 0) : shift.length;
	const drawn =
		choices === 0 ? (2 * draw(at) - 1) * (shift as number) : chosen(shift, Math.floor(draw(at) * choices)) * (draw(at + 1) < 0.5 ? -1 : 1);
	const most = typeof shift === "number" ? shift : Math.max(...shift);
	return most < 1 ? drawn * size : drawn;
}

function chosen(shift: number | readonly number[], index: number): number {
	return typeof shift === "number" ? index : shift[index]!;
}

/** torchvision's RandomResizedCrop.get_params: area and aspect are drawn until they fit, and after ten tries the largest allowed part in the middle is taken. */
function drawPart(draw: Draw, { scale, ratio }: NonNullable<Augment["crop"]>, { height, width }: Size): Part {
	for (let attempt = 0; attempt < CROP_TRIES; attempt++) {
		const at = DRAW.crop + 4 * attempt;
		const area = height * width * (scale[0] + draw(at) * (scale[1] - scale[0]));
		const aspect = Math.exp(Math.log(ratio[0]) + draw(at + 1) * (Math.log(ratio[1]) - Math.log(ratio[0])));
		const columns = Math.round(Math.sqrt(area * aspect));
		const rows = Math.round(Math.sqrt(area / aspect));
		if (columns < 1 || columns > width || rows < 1 || rows > height) continue;
		const top = Math.floor(draw(at + 2) * (height - rows + 1));
		const left = Math.floor(draw(at + 3) * (width - columns + 1));
		return { top, left, height: rows, width: columns };
	}
	const rows = width / height < ratio[0] ? Math.round(width / ratio[0]) : height;
	const columns = width / height > ratio[1] ? Math.round(height * ratio[1]) : width;
	return { top: Math.floor((height - rows) / 2), left: Math.floor((width - columns) / 2), height: rows, width: columns };
}

/** torchvision's ColorJitter.get_params: the four in an order of their own, each with its factor; those that are not set are left out. */
function drawJitter(draw: Draw, { brightness, contrast, saturation, hue }: NonNullable<Augment["jitter"]>): JitterStep[] {
	const factor = (by: number, at: number) => {
		const low = Math.max(0, 1 - by);
		return low + draw(at) * (1 + by - low);
	};
	const steps: JitterStep[] = [];
	if (brightness !== undefined) steps.push(["brightness", factor(brightness, DRAW.jitterBrightness)]);
	if (contrast !== undefined) steps.push(["contrast", factor(contrast, DRAW.jitterContrast)]);
	if (saturation !== undefined) steps.push(["saturation", factor(saturation, DRAW.jitterSaturation)]);
	if (hue !== undefined) steps.push(["hue", (2 * draw(DRAW.jitterHue) - 1) * hue]);
	const place = (step: JitterStep) => draw(DRAW.jitterOrder + JITTER_ORDER.indexOf(step[0]));
	return steps.sort((a, b) => place(a) - place(b));
}

const JITTER_ORDER: readonly JitterStep[0][] = ["brightness", "contrast", "saturation", "hue"];
