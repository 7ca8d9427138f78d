import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { createLog } from "../../lib/base/log.ts";
import { consume } from "../../lib/bus/consume.ts";
import { openLocalBus } from "../../lib/bus/local.ts";
import type { Bus } from "../../lib/bus/port.ts";
import type { Views } from "../../lib/data/views.ts";
import { encodeFeatureFile } from "../../lib/feature/file.ts";
import { parseSpace, type Space, spaceId, viewSpace } from "../../lib/feature/space.ts";
import type { Samples } from "../../lib/fit/options.ts";
import { parseJob } from "../../lib/job/load.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { openFolderStore } from "../../lib/store/folder.ts";
import type { Store } from "../../lib/store/port.ts";
import { decodeShardTask, encodeEvent, encodeServiceInfo, type ShardTask } from "../../proto/codec.ts";
import { PassRows } from "../../services/trainer/passes.ts";
import { CLASSES, DIM, labelOf, rows, side } from "../fit/made-up.ts";
import { temporaryFolder } from "../support/folder.ts";

/** A trainer's rows of passes, beside an extractor that looks the made-up rows up instead of computing them. */
export interface Together {
	readonly bus: Bus;
	readonly store: Store;
	/** Keys of the shards that were done, in their order. */
	readonly done: readonly string[];
	/** The most files of passes that the store held at one time. */
	mostFiles(): number;
	/** Resolves when the extractor has nothing to do. */
	idle(): Promise<void>;
	/** Files of passes in the store now. */
	files(): Promise<string[]>;
	/** Rows of a fit that goes on after so many epochs. */
	open(section: Record<string, unknown>, after?: number, views?: Views): PassRows;
}

export const TRAIN = 36;
export const HELD = 14;
export const SHARD = 4;
export const JOB = "made-up";

const space: Space = {
	version: 1,
	backbone: { name: "made-up", topology: "t".repeat(64), weights: "w".repeat(64) },
	cut: "",
	pooling: "avg",
	transform: { height: 8, width: 8, interpolation: "nearest", fit: "stretch" },
	preprocess: "none",
	maxPixels: 100,
	dtype: "F32",
	engine: "none",
};

interface Trouble {
	/** Whether the bus loses a piece of work. */
	readonly loses?: (id: string, times: number) => boolean;
	/** What the extractor does with a shard instead of its work. */
	readonly instead?: (task: ShardTask, store: Store) => Promise<boolean>;
}

