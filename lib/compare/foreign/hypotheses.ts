import type { ImageTransform } from "../../image/pixels.ts";
import { type Preprocessing, preprocessing } from "../../image/preprocess.ts";
import type { Variation } from "../../image/vary.ts";
import type { Interpolation, Pooling, Preprocess } from "../../job/document.ts";

/** What somebody else's program may have done otherwise than the job. Changes of different kinds can be made together. */
export interface Change {
	readonly preprocess?: Preprocessing;
	readonly transform?: Partial<ImageTransform>;
	readonly variation?: Variation;
	/** One for each picture. */
	readonly variations?: readonly Variation[];
	readonly pooling?: Pooling;
	/** Values of a row that nothing pooled, channels first. */
	readonly channelsFirst?: boolean;
	/** Another layer, or other weights. */
	readonly cut?: string;
	readonly weights?: string;
	/** Rows divided by their length. */
	readonly unitLength?: boolean;
}

export type Kind = "none" | "preprocess" | "channels" | "resize" | "size" | "pooling" | "layout" | "cut" | "weights" | "scaled";

export interface Hypothesis {
	readonly kind: Kind;
	/** What the other program does, after "it …". */
	readonly says: string;
	/** How the job would do the same, as `--set` takes it; null where it cannot. */
	readonly set: readonly string[] | null;
	readonly change: Change;
}

/** What the job does, from which the hypotheses differ. */
export interface Own {
	readonly preprocess: Preprocess;
	readonly transform: ImageTransform;
	readonly pooling: Pooling;
	readonly cut: string;
	/** The others of the backbone. */
	readonly cuts: readonly string[];
	/** Other weights that are at hand. */
	readonly weights: readonly string[];
}

export const AS_THE_JOB: Hypothesis = { kind: "none", says: "does as the job says", set: [], change: {} };

/** In the order of their plausibility; what cannot be told apart on the images at hand counts as the first of its kind. */
export function hypotheses(own: Own): Hypothesis[] {
	return [...preprocesses(own), ...resizes(own), ...sizes(own), ...poolings(own), ...scaled(), ...weights(own), ...cuts(own)];
}

const BY_255 = preprocessing.unit;
const SWAP: Preprocessing = { bgr: true, scale: [1, 1, 1], offset: [0, 0, 0] };
const SAYS: Readonly<Record<Preprocess, string>> = {
	caffe: "caffe (BGR, ImageNet's mean taken off)",
	tf: "tf (−1 to 1)",
	torch: "torch (0 to 1, ImageNet's mean and deviation)",
	unit: "unit (divided by 255 and nothing else)",
	none: "none (0 to 255)",
};

/** First one, then the other: x → q(p(x)). */
export function composed(p: Preprocessing, q: Preprocessing): Preprocessing {
	const at = (values: readonly number[], channel: number) => values[q.bgr ? 2 - channel : channel]!;
	const each = (value: (channel: number) => number): [number, number, number] => [value(0), value(1), value(2)];
	return {
		bgr: p.bgr !== q.bgr,
		scale: each((c) => at(p.scale, c) * q.scale[c]!),
		offset: each((c) => at(p.offset, c) * q.scale[c]! + q.offset[c]!),
	};
}

function preprocesses({ preprocess: own }: Own): Hypothesis[] {
	const modes = Object.keys(preprocessing) as Preprocess[];
	const named = new Map<string, Hypothesis>();
	const add = (kind: Kind, says: string, change: Preprocessing, set: readonly string[] | null = null) => {
		const key = JSON.stringify(change);
		if (key !== JSON.stringify(preprocessing[own]) && !named.has(key)) named.set(key, { kind, says, set, change: { preprocess: change } });
	};
	for (const mode of modes)
		if (mode !== own) add("preprocess", `prepares pixels as ${SAYS[mode]}`, preprocessing[mode], [`backbone.preprocess=${mode}`]);
	add("channels", "gives the channels in the other order (BGR where RGB belongs)", composed(SWAP, preprocessing[own]));
	add("preprocess", `divides by 255 and then prepares as ${own}`, composed(BY_255, preprocessing[own]));
	add("preprocess", `prepares as ${own} and then divides by 255`, composed(preprocessing[own], BY_255));
	add("preprocess", `prepares as ${own}, twice`, composed(preprocessing[own], preprocessing[own]));
	for (const mode of modes)
		if (mode !== own)
			add("channels", `prepares pixels as ${mode}, with the channels in the other order`, composed(SWAP, preprocessing[mode]));
	return [...named.values()];
}

