import { describe, expect, test } from "vitest";
import { parseJob } from "../../lib/job/load.ts";
import { FLOWERS, flowersWith } from "./flowers.ts";
import { refused } from "./refusal.ts";

const written = (augment: string, more = "views: 4") => flowersWith(`augment: ${augment}\n${more}`);
const jobOf = (augment: string, more?: string) => parseJob(written(augment, more), "job.yaml").job;
const AUGMENT_KEYS =
	"there can be crop, rotation, widthShift, heightShift, shear, zoom, channelShift, flip, brightness, fill, fillValue, jitter, seed";

describe("the section augment", () => {
	test("holds what changes images, and the seed of the fit", () => {
		expect(jobOf("{ rotation: 20, zoom: 0.2, flip: both }\nway: frozen", "")).toMatchObject({
			views: null,
			augment: { rotation: 20, zoom: [0.8, 1.2], flip: "both", fill: "nearest", seed: 0 },
		});
		expect(jobOf("{ rotation: 20, seed: 5 }").augment?.seed).toBe(5);
	});

	test("F2: what changes nothing is left out, so documents that mean the same views have the same features", () => {
		const plain = jobOf("{ rotation: 20 }").augment;
		const said =
			"{ rotation: 20, shear: 0, widthShift: 0, heightShift: [0], zoom: [1, 1], channelShift: 0, jitter: { hue: 0 }, fillValue: 7 }";
		expect(jobOf(said).augment).toEqual(plain);
		expect(jobOf("{ flip: horizontal, fill: constant, fillValue: 9 }").augment).toEqual({ flip: "horizontal", seed: 0 });
		expect(jobOf("{ rotation: 20, fill: constant }").augment).toEqual({ ...plain, fill: "constant", fillValue: 0 });
	});

	test("that changes nothing at all is none", () => {
		expect(jobOf("{ rotation: 0 }")).toMatchObject({ augment: null, views: null });
	});

	test("absent, leaves the document what it was", () => {
		const { canonical, job } = parseJob(FLOWERS, "job.yaml");
		expect(job).toMatchObject({ augment: null, views: null });
		expect(Object.keys(canonical)).not.toContain("augment");
		expect(Object.keys(canonical)).not.toContain("views");
	});

	test("is the same with its shorthands written out", () => {
		const digest = (augment: string) => parseJob(written(augment), "job.yaml").digest;
		expect(digest("{ zoom: 0.25 }")).toBe(digest("{ zoom: [0.75, 1.25], fill: nearest }"));
		expect(digest("{ zoom: 0.25 }")).not.toBe(digest("{ zoom: 0.26 }"));
	});
});

refused("BAD_JOB", "augmentation that cannot be meant", [
	{
		what: "a misspelt setting",
		text: written("{ rotaton: 20 }"),
		at: [15, 12],
		message: `augment.rotaton: unknown key "rotaton" (did you mean "rotation"?); ${AUGMENT_KEYS}`,
	},
	{
		what: "Keras' word for a setting",
		text: written("{ width_shift_range: 0.1 }"),
		at: [15, 12],
		message: `augment.width_shift_range: unknown key "width_shift_range" (did you mean "widthShift"?); ${AUGMENT_KEYS}`,
	},
	{
		what: "rescaling, which is no augmentation",
		text: written("{ rescale: 0.00392 }"),
		at: [15, 12],
		message: `augment.rescale: unknown key "rescale" (did you mean "backbone.preprocess"?); ${AUGMENT_KEYS}`,
	},
	{
		what: "a shift of whole pixels below 1",
		text: written("{ widthShift: 1 }"),
		at: [15, 24],
		message: "augment.widthShift: expected less than 1, got 1",
	},
	{
		what: "a range from large to small",
		text: written("{ brightness: [1.2, 0.8] }"),
		at: [15, 24],
		message: "augment.brightness: expected the smaller value first, got [1.2, 0.8]",
	},
	{
		what: "another direction",
		text: written("{ flip: sideways }"),
		at: [15, 18],
		message: 'augment.flip: expected one of horizontal, vertical, both, got "sideways"',
	},
	{
		what: "nothing",
		text: written("{ fill: reflect }"),
		at: [15, 10],
		message: "augment: says nothing that changes an image, as { rotation: 20 } does",
	},
	{
		what: "the features way without a number of views",
		text: written("{ rotation: 20 }", ""),
		at: [15, 10],
		message:
			"augment: the features way keeps views of each training image and has to know how many: add `views: 8`, say, or set `way: frozen`, which makes a new one for every pass",
	},
	{
		what: "views of images that nothing changes",
		text: flowersWith("views: 4"),
		at: [15, 8],
		message: "views: without `augment` all views of an image are the image itself: say what changes, or leave it out",
	},
	{ what: "no view", text: written("{ rotation: 20 }", "views: 0"), at: [16, 8], message: "views: expected at least 1, got 0" },
]);
