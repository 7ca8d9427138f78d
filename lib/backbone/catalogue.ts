import type { Preprocess } from "../job/document.ts";
import type { NetLayer } from "./nets/builder.ts";
import { mobilenet, mobilenetV2 } from "./nets/mobilenet.ts";
import { resnet50, resnet50Old } from "./nets/resnet50.ts";
import { squeezenet } from "./nets/squeezenet.ts";
import { vgg } from "./nets/vgg.ts";

/** Networks by name. Adding one is adding a row (docs/adding-a-backbone.md). */
export interface CatalogueRow {
	/** What its published weights were trained on. */
	readonly preprocess: Preprocess;
	/** Its layers; more than one graph where weight files of one name fit different graphs: the first whose layers a file has is taken. */
	graphs(options: NetOptions): readonly (readonly NetLayer[])[];
	/** Published ImageNet weights without top, or null where there are none of these options. */
	imagenet(options: NetOptions): Published | null;
}

export interface NetOptions {
	readonly alpha: number;
	readonly size: readonly [number, number];
}

export interface Published {
	readonly file: string;
	readonly url: string;
	readonly bytes: number | null;
	/** As the publisher's own source gives it; null where it gives none. */
	readonly md5: string | null;
}

const GOOGLE = "https://storage.googleapis.com/tensorflow/keras-applications";

function published(folder: string, file: string, bytes: number | null, md5: string | null): Published {
	return { file, url: `${GOOGLE}/${folder}/${file}`, bytes, md5 };
}

export const catalogue: ReadonlyMap<string, CatalogueRow> = new Map<string, CatalogueRow>([
	[
		"vgg16",
		{
			preprocess: "caffe",
			graphs: () => [vgg([2, 2, 3, 3, 3])],
			imagenet: () =>
				published("vgg16", "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5", 58_889_256, "6d6bbae143d832006294945121d1f1fc"),
		},
	],
	[
		"vgg19",
		{
			preprocess: "caffe",
			graphs: () => [vgg([2, 2, 4, 4, 4])],
			imagenet: () =>
				published("vgg19", "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5", 80_134_624, "253f8cb515780f3b799900260a226db6"),
		},
	],
	[
		"resnet50",
		{
			preprocess: "caffe",
			graphs: () => [resnet50(), resnet50Old()],
			imagenet: () => published("resnet", "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5", null, "4d473c1dd8becc155b73f8504c6f6626"),
		},
	],
	["mobilenet", { preprocess: "tf", graphs: ({ alpha }) => [mobilenet(alpha)], imagenet: mobilenetWeights }],
	["mobilenet_v2", { preprocess: "tf", graphs: ({ alpha, size }) => [mobilenetV2(alpha, size)], imagenet: mobilenetV2Weights }],
	[
		"squeezenet",
		{
			preprocess: "caffe",
			graphs: () => [squeezenet()],
			imagenet: () => ({
				file: "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5",
				url: "https://github.com/rcmalli/keras-squeezenet/releases/download/v1.0/squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5",
				bytes: null,
				md5: null,
			}),
		},
	],
]);

/** Sizes and widths that weights were published for; another size takes the nearest's, as Keras does with 224's. */
function mobilenetWeights({ alpha, size }: NetOptions): Published | null {
	const width = ({ 1: "1_0", 0.75: "7_5", 0.5: "5_0", 0.25: "2_5" } as Record<number, string>)[alpha];
	return width === undefined
		? null
		: published("mobilenet", `mobilenet_${width}_${nearestSize([128, 160, 192, 224], size)}_tf_no_top.h5`, null, null);
}

function mobilenetV2Weights({ alpha, size }: NetOptions): Published | null {
	if (![0.35, 0.5, 0.75, 1, 1.3, 1.4].includes(alpha)) return null;
	const at = alpha > 1 ? 224 : nearestSize([96, 128, 160, 192, 224], size);
	return published(
		"mobilenet_v2",
		`mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${Number.isInteger(alpha) ? alpha.toFixed(1) : alpha}_${at}_no_top.h5`,
		null,
		null,
	);
}

function nearestSize(sizes: readonly number[], [height, width]: readonly [number, number]): number {
	return height === width && sizes.includes(height) ? height : 224;
}
