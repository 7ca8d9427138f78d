import { ViewOrder, type Views } from "../data/views.ts";
import { type FeatureSource, passOf } from "./source.ts";

/** Rows of a source that keeps several views of each training image, one after the other. */
export interface KeptViews {
	/** Of each sample: the row of its first view, or its only one. */
	readonly first: Uint32Array;
	readonly order: Views;
	/** Training samples, and the digest of each one's image: 32 bytes each. */
	readonly train: { readonly index: Uint32Array; readonly key: Uint8Array };
}

/** A source of samples over a source of their views' rows: each pass learns from the view that it picks (F5); what is evaluated has one row (F6). */
export function pickViews(source: FeatureSource, { first, order, train }: KeptViews): FeatureSource {
	const views = new ViewOrder(order);
	const samples = train.index.length;
	const images = new Map(
		Array.from(train.index, (sample, i) => [sample, Buffer.from(train.key.subarray(i * 32, (i + 1) * 32)).toString("hex")]),
	);
	return {
		...source,
		rows: (wanted, reading) =>
			source.rows(
				wanted.map((sample, i) => {
					const view = reading.of === "train" ? views.of(images.get(sample)!, passOf(reading.place + i, samples)) : 1;
					return first[sample]! + view - 1;
				}),
				reading,
			),
	};
}
