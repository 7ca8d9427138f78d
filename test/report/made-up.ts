import { resolve } from "node:path";
import type { Job } from "../../lib/job/document.ts";
import { type LoadedJob, parseJob } from "../../lib/job/load.ts";
import type { ReportData } from "../../lib/report/index.ts";

export const noCopies: ReportData["copies"] = {
	duplicates: 0,
	twoLabels: 0,
	heldOut: 0,
	named: { duplicates: [], twoLabels: [], heldOut: [] },
};

/** A run with nothing to complain about; tests change one thing. */
export function madeUpRun(changes: Partial<ReportData> = {}): ReportData {
	const epoch = (number: number, accuracy: number, valAccuracy: number) => ({
		epoch: number,
		loss: 1 / number,
		accuracy,
		valLoss: 1.1 / number,
		valAccuracy,
		seconds: 0.5,
		learningRate: 0.001,
	});
	return {
		schemaVersion: 1,
		job: "made-up-00000000",
		name: "made-up",
		way: "features",
		classes: ["daisy", "rose", "tulip"].map((name) => ({ name, train: 80, validation: 70 })),
		images: { total: 450, train: 240, validation: 210, skipped: {} },
		copies: noCopies,
		classesBefore: null,
		features: { cached: 0, extracted: 450, reasons: { "first run": 450 }, dim: 512 },
		epochs: [epoch(1, 0.5, 0.55), epoch(2, 0.7, 0.72), epoch(3, 0.74, 149 / 210)],
		bestEpoch: 3,
		stoppedEarly: false,
		confusion: [
			[52, 11, 7],
			[4, 56, 10],
			[14, 15, 41],
		],
		mistakes: [
			{
				path: "rose/1.jpg",
				truth: "rose",
				predicted: "tulip",
				probability: 0.9,
				truthProbability: 0.05,
				thumbnail: "data:image/jpeg;base64,AAAA",
			},
		],
		skips: [],
		findings: [],
		forwards: { run: 450, featuresWay: 450, frozenWay: 1560 },
		seconds: { plan: 0.2, extract: 4, fit: 2, export: 0.1, total: 6.5 },
		head: { sha256: "ab".repeat(32), parameters: 12_345 },
		layers: [
			{ at: 0, units: 16, constant: 1, saturated: 0.4, moved: 0.8 },
			{ at: 1, units: 3, constant: 0, saturated: 0.5, moved: 1.2 },
		],
		space: { id: "cd".repeat(16), text: "scattering at 64" },
		dataset: "ef".repeat(32),
		document: { name: "made-up" },
		environment: { frostline: "0.1.0" },
		...changes,
	};
}

/** The document of that run. */
export function madeUpJob(...parts: Parameters<typeof madeUpDocument>): Job {
	return madeUpDocument(...parts).job;
}

export function madeUpDocument(
	head: readonly unknown[] = [
		{ dense: 16, activation: "relu" },
		{ dense: "classes", activation: "softmax" },
	],
	fit: Record<string, unknown> = {},
	{
		data = {},
		backbone = { name: "scattering", size: 64 },
		way = "features",
		...rest
	}: { data?: object; backbone?: object; way?: string; augment?: object; views?: number } = {},
): LoadedJob {
	const document = {
		version: 1,
		name: "made-up",
		data: { train: "./images", ...data },
		backbone,
		way,
		...rest,
		head,
		fit: { loss: "categorical_crossentropy", optimizer: { name: "adam", learningRate: 0.001 }, epochs: 3, batch: 24, seed: 1, ...fit },
	};
	return parseJob(JSON.stringify(document), resolve("made-up.json"));
}
