import { stream, uint32 } from "../../base/rng.ts";
import type { Assignment } from "./assignments.ts";
import { byName, plausibleOrders } from "./assignments.ts";
import { isAugmented, lookForAugmentation } from "./augmented.ts";
import type { ForeignFeatures } from "./features-file.ts";
import { AS_THE_JOB, compatible, type Hypothesis, hypotheses } from "./hypotheses.ts";
import { judge } from "./judge.ts";
import type { Laboratory } from "./laboratory.ts";
import { lookForMoved } from "./moved.ts";
import type { ForeignReport } from "./report.ts";
import { distance } from "./rows.ts";
import { similarity } from "./similarity.ts";
import { explains, explainsInAnyOrder, FEW, isSame, off, rowsOf, type Trial, Trials, triedOf } from "./trials.ts";

/** Images whose rows are computed for a hypothesis that may hold. */
const SAMPLE = 24;
/** Images that show that two hypotheses together do not hold. */
const FEWEST = 4;
/** Images that tell how alike two networks see them. */
const ALIKE = 80;
/** Single hypotheses that are combined with each other one, the nearest first. */
const COMBINED = 2;

/**
 * Says whether foreign features are the job's own, and if not, why: by computing rows of a few images as another program may have, one difference at a time
 * and then two, until they are the foreign ones.
 */
export async function explainForeign(name: string, foreign: ForeignFeatures, lab: Laboratory): Promise<ForeignReport> {
	const { assignments, unknown } = assignmentsOf(foreign, lab);
	const images = sampleOf(assignments[0]!);
	const trials = new Trials(lab, foreign, assignments);
	lab.say(`${foreign.rows} rows; trying what the job itself does on ${images.length} images`);
	const base = await trials.try([AS_THE_JOB], images);
	const found = base !== null && explainsInAnyOrder(base) ? base : await search(trials, lab, images);
	const explained = found !== null && found.images.length === images.length && explainsInAnyOrder(found);
	const nearest = found ?? base;
	const assignment = nearest?.assignment ?? assignments[0]!;
	const sameSpace = base !== null && nearest !== null && !explained;
	const augmented = sameSpace ? await augmentation(lab, foreign, base) : null;
	const order = nearest === null || (augmented !== null && isAugmented(augmented)) ? null : await lookForMoved(lab, foreign, nearest);
	const report = {
		schemaVersion: 1,
		kind: "foreign",
		name,
		file: foreign.file,
		rows: foreign.rows,
		rowShape: foreign.rowShape,
		nonFinite: nonFinite(foreign),
		job: { images: lab.images.length, rowShape: lab.rowShape, space: lab.space },
		matching: {
			by: assignment.by,
			says: assignment.says,
			rows: assignment.image.filter((image) => image !== -1).length,
			unknownNames: unknown,
		},
		asTheJob: base === null ? null : await compareAll(lab, foreign, assignment),
		tried: ranked(trials.done),
		order,
		augmented,
		similarity: explained || (augmented !== null && isAugmented(augmented)) ? null : await alike(lab, foreign, assignment),
	} as const;
	return { ...report, verdict: judge(report, explained ? found : null) };
}

function assignmentsOf(foreign: ForeignFeatures, lab: Laboratory): { assignments: readonly Assignment[]; unknown: readonly string[] } {
	const orders = plausibleOrders(foreign.rows, lab.images);
	const best = orders.filter(({ rank }) => rank === orders[0]?.rank);
	if (foreign.names === null) return { assignments: best.length > 0 ? best : [unplaced(foreign)], unknown: [] };
	const { assignment, unknown } = byName(foreign.names, lab.images);
	if (unknown.length === foreign.rows) return { assignments: best.length > 0 ? best : [unplaced(foreign)], unknown };
	return { assignments: [assignment, ...best.filter(({ rank }) => rank === 0)], unknown };
}

/** Where the number of rows fits nothing: rows can only be searched for. */
function unplaced({ rows }: ForeignFeatures): Assignment {
	return { by: "none", says: "by no order: the number of rows is not that of the images", image: new Int32Array(rows).fill(-1) };
}

/** Images spread over those that have a row, the same each time. */
function sampleOf({ image }: Assignment, count = SAMPLE): number[] {
	const all = [...new Set(image)].filter((each) => each !== -1).sort((a, b) => a - b);
	const draws = stream(1, "foreign sample");
	const keyed = all.map((each) => [uint32(draws, each), each] as const).sort((a, b) => a[0] - b[0]);
	return keyed.slice(0, count).map(([, each]) => each);
}

