import { sizeOf } from "../base/tensor.ts";
import type { CachedRows } from "../compute/calls.ts";
import { openCachedSource } from "../feature/cached.ts";
import type { FeatureSource } from "../feature/source.ts";
import { pickViews } from "../feature/views.ts";
import type { FitPlan } from "./fit-plan.ts";
import { sampleTable } from "./sample-table.ts";

/** Each entry's rows, and where its first one stands among all of them. */
export function placesOf({ entries, views }: FitPlan): Omit<CachedRows, "files"> {
	const places = entries.flatMap(({ at = [] }) => at);
	const half = (odd: 0 | 1) => Uint32Array.from({ length: places.length / 2 }, (_, i) => places[2 * i + odd]!);
	const rows = { file: half(0), row: half(1) };
	if (views === undefined) return rows;
	const first = new Uint32Array(entries.length);
	for (let i = 1; i < entries.length; i++) first[i] = first[i - 1]! + entries[i - 1]!.at!.length / 2;
	return { ...rows, views: { first, order: { keep: views.keep, seed: views.seed } } };
}

/** The features way's rows as its fit reads them; `files` are local ones, in the plan's order. */
export function openStoredRows(plan: FitPlan, files: readonly string[]): FeatureSource {
	const { views, ...places } = placesOf(plan);
	const source = openCachedSource({ files, ...places }, sizeOf(plan.featureShape));
	return views === undefined ? source : pickViews(source, { ...views, train: sampleTable(plan, "train") });
}
