import { z } from "zod";
import type { Augment, Fill } from "./document.ts";
import { notNegative, positive } from "./ranges.ts";

/** Augmentation, as people write it: the vocabulary of Keras' ImageDataGenerator, and torchvision's random resized crop and colour jitter. */
const fills = ["nearest", "constant", "reflect", "wrap"] as const satisfies readonly Fill[];

const range = (low: z.ZodNumber) => z.tuple([low, low]);

const shift = z.union([z.number().min(0).lt(1), z.number().gt(1), z.array(z.number()).min(1)]);
const shiftOf = (side: string) =>
	`below 1: up to this share of the ${side} either way. A whole number n above 1: whole pixels below n either way, and other numbers above 1: up to as many pixels, as Keras takes them. A list: one of its entries, with either sign, as shares where all are below 1`;

const crop = z.strictObject({
	scale: range(positive.max(1)).default([0.08, 1]).describe("share of the image's area, drawn evenly between the two"),
	ratio: range(positive)
		.default([3 / 4, 4 / 3])
		.describe("width divided by height, drawn evenly on a logarithmic scale"),
});

const jitter = z.strictObject({
	brightness: notNegative
		.optional()
		.meta({ description: "factor from 1 less this to 1 plus this, not below 0: pixels blended with black", examples: [0.4] }),
	contrast: notNegative.optional().meta({ description: "factor as above: pixels blended with the mean grey", examples: [0.4] }),
	saturation: notNegative.optional().meta({ description: "factor as above: pixels blended with their own grey", examples: [0.4] }),
	hue: z
		.number()
		.min(0)
		.max(0.5)
		.optional()
		.meta({ description: "up to this share of the colour circle either way", examples: [0.1] }),
});

export const augment = z.strictObject({
	crop: crop.optional().meta({
		description:
			"a random part of the image, made the backbone's size: torchvision's RandomResizedCrop. It takes the place of `backbone.fit`; the other changes come after it",
		examples: [{ scale: [0.5, 1] }],
	}),
	rotation: notNegative.optional().meta({ description: "up to so many degrees either way", examples: [20] }),
	widthShift: shift.optional().meta({ description: shiftOf("width"), examples: [0.1] }),
	heightShift: shift.optional().meta({ description: shiftOf("height"), examples: [0.1] }),
	shear: notNegative.optional().meta({ description: "up to so many degrees either way", examples: [10] }),
	zoom: z
		.union([z.number().min(0).lt(1), range(positive)])
		.optional()
		.meta({
			description: "z, or [1 − z, 1 + z]: share of the image that is seen, drawn for height and width apart, so below 1 it comes nearer",
			examples: [0.2],
		}),
	channelShift: notNegative
		.max(255)
		.optional()
		.meta({
			description: "up to so many grey levels are added to all pixels, within the image's own darkest and brightest",
			examples: [20],
		}),
	flip: z
		.enum(["horizontal", "vertical", "both"])
		.optional()
		.meta({ description: "mirrors every other image, on average; `both` draws for each direction", examples: ["horizontal"] }),
	brightness: range(notNegative)
		.optional()
		.meta({ description: "factor of the pixels, drawn evenly between the two", examples: [[0.8, 1.2]] }),
	fill: z
		.enum(fills)
		.default("nearest")
		.describe(
			"what stands where the image was moved away from: its nearest pixel, `fillValue`, the image mirrored, or the image again, as scipy.ndimage has them",
		),
	fillValue: z.number().min(0).max(255).default(0).describe("grey level with `fill: constant`"),
	jitter: jitter.optional().meta({
		description: "torchvision's ColorJitter, after all else and in an order that is drawn too",
		examples: [{ brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 }],
	}),
	seed: z
		.int()
		.min(0)
		.max(2 ** 31 - 1)
		.optional()
		.meta({
			description: "of the views alone; without it `fit.seed`. With one, heads of other seeds learn from the same views",
			examples: [1],
		}),
});

export type WrittenAugment = z.output<typeof augment>;
export type CanonicalAugment = Omit<WrittenAugment, "zoom"> & { readonly zoom?: [number, number] };

/** Settings that say how, not what: alone they change nothing. */
const HOW = new Set(["fill", "fillValue", "seed"]);

/** Whether a setting is written that says what is changed. */
export function saysWhat(written: WrittenAugment): boolean {
	return Object.keys(written).some((key) => !HOW.has(key));
}

export function canonicalAugment({ zoom, ...rest }: WrittenAugment): CanonicalAugment {
	return zoom === undefined ? rest : { ...rest, zoom: typeof zoom === "number" ? [1 - zoom, 1 + zoom] : zoom };
}

/** Only what changes anything, so that documents which mean the same views have the same features (F2). null: nothing is changed. */
export function resolveAugment(canonical: CanonicalAugment, seed: number): Augment | null {
	const { crop, rotation, widthShift, heightShift, shear, zoom, channelShift, flip, brightness, fill, fillValue, jitter } = canonical;
	const moves = {
		...some({ rotation, shear }),
		...(moved(widthShift) ? { widthShift } : {}),
		...(moved(heightShift) ? { heightShift } : {}),
		...(zoom === undefined || (zoom[0] === 1 && zoom[1] === 1) ? {} : { zoom }),
	};
	const moving = Object.keys(moves).length > 0;
	const jitters = some(jitter ?? {});
	const found: Omit<Augment, "seed"> = {
		...(crop === undefined ? {} : { crop }),
		...moves,
		...(moving ? { fill } : {}),
		...(moving && fill === "constant" ? { fillValue } : {}),
		...some({ channelShift }),
		...(flip === undefined ? {} : { flip }),
		...(brightness === undefined ? {} : { brightness }),
		...(Object.keys(jitters).length === 0 ? {} : { jitter: jitters }),
	};
	return Object.keys(found).length === 0 ? null : { ...found, seed: canonical.seed ?? seed };
}

function moved(shift: number | readonly number[] | undefined): shift is number | number[] {
	return shift !== undefined && (typeof shift === "number" ? shift !== 0 : shift.some((each) => each !== 0));
}

/** Those that are neither absent nor 0. */
function some<K extends string>(settings: { readonly [key in K]?: number | undefined }): { [key in K]?: number } {
	return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined && value !== 0)) as { [key in K]?: number };
}
