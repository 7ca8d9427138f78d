import type { FitSection, FrozenSection, Way } from "../job/document.ts";
import { forwardsOf } from "./forwards.ts";
import type { Measured } from "./measured.ts";

export interface ForecastOptions {
	readonly fit: FitSection;
	readonly frozen: FrozenSection;
	/** Machines like this one that extract together. */
	readonly workers: number;
	/** Whether training images are augmented: then the features way keeps views, and the frozen way draws one for every pass. */
	readonly augmented: boolean;
	/** Views kept of each training image. Without augmentation 1 is the features way as it is, and more are told beside it. */
	readonly views: number;
	/** Of one worker for an hour, in any currency; null: none is told. */
	readonly price: number | null;
}

export interface WayForecast {
	readonly way: Way;
	/** Kept of each training image; null: none, images as they are. */
	readonly views: number | null;
	readonly seconds: {
		readonly plan: number;
		readonly extract: number;
		readonly fit: number;
		readonly export: number;
		readonly total: number;
	};
	/** Images through the backbone in this run: what is cached is free. */
	readonly forwards: number;
	/** Bytes that the store holds in the end: features, checkpoints, model. */
	readonly storage: number;
	/** Hours that workers work, all together, times their price. */
	readonly money: number | null;
	/** Seconds of one more epoch. */
	readonly epoch: number;
}

export interface Forecast {
	readonly ways: readonly WayForecast[];
	/** Epochs after which the features way has taken less time than the frozen way, features computed from nothing; null: never. */
	readonly breakEven: number | null;
	/** The same with what is in the store now. */
	readonly breakEvenNow: number | null;
}

/** Pictures that a report shows, decoded once more. */
const SHOWN = 24;
/** Sample id, and what a shard's file holds beside its rows, spread over its rows, in bytes. */
const ROW_EXTRA_BYTES = 16 + 16;
/** Checkpoints kept. */
const CHECKPOINTS = 2;

/** What each way takes. Pure: the same measurements give the same forecast. */
export function forecast(measured: Measured, options: ForecastOptions): Forecast {
	const { views, price } = options;
	const alone = { ...options, workers: 1 };
	// The work is the same on however many workers it is done, and it is the work that is paid for.
	const paid = (way: (options: ForecastOptions) => WayForecast): WayForecast => ({
		...way(options),
		money: price === null ? null : (way(alone).seconds.total / 3600) * price,
	});
	const kept = options.augmented ? [views] : [null, ...(views > 1 ? [views] : [])];
	const ways = [...kept.map((count) => paid((each) => featuresWay(measured, each, count))), paid((each) => frozenWay(measured, each))];
	const nothing: Measured = { ...measured, cached: { train: 0, validation: 0, views: 0, checks: 0 } };
	return {
		ways,
		breakEven: breakEven(featuresWay(nothing, options, kept[0]!), frozenWay(nothing, options)),
		breakEvenNow: breakEven(ways[0]!, ways.at(-1)!),
	};
}

function featuresWay(measured: Measured, { fit, workers }: ForecastOptions, views: number | null): WayForecast {
	const { images, cached, backbone, head, dim } = measured;
	const { train, validation } = images.distinct;
	// Held-out images are never augmented, and views stand beside the images' own rows.
	const missingViews = views === null ? 0 : Math.max(0, views * train - cached.views);
	const missing = Math.max(0, validation - cached.validation) + (views === null ? Math.max(0, train - cached.train) : 0);
	const rows = missing + missingViews;
	const seconds = missingViews / backbone.viewsPerSecond + missing / backbone.imagesPerSecond + rows * backbone.writeSeconds;
	const epoch = headEpoch(measured, fit, measured.head.stepSeconds);
	return assembled(measured, {
		way: "features",
		views,
		extract: rows === 0 ? 0 : backbone.processSeconds + backbone.compileSeconds + seconds / workers,
		epoch,
		fit: head.startSeconds + fit.epochs * epoch + images.validation * head.rowSeconds,
		forwards: rows,
		rowBytes: ((views ?? 1) * train + validation) * (dim * 4 + ROW_EXTRA_BYTES),
	});
}

function frozenWay(measured: Measured, { fit, workers, frozen }: ForecastOptions): WayForecast {
	const { images, cached, backbone, head } = measured;
	const { frozenWay: forwards, perEpoch } = forwardsOf(images, fit, fit.epochs);
	const distinct = images.distinct.train + images.distinct.validation;
	const unchecked = Math.max(0, distinct - cached.checks);
	const extractors = frozen.backbone === "extractors" ? workers : 1;
	const row = 1 / (extractors * backbone.passPerSecond);
	const trained = 1 / (extractors * backbone.freshPerSecond);
	// One machine's cores are busy with the backbone already, so the head's work comes on top of it.
	const epoch = perEpoch.train * trained + perEpoch.validation * row + headEpoch(measured, fit, head.chunkedStepSeconds);
	return assembled(measured, {
		way: "frozen",
		views: null,
		extract: unchecked === 0 ? 0 : backbone.processSeconds + unchecked / backbone.decodesPerSecond / workers,
		epoch,
		fit: head.startSeconds + backbone.compileSeconds + fit.epochs * epoch + images.validation * (row + head.rowSeconds),
		forwards,
		rowBytes: distinct * ROW_EXTRA_BYTES,
	});
}

/** An epoch's steps, evaluation and checkpoint, without what its rows take. */
function headEpoch({ images, head }: Measured, fit: FitSection, stepSeconds: number): number {
	const { perEpoch } = forwardsOf(images, fit, fit.epochs);
	const steps = fit.steps ?? Math.ceil(images.train / fit.batch);
	return steps * stepSeconds + perEpoch.validation * head.rowSeconds + head.epochSeconds;
}

type Parts = Pick<WayForecast, "way" | "views" | "epoch" | "forwards"> & {
	readonly extract: number;
	readonly fit: number;
	readonly rowBytes: number;
};

function assembled(measured: Measured, { extract, fit, rowBytes, ...rest }: Parts): WayForecast {
	const { images, backbone, head, exportSeconds, modelBytes } = measured;
	const plan = images.readSeconds + backbone.readSeconds; // at the same time, on the same cores
	const shown = Math.min(SHOWN, images.validation) / backbone.decodesPerSecond;
	const seconds = { plan, extract, fit, export: exportSeconds + shown };
	return {
		...rest,
		seconds: { ...seconds, total: plan + extract + fit + seconds.export },
		storage: rowBytes + CHECKPOINTS * head.checkpointBytes + modelBytes,
		money: null,
	};
}

/** Epochs after which the features way is ahead. */
function breakEven(features: WayForecast, frozen: WayForecast): number | null {
	const perEpoch = frozen.epoch - features.epoch;
	return perEpoch <= 0 ? null : Math.max(0, (features.seconds.extract - frozen.seconds.extract) / perEpoch);
}
