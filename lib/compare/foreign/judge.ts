import { percent } from "../../report/figures.ts";
import { figure } from "../verdict.ts";
import { isAugmented } from "./augmented.ts";
import type { Cause, ForeignReport, ForeignVerdict } from "./report.ts";
import { explains, FEW, type Trial, triedOf } from "./trials.ts";

/** Columns that differ by scale and offset only; what else is done to features leaves a trace in the third digit. */
const COLUMNS_ALIKE = 0.99999;

/** The verdict, from what was measured. `found`: the trial whose rows are the foreign ones, or null. */
export function judge(report: Omit<ForeignReport, "verdict">, found: Trial | null): ForeignVerdict {
	const { asTheJob, order, augmented, similarity, tried, matching, rows } = report;
	if (found !== null) {
		const causes: Cause[] = found.parts.flatMap(({ kind, says, set }) => (kind === "none" ? [] : [{ kind, says, set }]));
		if (order !== null && !explains(found)) causes.push(movedCause(order));
		else if (causes.length === 0 && asTheJob !== null && asTheJob.same < asTheJob.rows) {
			const { same, worst } = asTheJob;
			causes.push({
				kind: "rows",
				says: `${asTheJob.rows - same} of ${asTheJob.rows} rows are not their images' rows, the furthest off row ${worst?.row} (${worst?.path})${order === null ? "" : `; ${moved(order)}`}`,
				set: null,
			});
		}
		if (causes.length === 0)
			return {
				same: true,
				causes,
				certainty: "certain",
				says: `The same features: ${matching.rows} of ${rows} rows, matched ${matching.says}, are the job's own; the largest difference is ${figure(asTheJob?.maxRelative ?? Number.NaN)} of a row's length.`,
			};
		const { same, anywhere, images } = triedOf(found);
		const next = tried.find((each) => each.says !== triedOf(found).says && each.kind !== "none");
		const rival =
			next === undefined || causes[0]!.kind === "order" || causes[0]!.kind === "rows"
				? ""
				: ` The next best, that it ${next.says}, is off by ${figure(next.median)} of a row's length.`;
		return {
			same: false,
			causes,
			certainty: "certain",
			says: `Not the same features: the program that made them ${sentence(causes)}. Computed so, ${Math.max(same, anywhere)} of ${images} images give the foreign rows${matching.by === "none" || order !== null ? "" : `, matched ${matching.says}`}.${rival}`,
		};
	}
	if (augmented !== null && isAugmented(augmented)) {
		return {
			same: false,
			causes: [{ kind: "augmented", says: "computes features of randomly augmented pictures", set: null }],
			certainty: "likely",
			says: `Not the same features: the program that made them seems to have augmented the pictures at random. ${augmentedBy(augmented)}`,
		};
	}
	if (similarity !== null && similarity.columns !== null && similarity.columns > COLUMNS_ALIKE)
		return {
			same: false,
			causes: [{ kind: "scaled", says: "scales each column by itself (StandardScaler, say)", set: null }],
			certainty: "certain",
			says: `Not the same features, but the same up to each column's scale and offset: over ${similarity.images} images, matched ${matching.says}, the columns' correlation with the job's own is ${similarity.columns.toFixed(6)}. The program that made them scales each column by itself (StandardScaler, say).`,
		};
	const nearest = tried.find(({ images }) => images >= FEW) ?? tried[0];
	const near =
		nearest === undefined
			? " Nothing that was tried gives rows of this length."
			: ` The nearest is that it ${nearest.says}: ${figure(nearest.median)} of a row's length off.`;
	if (similarity !== null && similarity.correlation > similarity.byChance && (similarity.columns === null || similarity.columns < 0.5))
		return {
			same: false,
			causes: [{ kind: "weights", says: "uses other weights, or another network", set: null }],
			certainty: "likely",
			says: `Not the same features: none of ${tried.length} explanations fits, but the rows are of these images in this order (${matching.says}): pairs of images that are near each other in one are near in the other (correlation ${figure(similarity.correlation)}; of ${99} random orders at most ${figure(similarity.byChance)})${similarity.columns === null ? "" : `, while single values have nothing to do with each other (correlation ${figure(similarity.columns)})`}. So it is another network or other weights, most likely.${near}`,
		};
	return {
		same: false,
		causes: [],
		certainty: "none",
		says: `Not the same features, and none of the ${tried.length} explanations that were tried fits.${near}`,
	};
}

function augmentedBy({
	images,
	plain,
	nearerVaried,
	variations,
	spread,
	pairs,
	differingPairs,
}: NonNullable<ForeignReport["augmented"]>): string {
	const share = ([low, high]: readonly [number, number], factor: number, digits: number) =>
		`${(factor * low).toFixed(digits)} to ${(factor * high).toFixed(digits)}`;
	const how = `turned by ${share(spread.angle, 1, 0)} degrees, moved by ${share(spread.dx, 100, 0)} % across and ${share(spread.dy, 100, 0)} % down, ${share(spread.zoom, 100, 0)} % of the picture seen, ${spread.mirrored} mirrored`;
	const witness =
		differingPairs > 0
			? ` And of ${pairs} pairs of rows of one and the same picture ${differingPairs} differ, which only chance does.`
			: "";
	return `Of ${images} images, ${plain} have the plain picture's row, and ${nearerVaried} a row much nearer to one of ${variations} varied pictures: ${how}.${witness}`;
}

function movedCause(order: NonNullable<ForeignReport["order"]>): Cause {
	return { kind: "order", says: `has the rows in another order: ${moved(order)}`, set: null };
}

function moved({ looked, moved: count, sameClass, examples }: NonNullable<ForeignReport["order"]>): string {
	const [example] = examples;
	const first = example === undefined ? "" : `; row ${example.row} should be of ${example.should} and is of ${example.is}`;
	return `of ${looked} images ${count} stand in other places, ${percent(sameClass / Math.max(1, count))} of them where an image of their own class should${first}`;
}

function sentence(causes: readonly Cause[]): string {
	return causes.map(({ says }) => says).join(", and ");
}
