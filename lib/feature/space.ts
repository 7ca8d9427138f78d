import { canonicalJson, digestOf } from "../base/digest.ts";
import type { ImageTransform } from "../image/pixels.ts";
import type { Augment, Pooling, Preprocess } from "../job/document.ts";

/**
 * The conditions under which features are comparable. Two rows may stand in one table only if they come from one space; its
 * digest names the folder that feature files lie in (F2).
 */
export interface Space {
	/** Raised when the way from bytes to pixels changes, so that old features are not taken for new ones. */
	readonly version: 1;
	/** Digests of the cut graph's structure and of its weights; null in a space that only checks whether images decode. */
	readonly backbone: { readonly name: string; readonly topology: string; readonly weights: string } | null;
	readonly cut: string;
	readonly pooling: Pooling;
	readonly transform: ImageTransform;
	/** What views from 1 on are drawn from, with the seed. Absent where every row is of an image as it is: such spaces know nothing of views. */
	readonly augment?: Augment;
	readonly preprocess: Preprocess;
	/** Images above it are skipped, so it decides which rows there are. */
	readonly maxPixels: number;
	readonly dtype: "F32";
	readonly engine: string;
}

export function spaceId(space: Space): string {
	return digestOf(space).slice(0, 32);
}

export function parseSpace(text: string): Space {
	return JSON.parse(text) as Space;
}

export function formatSpace(space: Space): string {
	return canonicalJson(space);
}

/** The space of the frozen way's first phase: which images decode. The transform plays no part in that, so one check serves all. */
export function checkSpace({ version, maxPixels, dtype }: Space): Space {
	const transform: ImageTransform = { height: 1, width: 1, interpolation: "nearest", fit: "stretch" };
	return { version, backbone: null, cut: "", pooling: "none", transform, preprocess: "none", maxPixels, dtype, engine: "none" };
}

/** The space of augmented views: the same conditions, and what the views are drawn from. Rows of the images themselves stay in the plain space. */
export function viewSpace(space: Space, augment: Augment): Space {
	return { ...space, augment };
}

/** Names the stored backbone of a space, or null where there is none. */
export function backboneOf({ backbone }: Space): string | null {
	return backbone === null ? null : digestOf({ topology: backbone.topology, weights: backbone.weights });
}

/** What differs between two spaces, in words: why features of `before` cannot serve `now`. */
export function spaceDifferences(before: Space, now: Space): string[] {
	const found: string[] = [];
	const say = (what: string, a: unknown, b: unknown) => {
		if (canonicalJson(a ?? null) !== canonicalJson(b ?? null)) found.push(`${what} ${shown(a)} → ${shown(b)}`);
	};
	say("backbone", before.backbone?.name, now.backbone?.name);
	say("cut", before.cut, now.cut);
	// Another backbone or cut has other layers and weights; saying so again would hide which change came first.
	if (found.length === 0) {
		say("layers", before.backbone?.topology.slice(0, 8), now.backbone?.topology.slice(0, 8));
		say("weights", before.backbone?.weights.slice(0, 8), now.backbone?.weights.slice(0, 8));
	}
	say("pooling", before.pooling, now.pooling);
	say("size", `${before.transform.height}×${before.transform.width}`, `${now.transform.height}×${now.transform.width}`);
	say("interpolation", before.transform.interpolation, now.transform.interpolation);
	say("fit", before.transform.fit, now.transform.fit);
	for (const key of [...new Set([...Object.keys(before.augment ?? {}), ...Object.keys(now.augment ?? {})])] as (keyof Augment)[])
		say(`augment.${key}`, before.augment?.[key], now.augment?.[key]);
	say("preprocess", before.preprocess, now.preprocess);
	say("maxPixels", before.maxPixels, now.maxPixels);
	say("engine", before.engine, now.engine);
	say("version", before.version, now.version);
	return found;
}

function shown(value: unknown): string {
	return typeof value === "string" ? value : (JSON.stringify(value) ?? "none");
}
