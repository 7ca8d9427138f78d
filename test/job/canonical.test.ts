import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { canonicalJson } from "../../lib/base/digest.ts";
import { differences } from "../../lib/job/differences.ts";
import { parseJob } from "../../lib/job/load.ts";
import { FLOWERS, flowers, flowersWith } from "./flowers.ts";

const digest = (text: string, file = "job.yaml"): string => parseJob(text, file).digest;

/** A value with the keys of all its objects in the opposite order. */
function turned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(turned);
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, inner]) => [key, turned(inner)]),
	);
}

describe("F2: the digest follows from what a document means", () => {
	const { canonical } = parseJob(FLOWERS, "job.yaml");

	test.each([
		["as JSON", JSON.stringify(canonical)],
		["as JSON on many lines", JSON.stringify(canonical, null, 4)],
		["with its keys in another order", JSON.stringify(turned(canonical))],
		["in block style", stringify(canonical)],
		["with comments, blank lines and a byte order mark", `\uFEFF# flowers\n\n${FLOWERS.replaceAll("\n", "  # why\n")}`],
		["with line ends of Windows", FLOWERS.replaceAll("\n", "\r\n")],
		["with anchors", `${flowers("{ name: adam, learningRate: 0.001 }", "{ name: &a adam, learningRate: &r 1.0e-3 }")}`],
		["with defaults written out", `${flowersWith("  batch: 32\n  seed: 0\nway: features\nextract: { shard: 64 }")}`],
		["with a shorthand for an optimiser that has its defaults", flowers("{ name: adam, learningRate: 0.001 }", "adam")],
		["with the size's two sides", flowers("size: 128", "size: [128, 128]")],
		["with a validation split of its default", flowers("train: ./flowers", "train: ./flowers\n  validation: { split: 0.2 }")],
	])("it is the same %s", (_, text) => {
		expect(digest(text)).toBe(digest(FLOWERS));
	});

	test.each([
		["flatten", "{ flatten: true }"],
		["batch_norm", "{ batch_norm: { scale: true } }"],
		["{ batch_norm: true }", "{ batch_norm: {} }"],
	])("the layers %s and %s are one", (a, b) => {
		expect(digest(flowers("{ dropout: 0.5 }", a))).toBe(digest(flowers("{ dropout: 0.5 }", b)));
	});

	test("validation images by path are the same written short and long", () => {
		const written = (validation: string) => digest(flowers("train: ./flowers", `train: ./flowers\n  validation: ${validation}`));
		expect(written("./held-out")).toBe(written("{ path: ./held-out }"));
	});

	test("it is the same wherever the document lies: the same job has one name on every machine", () => {
		expect(digest(FLOWERS, "/home/a/job.yaml")).toBe(digest(FLOWERS, "/data/b/other.yaml"));
	});

	test.each([
		["the name", "name: flowers", "name: flowers-2"],
		["the images", "./flowers", "./roses"],
		["the size", "size: 128", "size: 129"],
		["a layer's rate", "dropout: 0.5", "dropout: 0.4"],
		["an activation", "activation: relu", "activation: tanh"],
		[
			"the order of layers",
			"  - { dense: 64, activation: relu }\n  - { dropout: 0.5 }\n",
			"  - { dropout: 0.5 }\n  - { dense: 64, activation: relu }\n",
		],
		["the optimiser", "name: adam", "name: rmsprop"],
		["the learning rate", "0.001", "0.002"],
		["the epochs", "epochs: 10", "epochs: 11"],
		["the seed", "epochs: 10", "epochs: 10\n  seed: 1"],
		["the way", "epochs: 10", "epochs: 10\nway: frozen"],
		["the engine", "epochs: 10", "epochs: 10\nengine: tfjs"],
		["where the frozen way's backbone runs", "epochs: 10", "epochs: 10\nfrozen: { backbone: extractors }"],
	])("it changes with %s", (_, part, instead) => {
		expect(digest(flowers(part, instead))).not.toBe(digest(FLOWERS));
	});

	test("it is this one: a change of it renames every job there is, so let it be on purpose", () => {
		expect(digest(FLOWERS)).toBe("39d5220a80c89740f799dfb18605726b3b151dd65d8b6f3d82188414dbf354ee");
	});

	test("the id is the name and a short digest", () => {
		const { id, digest } = parseJob(FLOWERS, "job.yaml");
		expect(id).toBe(`flowers-${digest.slice(0, 8)}`);
	});

	test("the canonical form is itself a document, of the same digest and the same job", () => {
		const text = flowers("{ dropout: 0.5 }", "batch_norm").replace("train: ./flowers", "train: ./flowers\n  validation: ./held-out");
		const first = parseJob(text, "job.yaml");
		const again = parseJob(JSON.stringify(first.canonical), "job.json");
		expect(canonicalJson(again.canonical)).toBe(canonicalJson(first.canonical));
		expect(again.job).toEqual(first.job);
	});
});

describe("differences", () => {
	test("are named as --set takes them, and --set with them makes one document the other", () => {
		const a = parseJob(FLOWERS, "job.yaml");
		const text = flowers("dropout: 0.5", "dropout: 0.4")
			.replace("activation: relu", "activation: softmax")
			.replace("epochs: 10", "epochs: 10\n  steps: 100");
		const b = parseJob(text, "job.yaml");
		const found = differences(a.canonical, b.canonical);
		expect(found).toEqual([
			{ path: "head.0.activation", a: "relu", b: "softmax" },
			{ path: "head.1.dropout", a: 0.5, b: 0.4 },
			{ path: "fit.steps", a: undefined, b: 100 },
		]);
		const sets = found.map((each) => `${each.path}=${JSON.stringify(each.b)}`);
		expect(parseJob(FLOWERS, "job.yaml", sets).digest).toBe(b.digest);
	});

	test("of a document and itself are none", () => {
		const { canonical } = parseJob(FLOWERS, "job.yaml");
		expect(differences(canonical, turned(canonical))).toEqual([]);
	});

	test("of a value and a section are the whole of both", () => {
		expect(differences({ size: 3, name: null }, { size: [3, 3], name: "x" })).toEqual([
			{ path: "size", a: 3, b: [3, 3] },
			{ path: "name", a: null, b: "x" },
		]);
	});
});
