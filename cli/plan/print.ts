import { placesOfEpoch } from "../../lib/fit/order.ts";
import { type Advised, advice, epochsSay } from "../../lib/forecast/advice.ts";
import type { Forecast, WayForecast } from "../../lib/forecast/forecast.ts";
import type { Measured } from "../../lib/forecast/measured.ts";
import type { FitSection, Job } from "../../lib/job/document.ts";
import type { LoadedJob } from "../../lib/job/load.ts";
import { bytes, count, duration } from "../../lib/report/figures.ts";
import type { PlanOptions } from "../plan.ts";
import { renderTable } from "../table.ts";

/** What a job will take, on one screen. */
export function planTable({ job }: LoadedJob, measured: Measured, told: Forecast, { workers, price, store }: PlanOptions): string {
	const { images, backbone, head, cached, threads } = measured;
	const { train, validation } = images.distinct;
	const views = told.ways[0]!.views;
	const [there, all] = [cached.validation + (views === null ? cached.train : cached.views), validation + (views ?? 1) * train];
	const about = images.exact ? "" : "about ";
	const facts = [
		[
			"job",
			`${job.name}: ${about}${count(images.train)} images to train on, ${about}${count(images.validation)} held out; ${count(measured.dim)} values in a row`,
		],
		["probe", `${duration(measured.probeSeconds)}: ${count(measured.probedImages)} images through the backbone, three epochs of the head`],
		[
			"rates",
			`a worker of ${threads} ${threads === 1 ? "core" : "cores"}: ${rate(backbone.imagesPerSecond)} images/s from file to feature, ${job.augment === null ? "" : `${rate(backbone.viewsPerSecond)} views/s, `}${rate(backbone.decodesPerSecond)} decoded; head ${rate(1 / head.stepSeconds)} steps/s, ${rate(job.fit.batch / head.stepSeconds)} images/s`,
		],
		["cached", `${count(there)} of ${count(all)} ${job.augment === null ? "features" : "rows"} are in ${store}, and free`],
		...(workers > 1 ? [["workers", `${workers} extract together; the fit runs on one`]] : []),
	];
	const paid = price !== undefined;
	const rows = told.ways.map((way) => [
		nameOf(way, way.way === job.way && (way.way === "frozen" || way.views === job.views)),
		duration(way.seconds.total),
		duration(way.seconds.plan),
		duration(way.seconds.extract),
		duration(way.seconds.fit),
		duration(way.seconds.export),
		duration(way.epoch),
		count(way.forwards),
		bytes(way.storage),
		...(paid ? [money(way.money ?? 0)] : []),
	]);
	const heading = [
		"way",
		"time",
		"plan",
		"extract",
		"fit",
		"export",
		"an epoch",
		"images through backbone",
		"storage",
		...(paid ? ["money"] : []),
	];
	const table = renderTable([heading, ...rows], { right: heading.map((_, i) => i).slice(1) });
	const even =
		told.breakEven === null
			? "storing features never pays here: an epoch takes as long either way"
			: `storing features has paid after ${epochsSay(told.breakEven)}${there > 0 && told.breakEvenNow !== null ? `; with what is cached, after ${epochsSay(told.breakEvenNow)}` : ""}`;
	const width = Math.max(...facts.map(([name]) => name!.length));
	return [
		...facts.map(([name, text]) => `${name!.padEnd(width)}  ${text}`),
		"",
		table,
		"",
		`* as the document has it${job.fit.earlyStopping === null ? "" : "; all epochs, though early stopping may end it sooner"}`,
		"",
		`${even}.`,
		advice(told, advised(job, images.train)),
	].join("\n");
}

export function planJson({ id, job }: LoadedJob, measured: Measured, told: Forecast, { workers, price }: PlanOptions) {
	return {
		schemaVersion: 1,
		job: id,
		way: job.way,
		workers,
		price: price ?? null,
		measured,
		...told,
		advice: advice(told, advised(job, measured.images.train)),
	};
}

function nameOf({ way, views }: WayForecast, own: boolean): string {
	return `${way}${views === null ? "" : `, ${views} ${views === 1 ? "view" : "views"}`}${own ? " *" : ""}`;
}

function advised(job: Job, train: number): Advised {
	return {
		way: job.way,
		epochs: job.fit.epochs,
		fresh: job.augment === null ? null : passesOf(job.fit, train),
		counted: job.views !== null,
	};
}

/** Passes over the training images: views that the frozen way draws of each. */
export function passesOf({ epochs, batch, steps }: FitSection, train: number): number {
	return Math.ceil(placesOfEpoch(epochs, train, batch, steps).to / train);
}

function rate(perSecond: number): string {
	return perSecond >= 100 ? count(Math.round(perSecond)) : perSecond.toFixed(1);
}

/** Cents, or two digits of what is less. */
function money(amount: number): string {
	return amount === 0 || amount >= 1 ? amount.toFixed(2) : String(Number(amount.toPrecision(2)));
}
