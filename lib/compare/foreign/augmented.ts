import { stream, uniform } from "../../base/rng.ts";
import type { Variation } from "../../image/vary.ts";
import type { ForeignFeatures } from "./features-file.ts";
import { changeOf } from "./hypotheses.ts";
import type { Laboratory } from "./laboratory.ts";
import type { Augmented } from "./report.ts";
import { distance, SAME } from "./rows.ts";
import { isSame, rowsOf, type Trial } from "./trials.ts";

/** Variations that are tried on each picture: flips, and the rest drawn from what people set ImageDataGenerator to. */
const VARIATIONS = 40;
const IMAGES = 16;
/** A varied picture's row must be this much nearer than the plain one's: of forty rows of other pictures the nearest is not. */
const NEARER = 0.8;

function variation(number: number): Variation {
	const draw = (what: string, low: number, high: number) => low + uniform(stream(1, "variation", what), number) * (high - low);
	const flip = number % 2 === 0;
	if (number < 2) return { kind: "turn", angle: 0, dx: 0, dy: 0, zoom: 1, flip: number === 0 };
	// Small ones among large ones: angles up to 40 degrees, shifts up to a fifth, a fifth nearer or further.
	const size = draw("size", 0.1, 1);
	return {
		kind: "turn",
		angle: size * draw("angle", -40, 40),
		dx: size * draw("dx", -0.2, 0.2),
		dy: size * draw("dy", -0.2, 0.2),
		zoom: 1 + size * draw("zoom", -0.2, 0.2),
		flip,
	};
}

/** Looks for what random augmentation leaves: rows nearer to a varied picture than to the plain one, to another variation for each, and rows of one picture that differ. */
export async function lookForAugmentation(lab: Laboratory, foreign: ForeignFeatures, base: Trial): Promise<Augmented> {
	const own = rowsOf(base.assignment);
	const places = base.images.slice(0, IMAGES).map((image, i) => ({ image, row: nearestOwn(foreign, own.get(image) ?? [], base, i), i }));
	const known = places.filter(({ row }) => row !== -1);
	const plain = known.map(({ row, i }) => distance(foreign, row, base.rows, i));
	const least = plain.map(() => Number.POSITIVE_INFINITY);
	const winner = plain.map(() => -1);
	for (let number = 0; number < VARIATIONS; number++) {
		if (number === 1) continue; // the picture itself
		const rows = await lab.rows(
			{ ...changeOf(base.parts), variation: variation(number) },
			known.map(({ image }) => image),
		);
		if (rows === null || rows.dim !== foreign.dim) continue;
		for (const [at, { row }] of known.entries()) {
			const found = distance(foreign, row, rows, at);
			if (found >= least[at]!) continue;
			least[at] = found;
			winner[at] = number;
		}
	}
	const varied = plain.map((each, at) => !isSame(each) && least[at]! < NEARER * each);
	return {
		images: known.length,
		variations: VARIATIONS - 1,
		plain: plain.filter(isSame).length,
		nearerVaried: varied.filter(Boolean).length,
		kinds: new Set(winner.filter((_, at) => varied[at])).size,
		...pairsOf(foreign, lab, own),
	};
}

function nearestOwn(foreign: ForeignFeatures, rows: readonly number[], base: Trial, i: number): number {
	return rows.reduce(
		(best, row) => (best === -1 || distance(foreign, row, base.rows, i) < distance(foreign, best, base.rows, i) ? row : best),
		-1,
	);
}

/** Rows of one picture, under one name or under several whose bytes are the same: what computes nothing at random gives them one row. */
function pairsOf(foreign: ForeignFeatures, lab: Laboratory, own: ReadonlyMap<number, readonly number[]>) {
	const byPicture = new Map<string, number[]>();
	for (const [image, rows] of own) {
		const { digest } = lab.images[image]!;
		byPicture.set(digest, [...(byPicture.get(digest) ?? []), ...rows]);
	}
	let pairs = 0;
	let differingPairs = 0;
	for (const rows of byPicture.values()) {
		for (const row of rows.slice(1)) {
			pairs++;
			if (!(distance(foreign, row, foreign, rows[0]!) <= SAME)) differingPairs++;
		}
	}
	return { pairs, differingPairs };
}

/** Of three images in four the row is the plain picture's or nearer to a varied one, and not to the same variation for all: that would be a rule, not chance. */
export function isAugmented({ images, plain, nearerVaried, kinds }: Augmented): boolean {
	return nearerVaried >= 3 && plain + nearerVaried >= 0.75 * images && (plain > 0 || kinds >= Math.max(3, images / 4));
}
