import { stream, uniform } from "../../base/rng.ts";
import type { Turn } from "../../image/vary.ts";
import type { ForeignFeatures } from "./features-file.ts";
import { changeOf } from "./hypotheses.ts";
import type { Laboratory } from "./laboratory.ts";
import type { Augmented } from "./report.ts";
import { distance, SAME } from "./rows.ts";
import { isSame, rowsOf, type Trial } from "./trials.ts";

/** Variations that are tried on every picture, then around the best of each in ever smaller circles. */
const VARIATIONS = 40;
const CIRCLES = [0.4, 0.25, 0.15, 0.1] as const;
const IN_CIRCLE = 8;
const IMAGES = 16;
/** A varied picture's row must be this much nearer than the plain one's, and than the nearest of another picture's variations: that one is near by chance. */
const NEARER = 0.8;
/** What people set ImageDataGenerator to: degrees, shares of the side, share that is seen. */
const RANGE = { angle: 40, dx: 0.2, dy: 0.2, zoom: 0.2 } as const;
const PLAIN: Turn = { kind: "turn", angle: 0, dx: 0, dy: 0, zoom: 1, flip: false };

/** Around `centre`, as far as a share of the range (F5). */
function draw(centre: Turn, share: number, number: number, image: number): Turn {
	const one = (what: keyof typeof RANGE) =>
		centre[what] + share * RANGE[what] * (2 * uniform(stream(1, "variation", what, number), image) - 1);
	return { kind: "turn", angle: one("angle"), dx: one("dx"), dy: one("dy"), zoom: one("zoom"), flip: centre.flip };
}

interface Place {
	readonly image: number;
	/** Its foreign row. */
	readonly row: number;
	readonly plain: number;
	best: Turn;
	least: number;
	/** The least of so many variations of another picture. */
	ofAnother: number;
}

/**
 * Looks for what random augmentation leaves: rows nearer to a varied picture than to the plain one, to another variation for each, and rows of one picture that
 * differ.
 */
export async function lookForAugmentation(lab: Laboratory, foreign: ForeignFeatures, base: Trial): Promise<Augmented> {
	const own = rowsOf(base.assignment);
	const places = base.images.slice(0, IMAGES).flatMap((image, i): Place[] => {
		const [row] = (own.get(image) ?? []).toSorted((a, b) => distance(foreign, a, base.rows, i) - distance(foreign, b, base.rows, i));
		if (row === undefined) return [];
		const plain = distance(foreign, row, base.rows, i);
		return [{ image, row, plain, best: PLAIN, least: plain, ofAnother: Number.POSITIVE_INFINITY }];
	});
	const attempt = async (variations: readonly Turn[]): Promise<void> => {
		const rows = await lab.rows(
			{ ...changeOf(base.parts), variations },
			places.map(({ image }) => image),
		);
		if (rows === null || rows.dim !== foreign.dim) return;
		for (const [i, place] of places.entries()) {
			const found = distance(foreign, place.row, rows, i);
			place.ofAnother = Math.min(place.ofAnother, distance(foreign, place.row, rows, (i + 1) % places.length));
			if (!(found < place.least)) continue;
			place.least = found;
			place.best = variations[i]!;
		}
	};
	await attempt(places.map(() => ({ ...PLAIN, flip: true })));
	for (let number = 0; number < VARIATIONS; number++) {
		// Small ones among large ones, every other one mirrored.
		const centre = { ...PLAIN, flip: number % 2 === 1 };
		await attempt(places.map(({ image }) => draw(centre, 0.25 + (0.75 * number) / VARIATIONS, number, image)));
	}
	for (const [circle, share] of CIRCLES.entries()) {
		for (let i = 0; i < IN_CIRCLE; i++)
			await attempt(places.map(({ best, image }) => draw(best, share, VARIATIONS + circle * IN_CIRCLE + i, image)));
	}
	const varied = places.filter(({ plain, least, ofAnother }) => !isSame(plain) && least < NEARER * Math.min(plain, ofAnother));
	return {
		images: places.length,
		variations: 1 + VARIATIONS + CIRCLES.length * IN_CIRCLE,
		plain: places.filter(({ plain }) => isSame(plain)).length,
		nearerVaried: varied.length,
		spread: spreadOf(varied.map(({ best }) => best)),
		...pairsOf(foreign, lab, own),
	};
}

/** How the variations that were nearest differ among themselves. */
function spreadOf(turns: readonly Turn[]): Augmented["spread"] {
	const range = (what: keyof typeof RANGE): readonly [number, number] => {
		const values = turns.map((turn) => turn[what]);
		return turns.length === 0 ? [0, 0] : [Math.min(...values), Math.max(...values)];
	};
	return {
		angle: range("angle"),
		dx: range("dx"),
		dy: range("dy"),
		zoom: range("zoom"),
		mirrored: turns.filter(({ flip }) => flip).length,
	};
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

/**
 * Of three images in five the row is the plain picture's or much nearer to a varied one, and the variations differ: the same one for all would be a rule, not
 * chance. Where rows of one picture differ, fewer will do.
 */
export function isAugmented({ images, plain, nearerVaried, spread, pairs, differingPairs }: Augmented): boolean {
	const wide = (what: keyof typeof RANGE) => spread[what][1] - spread[what][0] > RANGE[what] / 2;
	const differ =
		plain > 0 || (spread.mirrored > 0 && spread.mirrored < nearerVaried) || wide("angle") || wide("dx") || wide("dy") || wide("zoom");
	const enough = pairs > 0 && differingPairs > pairs / 2 ? 0.3 : 0.6;
	return nearerVaried >= 3 && differ && plain + nearerVaried >= enough * images;
}
