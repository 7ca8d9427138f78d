import { describe, expect, test } from "vitest";
import { scanDataset } from "../../lib/data/scan.ts";
import { files, section } from "../data/images.ts";
import { fixture } from "./fixture.ts";

/** Which class has which number, and in which order the images stand, against Keras (makers/folders.py). */

interface Listing {
	readonly classes: readonly string[];
	readonly files: readonly string[];
}
interface Case {
	readonly title: string;
	readonly paths: readonly string[];
	readonly flow_from_directory: Listing;
	readonly keras2: Listing;
	readonly image_dataset_from_directory: Listing;
}

const { cases } = fixture<{ cases: Case[] }>("folders.json");
const writers = ["flow_from_directory", "keras2", "image_dataset_from_directory"] as const;

describe.each(cases)("folders with awkward names: $title", ({ paths, ...theirs }) => {
	test.each(writers)("classes and files stand as those of %s", async (writer) => {
		const root = await files(Object.fromEntries(paths.map((path) => [path, path])));
		// Enough validation images that either side has some; the order is that of all.
		const { classes, entries } = await scanDataset(section(root), 3);
		expect(classes).toEqual(theirs[writer].classes);
		expect(entries.map(({ path }) => path)).toEqual(theirs[writer].files);
		expect(entries.map(({ path, label }) => path.startsWith(`${classes[label]}/`))).toEqual(paths.map(() => true));
	});
});
