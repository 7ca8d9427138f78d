import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "../lib/backbone/catalogue.ts";
import { missingWeights } from "../lib/backbone/published.ts";
import { sha256 } from "../lib/base/digest.ts";
import { TerminalError, UserError } from "../lib/base/errors.ts";
import type { FilePlace } from "../lib/base/file-part.ts";
import { inTurns } from "../lib/base/in-turns.ts";
import { sizeOf } from "../lib/base/tensor.ts";
import type { Change, Own } from "../lib/compare/foreign/hypotheses.ts";
import type { Laboratory } from "../lib/compare/foreign/laboratory.ts";
import type { Rows } from "../lib/compare/foreign/rows.ts";
import type { Embedding } from "../lib/compute/calls.ts";
import { embedMany } from "../lib/compute/embed-many.ts";
import { sampleId } from "../lib/data/samples.ts";
import { openCachedSource } from "../lib/feature/cached.ts";
import { spaceId } from "../lib/feature/space.ts";
import type { Job } from "../lib/job/document.ts";
import { embeddingOf } from "../lib/plan/embedding.ts";
import { imageFiles } from "../lib/plan/image-file.ts";
import type { ExtractedJob } from "../services/coordinator/index.ts";
import type { OneMachine } from "./one-machine.ts";

export interface OpenLaboratory extends Laboratory {
	close(): Promise<void>;
}

/** Files read or written at a time. */
const FILES = 8;

/** A job's images, rows and backbone, for trying explanations: rows are computed in this machine's pool, varied pictures lie in a folder that goes when it closes. */
export async function openLaboratory(
	job: Job,
	{ plan, extraction }: ExtractedJob,
	{ store, remote, pool }: OneMachine,
	signal: AbortSignal,
	say: (text: string) => void,
): Promise<OpenLaboratory> {
	const { space, dataset, backbone } = plan;
	const entries = dataset.entries.flatMap((entry) => {
		const found = extraction.index.find(sampleId(entry.image, 0));
		return found?.kind === "row" ? [{ entry, key: found.key, row: found.row }] : [];
	});
	const keys = [...new Set(entries.map(({ key }) => key))];
	const files = await inTurns(keys, FILES, async (key) => (await store.localFile(key)) ?? "");
	const numbers = new Map(keys.map((key, i) => [key, i]));
	const dim = sizeOf(backbone.featureShape);
	const source = openCachedSource(
		{ files, file: Uint32Array.from(entries, ({ key }) => numbers.get(key)!), row: Uint32Array.from(entries, ({ row }) => row) },
		dim,
	);
	const folder = await mkdtemp(join(tmpdir(), "frostline-pictures-"));
	const graphs = new Map<string, string>();
	const base = await embeddingOf(space, space.maxPixels, store);
	const seed = job.fit.seed;

	/** The graph of another cut or other weights, as a file. */
	const graphOf = async ({ cut, weights }: Change): Promise<string> => {
		const key = JSON.stringify([cut, weights]);
		const known = graphs.get(key);
		if (known !== undefined) return known;
		const section = { ...job.backbone, ...(cut === undefined ? {} : { cut }), ...(weights === undefined ? {} : { weights, sha256: null }) };
		const { graph } = await pool.call("readBackbone", { section, seed }, { signal });
		const file = join(folder, `${graphs.size}.safetensors`);
		await writeFile(file, graph);
		graphs.set(key, file);
		return file;
	};

	const rowsUnder = async (change: Change, images: readonly number[]): Promise<Rows> => {
		const wanted = images.map((image) => entries[image]!.entry);
		const transform = { ...space.transform, ...change.transform };
		const embedding: Embedding = {
			...base,
			...(change.cut === undefined && change.weights === undefined ? {} : { graph: await graphOf(change) }),
			transform,
			pooling: change.pooling ?? space.pooling,
			preprocess: change.preprocess ?? space.preprocess,
		};
		const local = await imageFiles(
			wanted.map(({ file, image }) => ({ origin: file, image })),
			{ store, remote },
		);
		let pictures: { file: FilePlace; image: string }[] = local.map((file, i) => ({ file, image: wanted[i]!.image }));
		const temporary: string[] = [];
		const { variation } = change;
		const variations = change.variations ?? (variation === undefined ? null : images.map(() => variation));
		if (variations !== null) {
			const varied = await pool.call(
				"vary",
				{ images: local.map((file, i) => ({ file, variation: variations[i]! })), transform, maxPixels: space.maxPixels },
				{ signal },
			);
			pictures = await inTurns([...varied.entries()], FILES, async ([i, png]) => {
				if (png === null)
					throw new TerminalError("IMAGE_LOST", `${wanted[i]!.file} was decoded before and is not now`, { fix: "run it again" });
				const image = sha256(png);
				const file = join(folder, `${image}.png`);
				await writeFile(file, png);
				temporary.push(file);
				return { file, image };
			});
		}
		const embedded = await embedMany(pool, { embedding, images: pictures }, { signal });
		await Promise.all(temporary.map((file) => rm(file, { force: true })));
		const rows = { dim: embedded.dim, values: embedded.rows };
		if (change.channelsFirst)
			toChannelsFirst(rows, (await rowsUnder({ ...change, channelsFirst: false, pooling: "avg" }, images.slice(0, 1))).dim);
		if (change.unitLength) toUnitLength(rows);
		return rows;
	};

	return {
		own: await ownOf(job, plan, await pool.call("listLayers", { section: job.backbone, seed }, { signal })),
		images: entries.map(({ entry: { path, image, label, split } }) => ({ path, digest: image, label, split })),
		rowShape: backbone.featureShape,
		space: spaceId(space),
		async stored(images) {
			return { dim, values: await source.rows(Uint32Array.from(images), { of: "final", place: 0 }) };
		},
		async rows(change, images) {
			try {
				return await rowsUnder(change, images);
			} catch (error) {
				if (error instanceof UserError) return null; // the backbone takes no such input, or has no such layer
				throw error;
			}
		},
		say,
		async close() {
			await source.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Layers that are tried as another cut, counted from the network's end: every one would take long. */
const CUTS = 24;

async function ownOf({ backbone: section }: Job, { space, backbone }: ExtractedJob["plan"], layers: readonly string[]): Promise<Own> {
	const imagenet: Job["backbone"] = { ...section, weights: "imagenet" };
	const atHand = section.name !== null && section.weights !== "imagenet" && section.weights !== null && catalogue.has(section.name);
	return {
		preprocess: space.preprocess,
		transform: space.transform,
		pooling: space.pooling,
		cut: backbone.cut,
		cuts: layers.filter((layer) => layer !== backbone.cut).slice(-CUTS),
		weights: atHand && (await missingWeights(imagenet)) === null ? ["imagenet"] : [],
	};
}

/** Rows that nothing pooled, [h, w, c], with the channels first. */
function toChannelsFirst({ dim, values }: Rows, channels: number): void {
	const row = new Float32Array(dim);
	const pixels = dim / channels;
	for (let from = 0; from < values.length; from += dim) {
		for (let p = 0; p < pixels; p++) for (let c = 0; c < channels; c++) row[c * pixels + p] = values[from + p * channels + c]!;
		values.set(row, from);
	}
}

function toUnitLength({ dim, values }: Rows): void {
	for (let from = 0; from < values.length; from += dim) {
		const row = values.subarray(from, from + dim);
		const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
		for (let k = 0; k < dim; k++) row[k]! /= length;
	}
}
