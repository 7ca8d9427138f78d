import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

/**
 * The structure of the code, kept by a test: imports point one way, services meet only in messages and object keys, and each
 * outside library has one importer or one small family of them.
 */
const root = resolve(import.meta.dirname, "../..");

/** Floors of lib/, lowest first: a folder imports only from floors below it, or from itself. */
const floors = [
	["base"],
	["job"],
	["image", "onnx", "store", "bus"],
	["data"],
	["feature", "drawn"],
	["backbone", "head"],
	["engine"],
	["fit"],
	["compute"],
	["plan"],
	["service"],
	["doctor"],
	["report"],
	["forecast"],
	["lint"],
	["explain", "compare"],
];

/** Library → the only files (prefixes) that import it. */
const importers: Record<string, readonly string[]> = {
	"onnxruntime-node": ["lib/engine/onnx/session.ts"],
	"onnxruntime-common": ["lib/engine/onnx/session.ts"],
	"@tensorflow/tfjs-core": ["lib/engine/tfjs/"],
	"@petamoriken/float16": ["lib/onnx/builder.ts"],
	nats: ["lib/bus/nats/"],
	minio: ["lib/store/minio"],
	sharp: ["lib/image/"],
	"@cornerstonejs/codec-libjpeg-turbo-8bit": ["lib/image/small-jpeg.ts"],
	h5wasm: ["lib/backbone/hdf5.ts"],
	fflate: ["lib/backbone/"],
	"csv-parse": ["lib/data/"],
	yaml: ["lib/job/", "lib/report/"],
	zod: ["lib/job/", "lib/service/config"],
	pino: ["lib/base/log.ts"],
	"prom-client": ["lib/service/metrics.ts"],
	commander: ["cli/"],
	picocolors: ["cli/"],
	protobufjs: ["proto/gen/"],
	long: ["proto/"],
};

interface Import {
	readonly from: string;
	readonly to: string;
	readonly typeOnly: boolean;
}

const sources = ["proto", "lib", "services", "cli"].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
		.map((entry) => relative(root, join(entry.parentPath, entry.name))),
);

const imports: Import[] = sources.flatMap((from) => {
	const text = readFileSync(join(root, from), "utf8");
	const found = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm)];
	return found.map((match) => {
		const target = match[2] ?? match[3] ?? "";
		const to = target.startsWith(".") ? relative(root, resolve(root, dirname(from), target)) : target;
		return { from, to, typeOnly: match[1] !== undefined };
	});
});

const local = imports.filter(({ to }) => /^(proto|lib|services|cli)\//.test(to));

describe("imports point one way", () => {
	test("there are sources to look at", () => {
		expect(sources.length).toBeGreaterThan(50);
		expect(local.length).toBeGreaterThan(100);
	});

	test("cli → services → lib → proto", () => {
		const rank = (file: string) => ["proto", "lib", "services", "cli"].indexOf(file.split("/")[0] ?? "");
		// proto/codec.ts gives errors their class: the one thing of lib's that it needs.
		const wrong = local.filter(({ from, to }) => rank(to) > rank(from) && !(from === "proto/codec.ts" && to.startsWith("lib/base/")));
		expect(wrong).toEqual([]);
	});

	test("others see of a service only its index.ts, and the command line its main.ts", () => {
		const wrong = local.filter(({ from, to }) => {
			const service = /^services\/([^/]+)\//.exec(to)?.[1];
			const own = from.startsWith(`services/${service}/`);
			const main = from.startsWith("cli/") && to === `services/${service}/main.ts`;
			return service !== undefined && !own && !main && to !== `services/${service}/index.ts`;
		});
		expect(wrong).toEqual([]);
	});

	test("inside lib, a folder imports only from the floors below it", () => {
		const floor = (file: string) => floors.findIndex((names) => names.includes(file.split("/")[1] ?? ""));
		const inLib = local.filter(({ from, to }) => from.startsWith("lib/") && to.startsWith("lib/"));
		expect(inLib.filter(({ from }) => floor(from) === -1)).toEqual([]);
		const wrong = inLib.filter(({ from, to }) => from.split("/")[1] !== to.split("/")[1] && floor(to) >= floor(from));
		expect(wrong).toEqual([]);
	});

	test("there is no circle of files", () => {
		const next = new Map<string, string[]>();
		for (const { from, to, typeOnly } of local) if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
		const done = new Set<string>();
		const circles: string[] = [];
		const visit = (file: string, path: readonly string[]): void => {
			if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
			if (done.has(file) || path.includes(file)) return;
			for (const to of next.get(file) ?? []) visit(to, [...path, file]);
			done.add(file);
		};
		for (const file of next.keys()) visit(file, []);
		expect(circles).toEqual([]);
	});
});

describe("each outside library has one importer", () => {
	const outside = imports.filter(({ to }) => !/^(proto|lib|services|cli)\//.test(to) && !to.startsWith("node:"));
	const library = (to: string) => (to.startsWith("@") ? to.split("/").slice(0, 2).join("/") : (to.split("/")[0] ?? ""));

	test("and every library in use is named here", () => {
		expect([...new Set(outside.map(({ to }) => library(to)))].filter((name) => importers[name] === undefined)).toEqual([]);
	});

	test.each(Object.entries(importers))("%s", (name, allowed) => {
		const wrong = outside.filter(({ from, to }) => library(to) === name && !allowed.some((prefix) => from.startsWith(prefix)));
		expect(wrong).toEqual([]);
	});
});