const INTERPOLATIONS: readonly Interpolation[] = ["nearest", "bilinear", "tf-bilinear", "bicubic", "lanczos", "box", "hamming"];

function resizes({ transform }: Own): Hypothesis[] {
	const fits = ["stretch", "crop"] as const;
	const both = INTERPOLATIONS.flatMap((interpolation) => fits.map((fit) => ({ interpolation, fit })));
	const others = both
		.filter(({ interpolation, fit }) => interpolation !== transform.interpolation || fit !== transform.fit)
		.map(({ interpolation, fit }): Hypothesis => {
			const changed = { interpolation, fit };
			const parts = [
				...(interpolation === transform.interpolation ? [] : [`with ${interpolation} interpolation`]),
				...(fit === transform.fit ? [] : [fit === "crop" ? "cropped to the centre" : "stretched to the size"]),
			];
			const set = [
				...(interpolation === transform.interpolation ? [] : [`backbone.interpolation=${interpolation}`]),
				...(fit === transform.fit ? [] : [`backbone.fit=${fit}`]),
			];
			return { kind: "resize", says: `resizes ${parts.join(", ")}`, set, change: { transform: changed } };
		})
		// One difference before two.
		.sort((a, b) => a.set!.length - b.set!.length);
	const says = "resizes the shorter side to 8/7 of the size and cuts out the centre, as torchvision's examples do";
	return [...others, { kind: "resize", says, set: null, change: { variation: { kind: "resize-then-crop", share: 7 / 8 } } }];
}

/** Input sizes that networks are trained at and people take. */
const SIZES = [32, 48, 64, 75, 96, 100, 112, 128, 150, 160, 180, 192, 200, 224, 227, 240, 256, 260, 299, 300, 320, 331, 384];

function sizes({ transform: { height, width }, pooling }: Own): Hypothesis[] {
	if (pooling === "none") return []; // another size has rows of another length
	const largest = Math.max(height, width);
	const likely = SIZES.filter((size) => (size !== height || size !== width) && size <= 3 * largest && 3 * size >= largest);
	return likely.map((size) => ({
		kind: "size",
		says: `gives the backbone images of ${size}×${size}, not ${height}×${width}`,
		set: [`backbone.size=${size}`],
		change: { transform: { height: size, width: size } },
	}));
}

const POOLED: Readonly<Record<Pooling, string>> = {
	avg: "takes the mean of each channel",
	max: "takes the maximum of each channel",
	none: "flattens without pooling",
};

function poolings({ pooling: own }: Own): Hypothesis[] {
	const others = (Object.keys(POOLED) as Pooling[]).filter((pooling) => pooling !== own);
	return [
		...others.map(
			(pooling): Hypothesis => ({ kind: "pooling", says: POOLED[pooling], set: [`backbone.pooling=${pooling}`], change: { pooling } }),
		),
		{
			kind: "layout",
			says: "flattens without pooling, channels first as PyTorch does",
			set: null,
			change: { pooling: "none", channelsFirst: true },
		},
	];
}

function scaled(): Hypothesis[] {
	return [{ kind: "scaled", says: "divides each row by its length (L2 normalisation)", set: null, change: { unitLength: true } }];
}

function weights({ weights: others }: Own): Hypothesis[] {
	return others.map((each) => ({
		kind: "weights",
		says: `has other weights: ${each}`,
		set: [`backbone.weights=${each}`],
		change: { weights: each },
	}));
}

function cuts({ cuts: others }: Own): Hypothesis[] {
	return others.map((cut) => ({ kind: "cut", says: `takes the features of layer ${cut}`, set: [`backbone.cut=${cut}`], change: { cut } }));
}

/** Whether hypotheses are about different things, so that both may hold. */
export function compatible(a: Hypothesis, b: Hypothesis): boolean {
	const keys = ({ change }: Hypothesis) => [
		...Object.keys(change).filter((key) => key !== "transform"),
		...Object.keys(change.transform ?? {}),
	];
	return keys(a).length > 0 && keys(b).length > 0 && !keys(a).some((key) => keys(b).includes(key));
}

/** All their changes. */
export function changeOf(parts: readonly Hypothesis[]): Change {
	const transform = Object.assign({}, ...parts.map(({ change }) => change.transform)) as Partial<ImageTransform>;
	const all = Object.assign({}, ...parts.map(({ change }) => change)) as Change;
	return Object.keys(transform).length === 0 ? all : { ...all, transform };
}