/** One difference at a time, then other layers and weights, then two differences. The one that explains the rows, or else the nearest. */
async function search(trials: Trials, lab: Laboratory, images: readonly number[]): Promise<Trial | null> {
	const all = hypotheses(lab.own);
	const late = all.filter(({ kind }) => kind === "cut" || kind === "weights");
	const early = all.filter((each) => !late.includes(each));
	/** On more images as long as it explains them. */
	const attempt = async (parts: readonly Hypothesis[], counts: readonly number[]): Promise<Trial | null> => {
		let trial: Trial | null = null;
		for (const count of counts) {
			trial = await trials.try(parts, images.slice(0, count));
			if (trial === null || !explainsInAnyOrder(trial)) return null;
			if (trial.images.length === images.length) return trial;
		}
		return trial;
	};
	const first = async (parts: readonly (readonly Hypothesis[])[], counts: readonly number[]): Promise<Trial | null> => {
		for (const each of parts) {
			const found = await attempt(each, counts);
			if (found !== null) return found;
		}
		return null;
	};
	const each = (some: readonly Hypothesis[]) => some.map((hypothesis) => [hypothesis]);
	lab.say(`they are not the job's: trying ${early.length} single differences`);
	// All of them, also once one explains the rows: only then it is known that no other one does as well.
	for (const parts of each(early)) await attempt(parts, [FEW, SAMPLE]);
	const single = explaining(trials.done, images.length);
	if (single !== null) return single;
	if (late.length > 0) lab.say(`none fits: trying ${late.length} other layers and weights`);
	const other = await first(each(late), [FEW, SAMPLE]);
	if (other !== null) return other;
	lab.say("none fits: trying two differences together");
	const nearest = trials.done.toSorted((a, b) => off(a) - off(b)).filter(({ parts: [part] }) => part!.kind !== "none");
	const pairs = nearest
		.slice(0, COMBINED)
		.flatMap(({ parts }) => early.filter((one) => compatible(parts[0]!, one)).map((one) => [parts[0]!, one]));
	const pair = await first(pairs, [FEWEST, FEW, SAMPLE]);
	return pair ?? trials.done.toSorted((a, b) => off(a) - off(b))[0] ?? null;
}

/** The best first; what was tried on a few images and then on all of them, only once. */
function ranked(done: readonly Trial[]): ForeignReport["tried"] {
	const tried = done.map(triedOf);
	return tried
		.filter((each) => !tried.some((other) => other.says === each.says && other.images > each.images))
		.sort((a, b) => b.same / b.images - a.same / a.images || b.anywhere / b.images - a.anywhere / a.images || a.median - b.median);
}

/** Of those that explain all images' rows, in place before in any order, the nearest. */
function explaining(done: readonly Trial[], images: number): Trial | null {
	const nearest = done.filter((trial) => trial.images.length === images).sort((a, b) => off(a) - off(b));
	return nearest.find(explains) ?? nearest.find(explainsInAnyOrder) ?? null;
}

async function augmentation(lab: Laboratory, foreign: ForeignFeatures, base: Trial) {
	lab.say("none fits: trying pictures that are turned, moved, zoomed and mirrored");
	return lookForAugmentation(lab, foreign, base);
}

/** Rows of one comparison: few enough to hold. */
const PART = 1024;

async function compareAll(lab: Laboratory, foreign: ForeignFeatures, { image }: Assignment): Promise<ForeignReport["asTheJob"]> {
	const rows = [...image.keys()].filter((row) => image[row] !== -1);
	const distances: number[] = [];
	let maxAbs = 0;
	let worst: number | null = null;
	let maxRelative = 0;
	for (let from = 0; from < rows.length; from += PART) {
		const part = rows.slice(from, from + PART);
		const own = await lab.stored(part.map((row) => image[row]!));
		for (const [i, row] of part.entries()) {
			const found = distance(foreign, row, own, i);
			distances.push(found);
			for (let k = 0; k < own.dim; k++)
				maxAbs = Math.max(maxAbs, Math.abs(foreign.values[row * own.dim + k]! - own.values[i * own.dim + k]!));
			if (worst !== null && !(found > maxRelative)) continue;
			maxRelative = found;
			worst = row;
		}
	}
	if (worst === null) return null;
	const same = distances.filter(isSame).length;
	distances.sort((a, b) => a - b);
	return {
		rows: rows.length,
		same,
		maxAbs,
		median: distances[Math.floor(distances.length / 2)]!,
		maxRelative,
		worst: { row: worst, path: lab.images[image[worst]!]!.path },
	};
}

async function alike(lab: Laboratory, foreign: ForeignFeatures, assignment: Assignment): Promise<ForeignReport["similarity"]> {
	const images = sampleOf(assignment, ALIKE);
	if (images.length < 8) return null;
	const own = rowsOf(assignment);
	const values = new Float32Array(images.length * foreign.dim);
	for (const [i, image] of images.entries()) {
		const row = own.get(image)![0]!;
		values.set(foreign.values.subarray(row * foreign.dim, (row + 1) * foreign.dim), i * foreign.dim);
	}
	return similarity(await lab.stored(images), { dim: foreign.dim, values });
}

function nonFinite({ values, dim, rows }: ForeignFeatures): number {
	let found = 0;
	for (let row = 0; row < rows; row++) if (values.subarray(row * dim, (row + 1) * dim).some((value) => !Number.isFinite(value))) found++;
	return found;
}
