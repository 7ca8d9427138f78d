import { describe, expect, test } from "vitest";
import {
	backboneOf,
	checkSpace,
	formatSpace,
	parseSpace,
	type Space,
	spaceDifferences,
	spaceId,
	viewSpace,
} from "../../lib/feature/space.ts";

const space: Space = {
	version: 1,
	backbone: { name: "vgg16", topology: "t".repeat(64), weights: "w".repeat(64) },
	cut: "block5_pool",
	pooling: "avg",
	transform: { height: 224, width: 160, interpolation: "bilinear", fit: "stretch" },
	preprocess: "caffe",
	maxPixels: 50_000_000,
	dtype: "F32",
	engine: "onnx",
};
const other = (change: Partial<Space>): Space => ({ ...space, ...change });

describe("F2: a space's id", () => {
	test("follows from its content, whatever the order of its keys, and survives the wire", () => {
		const turned = Object.fromEntries(Object.entries(space).reverse()) as unknown as Space;
		expect(spaceId(turned)).toBe(spaceId(space));
		expect(spaceId(parseSpace(formatSpace(space)))).toBe(spaceId(space));
		expect(spaceId(space)).toMatch(/^[0-9a-f]{32}$/);
	});

	test.each<[string, Partial<Space>, string]>([
		["weights", { backbone: { ...space.backbone!, weights: "v".repeat(64) } }, "weights wwwwwwww → vvvvvvvv"],
		["layers", { backbone: { ...space.backbone!, topology: "u".repeat(64) } }, "layers tttttttt → uuuuuuuu"],
		["cut", { cut: "fc1" }, "cut block5_pool → fc1"],
		["pooling", { pooling: "max" }, "pooling avg → max"],
		["size", { transform: { ...space.transform, width: 224 } }, "size 224×160 → 224×224"],
		["interpolation", { transform: { ...space.transform, interpolation: "nearest" } }, "interpolation bilinear → nearest"],
		["fit", { transform: { ...space.transform, fit: "crop" } }, "fit stretch → crop"],
		["preprocess", { preprocess: "tf" }, "preprocess caffe → tf"],
		["maxPixels", { maxPixels: 5 }, "maxPixels 50000000 → 5"],
		["engine", { engine: "tfjs" }, "engine onnx → tfjs"],
	])("is another with another %s, and the difference is told", (_, change, words) => {
		expect(spaceId(other(change))).not.toBe(spaceId(space));
		expect(spaceDifferences(space, other(change))).toEqual([words]);
	});
});

describe("F2: the space of augmented views", () => {
	const views = viewSpace(space, { rotation: 20, flip: "horizontal", seed: 7 });

	test("is another for every range and every seed, so views never mix, and none of them is the plain one", () => {
		const others = [
			space,
			views,
			viewSpace(space, { rotation: 21, flip: "horizontal", seed: 7 }),
			viewSpace(space, { rotation: 20, flip: "horizontal", seed: 8 }),
			viewSpace(space, { rotation: 20, seed: 7 }),
		];
		expect(new Set(others.map(spaceId)).size).toBe(others.length);
		expect(spaceId(parseSpace(formatSpace(views)))).toBe(spaceId(views));
	});

	test("leaves the plain space as it was before there were views: its features stay valid", () => {
		expect(spaceId(space)).toBe("791391acd9ca390a7f14363a4053849a");
		expect(spaceId(checkSpace(views))).toBe(spaceId(checkSpace(space)));
		expect(backboneOf(views)).toBe(backboneOf(space));
	});

	test("is told apart in words", () => {
		expect(spaceDifferences(space, views)).toEqual([
			"augment.rotation none → 20",
			"augment.flip none → horizontal",
			"augment.seed none → 7",
		]);
		expect(spaceDifferences(views, viewSpace(space, { rotation: 30, flip: "horizontal", seed: 7 }))).toEqual(["augment.rotation 20 → 30"]);
	});
});

test("another backbone is told by its name alone: its layers and weights differ anyway", () => {
	expect(spaceDifferences(space, other({ backbone: { name: "vgg19", topology: "x", weights: "y" }, pooling: "max" }))).toEqual([
		"backbone vgg16 → vgg19",
		"pooling avg → max",
	]);
	expect(spaceDifferences(space, space)).toEqual([]);
});

test("whether an image decodes depends on no transform and no backbone, so one check serves all spaces", () => {
	const check = checkSpace(space);
	expect(spaceId(checkSpace(other({ pooling: "max", cut: "x", preprocess: "tf", backbone: null })))).toBe(spaceId(check));
	expect(spaceId(checkSpace(other({ maxPixels: 5 })))).not.toBe(spaceId(check));
	expect(backboneOf(check)).toBeNull();
});

test("F2: a stored backbone is named by its layers and weights, not by what it is called", () => {
	expect(backboneOf(other({ backbone: { ...space.backbone!, name: "mine" } }))).toBe(backboneOf(space));
	expect(backboneOf(other({ backbone: { ...space.backbone!, weights: "v" } }))).not.toBe(backboneOf(space));
});