export async function together({ loses = () => false, instead = async () => false }: Trouble = {}): Promise<Together> {
	const all = rows();
	const images = imagesOf(side(0, HELD), side(HELD, HELD + TRAIN));
	const local = openLocalBus();
	const published = new Map<string, number>();
	const bus: Bus = {
		...local,
		publish: async (queue, id, body) => {
			const times = (published.get(id) ?? 0) + 1;
			published.set(id, times);
			if (!loses(id, times)) await local.publish(queue, id, body);
		},
	};
	const folder = await openFolderStore(await temporaryFolder());
	const held = new Set<string>();
	let most = 0;
	const store: Store = {
		where: folder.where,
		local: folder.local,
		put: async (key, bytes) => {
			const put = await folder.put(key, bytes);
			most = Math.max(most, held.add(key).size);
			return put;
		},
		remove: async (key) => {
			await folder.remove(key);
			held.delete(key);
		},
		replace: (key, bytes) => folder.replace(key, bytes),
		get: (key) => folder.get(key),
		range: (key, from, length) => folder.range(key, from, length),
		size: (key) => folder.size(key),
		list: (prefix) => folder.list(prefix),
		localFile: (key) => folder.localFile(key),
		localPart: (key, part) => folder.localPart(key, part),
		close: () => folder.close(),
	};
	const log = createLog("test", "silent");
	const stopping = new AbortController();
	const done: string[] = [];
	const hands = new Set<string>();
	await bus.serve(
		"services",
		async () => encodeServiceInfo({ service: "extractor", worker: "", version: "", started: 0, hands: [...hands], done: 0, leads: false }),
		{ everyone: true },
	);
	const extract = async (task: ShardTask): Promise<void> => {
		if (await instead(task, store)) return;
		const found = task.samples.map(({ image }) => images.indexOf(Buffer.from(image).toString("hex")));
		await store.put(
			task.key,
			encodeFeatureFile({
				space: spaceId(parseSpace(task.space)),
				dim: DIM,
				rows: Float32Array.from(found.flatMap((row, i) => [...rowOfView(all, row, task.samples[i]!.view)])),
				samples: task.samples.map(({ id }) => id),
				skips: [],
			}),
		);
		done.push(task.key);
		const { job, number, key, samples } = task;
		await bus.emit(job, encodeEvent({ job, kind: "shardDone", number, key, rows: samples.length, skips: 0, worker: "", seconds: {} }));
	};
	const loop = consume(bus, "extract", {
		log,
		signal: stopping.signal,
		decode: decodeShardTask,
		async handle(task) {
			const hand = `${task.job}/${task.number}`;
			hands.add(hand);
			await extract(task).finally(() => hands.delete(hand));
		},
		dead: ({ job, number }, { code, message }) => bus.emit(job, encodeEvent({ job, kind: "shardFailed", number, code, message, fix: "" })),
	});
	const over = new AbortController();
	onTestFinished(async () => {
		over.abort(new Error("the test has ended"));
		stopping.abort();
		await loop;
		await local.close();
	});
	return {
		bus,
		store,
		done,
		mostFiles: () => most,
		async idle() {
			for (let left = 1; left > 0; ) {
				await pause(2);
				const { waiting, inHand } = await bus.backlog("extract");
				left = waiting + inHand;
			}
		},
		async files() {
			const found: string[] = [];
			for await (const key of store.list(`jobs/${JOB}/passes/`)) found.push(key);
			return found;
		},
		open: (section, after = 0, views) =>
			new PassRows(planOf(section, images, views), { bus, store, log }, { after, alive: () => {}, signal: over.signal }),
	};
}

/** View 0 is the made-up row; the others are moved by their number, so that a wrong one shows. */
export function rowOfView(all: Float32Array, row: number, view: number): Float32Array {
	return all.subarray(row * DIM, (row + 1) * DIM).map((value) => value + view / 8);
}

/** Images by their row: their digests are the keys that the made-up samples have. */
export function imagesOf(...sides: Samples[]): string[] {
	return sides.flatMap(({ index, key }) => [...index].map((_, i) => Buffer.from(key.subarray(i * 32, (i + 1) * 32)).toString("hex")));
}

export function planOf(section: Record<string, unknown>, images: readonly string[], views?: Views): FitPlan {
	const document = {
		version: 1,
		name: "made-up",
		data: { train: "." },
		backbone: { name: "scattering" },
		head: [{ dense: "classes", activation: "softmax" }],
		fit: { optimizer: { name: "adam", learningRate: 0.01 }, epochs: 5, batch: 8, seed: 4, ...section },
	};
	const { job } = parseJob(JSON.stringify(document), "made-up.json");
	return {
		version: 1,
		job: JOB,
		fit: "f".repeat(32),
		way: "frozen",
		frozen: { backbone: "extractors", shard: SHARD },
		space,
		...(views === undefined ? {} : { views: { ...views, space: viewSpace(space, { rotation: 20, seed: views.seed }) } }),
		backbone: "",
		maxPixels: 100,
		featureShape: [DIM],
		head: job.head,
		section: job.fit,
		classes: CLASSES,
		files: [],
		entries: images.map((image, row) => ({
			image,
			label: labelOf(row),
			split: row < HELD ? "validation" : "train",
			origin: `${row}.png`,
		})),
		metadata: {},
	};
}
