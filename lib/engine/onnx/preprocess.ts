import type { Preprocess } from "../../job/document.ts";
export const preprocessing: Record<
	Preprocess,
	{ bgr: boolean; scale: readonly [number, number, number]; offset: readonly [number, number, number] }
> = {
	none: { bgr: false, scale: [1, 1, 1], offset: [0, 0, 0] },
	caffe: { bgr: true, scale: [1, 1, 1], offset: [-103.939, -116.779, -123.68] },
	tf: { bgr: false, scale: [1 / 127.5, 1 / 127.5, 1 / 127.5], offset: [-1, -1, -1] },
	torch: {
		bgr: false,
		scale: [1 / (255 * 0.229), 1 / (255 * 0.224), 1 / (255 * 0.225)],
		offset: [-0.485 / 0.229, -0.456 / 0.224, -0.406 / 0.225],
	},
};
