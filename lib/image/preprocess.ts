import type { Preprocess } from "../job/document.ts";

/**
 * What pretrained weights expect of their pixels: x · scale + offset on each channel, after a swap to BGR for those that came from Caffe
 * (keras-applications 1.0.8, imagenet_utils.py L45-93). Folded into the compiled graph, so no caller can forget it.
 */
export interface Preprocessing {
	readonly bgr: boolean;
	/** In the order of the channels after the swap. */
	readonly scale: readonly [number, number, number];
	readonly offset: readonly [number, number, number];
}

const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

export const preprocessing: Readonly<Record<Preprocess, Preprocessing>> = {
	caffe: { bgr: true, scale: [1, 1, 1], offset: [-103.939, -116.779, -123.68] },
	tf: { bgr: false, scale: [1 / 127.5, 1 / 127.5, 1 / 127.5], offset: [-1, -1, -1] },
	torch: {
		bgr: false,
		scale: [1 / (255 * DEVIATION[0]), 1 / (255 * DEVIATION[1]), 1 / (255 * DEVIATION[2])],
		offset: [-MEAN[0] / DEVIATION[0], -MEAN[1] / DEVIATION[1], -MEAN[2] / DEVIATION[2]],
	},
	/** ImageDataGenerator(rescale=1 / 255). */
	unit: { bgr: false, scale: [1 / 255, 1 / 255, 1 / 255], offset: [0, 0, 0] },
	none: { bgr: false, scale: [1, 1, 1], offset: [0, 0, 0] },
};
