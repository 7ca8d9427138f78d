import type { LoadedJob } from "../../lib/job/load.ts";
import { type Seen, type SeenImages, seenAfter, seenBefore } from "../../lib/lint/index.ts";
import type { ReportData } from "../../lib/report/index.ts";
import { madeUpDocument, madeUpRun } from "../report/made-up.ts";

/** The shape of the made-up run's rows. */
export const ROW = [512] as const;

const texts = new WeakMap<Seen, string>();

/** The document that something seen was made from, as text. */
export function textOf(seen: Seen): string {
	return texts.get(seen)!;
}

function remembered(seen: Seen, { source }: LoadedJob): Seen {
	texts.set(seen, source.text);
	return seen;
}

/** A document alone. */
export function alone(document: LoadedJob): Seen {
	return remembered(seenBefore(document.job, { wrote: document.wrote, featureShape: ROW }, null), document);
}

/** A document with the made-up run's images, or others. */
export function withImages(document: LoadedJob, images: Partial<SeenImages> = {}, featureShape: readonly number[] = ROW): Seen {
	return remembered(seenBefore(document.job, { wrote: document.wrote, featureShape }, { ...madeUpRun(), ...images }), document);
}

/** A run that ended. */
export function afterRun(data: ReportData, document: LoadedJob): Seen {
	return remembered(seenAfter(document.job, { wrote: document.wrote, featureShape: ROW }, data), document);
}

export const CLASSES = { dense: "classes", activation: "softmax" };
export const doc = (
	head?: readonly unknown[],
	fit: Record<string, unknown> = {},
	sections: { data?: object; backbone?: object; way?: string; augment?: object; views?: number } = {},
) => madeUpDocument(head, fit, sections);
export const withFit = (fit: Record<string, unknown>, head?: readonly unknown[]) => doc(head, fit);
export const rate = (name: string, learningRate: number, rest: object = {}) => withFit({ optimizer: { name, learningRate }, ...rest });
export const backbone = (section: object) => doc(undefined, {}, { backbone: section });
/** Images changed at random; `views` kept of each. */
export const augmented = (views: number | null, fit: object = {}, way = "features") =>
	doc(undefined, { ...fit }, { way, augment: { rotation: 10 }, ...(views === null ? {} : { views }) });
export const ownValidation = doc(undefined, {}, { data: { validation: { path: "./held-out" } } });

const run = madeUpRun();

/** The same accuracies in every epoch. */
export const epochs = (valAccuracy: number, accuracy = valAccuracy): ReportData["epochs"] =>
	run.epochs.map((epoch) => ({ ...epoch, accuracy, valAccuracy }));
/** Held-out accuracies of the epochs, the losses falling. */
export const course = (...values: readonly number[]): ReportData["epochs"] =>
	values.map((valAccuracy, i) => ({ ...run.epochs[0]!, epoch: i + 1, accuracy: valAccuracy, valAccuracy, valLoss: 1 / (i + 1) }));
export const losses = (...values: readonly number[]): ReportData["epochs"] =>
	run.epochs.map((epoch, i) => ({ ...epoch, loss: values[i]! }));
export const classes = (change: (i: number) => object) => run.classes.map((each, i) => ({ ...each, ...change(i) }));
/** A run whose head says nearly the same of every image. */
export const stuck = (accuracy: number, changes: Partial<ReportData> = {}): ReportData =>
	madeUpRun({ epochs: epochs(accuracy), confusion: run.classes.map(({ validation }, c) => [validation - c, c, 0]), ...changes });
export const images = (changes: Partial<ReportData["images"]>) => ({ images: { ...run.images, ...changes } });
export const layer = (changes: Partial<ReportData["layers"][number]>): Pick<ReportData, "layers"> => ({
	layers: [{ ...run.layers[0]!, ...changes }, run.layers[1]!],
});
