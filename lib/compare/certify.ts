import { canonicalJson } from "../base/digest.ts";
import { spaceId } from "../feature/space.ts";
import type { EpochRecord } from "../fit/epoch-record.ts";
import { differences } from "../job/differences.ts";
import type { FitPlan } from "../plan/fit-plan.ts";
import { firstOtherBatch, stepsOf } from "./batches.ts";
import type { Certificate, Cost, EpochCertificate, WayName } from "./certificate.ts";
import type { RowDifference } from "./row-differences.ts";
import { verdictOf } from "./verdict.ts";

/** What one way left. */
export interface WayEvidence {
	readonly plan: FitPlan;
	readonly epochs: readonly EpochRecord[];
	readonly cost: Cost;
}

export interface Evidence {
	readonly name: string;
	readonly features: WayEvidence;
	readonly frozen: WayEvidence;
	/** Of the frozen way's rows against the stored ones. */
	readonly rows: RowDifference;
	/** Of these, rows that no fit asked for. */
	readonly besides: number;
	/** Largest difference of the heads by epoch, where both were seen. */
	readonly heads: ReadonlyMap<number, number>;
	/** A sample's path, as a person knows it. */
	readonly pathOf: (sample: number) => string;
	readonly dataset: string;
	readonly environment: Readonly<Record<string, string>>;
}

/** Judges what two runs left: each arrow of the path on its own, and then where they part first. */
export function certify(evidence: Evidence): Certificate {
	const { features, frozen, rows, besides } = evidence;
	const { plan } = features;
	const different = planDifferences(plan, frozen.plan);
	const epochs = epochsOf(evidence);
	const parted = epochs.find(({ order }) => order.features !== null && order.frozen !== null && order.features !== order.frozen);
	const [a, b] = [features.epochs[0]?.firstLoss ?? Number.NaN, frozen.epochs[0]?.firstLoss ?? Number.NaN];
	const certificate = {
		schemaVersion: 1,
		kind: "certificate",
		name: evidence.name,
		jobs: { features: plan.job, frozen: frozen.plan.job },
		plan: {
			equal: different.length === 0,
			differences: different,
			train: count(plan, "train"),
			validation: count(plan, "validation"),
			stepsPerEpoch: stepsOf(plan),
			batch: plan.section.batch,
			seed: plan.section.seed,
			space: spaceId(plan.space),
			dataset: evidence.dataset,
		},
		features: {
			equal: rows.differing === 0,
			dim: plan.featureShape.reduce((product, side) => product * side, 1),
			rows: { inFit: rows.rows - besides, besides },
			images: rows.samples,
			differing: rows.differing,
			maxAbs: rows.maxAbs,
			maxRelative: rows.maxRelative,
			worst: rows.worst === null ? null : { path: evidence.pathOf(rows.worst), image: plan.entries[rows.worst]!.image },
		},
		order: {
			equal: parted === undefined,
			batches: stepsOf(plan) * Math.min(features.epochs.length, frozen.epochs.length),
			// Where both plans give one order, the first epoch of another order is all there is to say.
			first:
				parted === undefined
					? null
					: (firstOtherBatch(plan, frozen.plan) ?? { epoch: parted.epoch, batch: null, features: [], frozen: [] }),
		},
		firstLoss: { features: a, frozen: b, equal: a === b, difference: Math.abs(a - b) },
		epochs,
		cost: { features: features.cost, frozen: frozen.cost },
		environment: evidence.environment,
	} as const;
	return { ...certificate, verdict: verdictOf(certificate) };
}

function epochsOf({ features, frozen, heads }: Evidence): EpochCertificate[] {
	return Array.from({ length: Math.max(features.epochs.length, frozen.epochs.length) }, (_, i) => {
		const both = { features: features.epochs[i], frozen: frozen.epochs[i] };
		const of = <T>(value: (record: EpochRecord) => T): Record<WayName, T | null> => ({
			features: both.features === undefined ? null : value(both.features),
			frozen: both.frozen === undefined ? null : value(both.frozen),
		});
		const weights = of((record) => record.weights);
		const equal = weights.features === weights.frozen;
		return {
			epoch: i + 1,
			equal,
			...weights,
			maxDifference: equal ? 0 : (heads.get(i + 1) ?? null),
			order: of(({ order }) => order),
			valAccuracy: of(({ valAccuracy }) => valAccuracy),
		};
	});
}

/** What two plans of one job may not have otherwise, in words. */
function planDifferences(a: FitPlan, b: FitPlan): string[] {
	const samples = ({ entries }: FitPlan) => entries.map(({ image, label, split }) => `${image} ${label} ${split}`);
	const [own, other] = [samples(a), samples(b)];
	const found: string[] = [];
	if (own.length !== other.length) found.push(`${own.length} images the features way, ${other.length} the frozen way`);
	const first = own.findIndex((each, i) => each !== other[i]);
	if (first !== -1)
		found.push(`image ${first + 1} in order of digests: ${own[first]} the features way, ${other[first] ?? "none"} the frozen way`);
	const rest = ({ classes, space, views, head, section, featureShape }: FitPlan) => ({
		classes,
		space,
		views,
		head,
		fit: section,
		featureShape,
	});
	for (const { path, a: left, b: right } of differences(rest(a), rest(b)))
		found.push(`${path}: ${canonicalJson(left ?? null)} the features way, ${canonicalJson(right ?? null)} the frozen way`);
	return found;
}

function count({ entries }: FitPlan, side: "train" | "validation"): number {
	return entries.filter(({ split }) => split === side).length;
}
