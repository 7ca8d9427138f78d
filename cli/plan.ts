import { mkdtemp, rm, stat } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { UserError } from "../lib/base/errors.ts";
import { Closers } from "../lib/base/lifecycle.ts";
import { ComputeHost } from "../lib/compute/host.ts";
import { ComputePool } from "../lib/compute/pool.ts";
import { isRemote } from "../lib/data/remote.ts";
import { listDataset } from "../lib/data/scan.ts";
import { forecast } from "../lib/forecast/forecast.ts";
import { probe } from "../lib/forecast/probe.ts";
import { buildHead } from "../lib/head/build.ts";
import { type LoadedJob, loadJob } from "../lib/job/load.ts";
import { embeddingOf } from "../lib/plan/embedding.ts";
import { openFolderStore } from "../lib/store/folder.ts";
import { located, planSpace } from "../services/coordinator/index.ts";
import { Interrupted } from "./failure.ts";
import { planJson, planTable } from "./plan/print.ts";

export interface PlanOptions {
	readonly store: string;
	readonly set: readonly string[];
	readonly threads: number;
	readonly workers: number;
	readonly views?: number;
	readonly price?: number;
	readonly seconds: number;
	readonly output: string;
}

export function addPlan(program: Command, exit: (code: number) => void): void {
	program
		.command("plan")
		.description("tell what a job will take before it is run: time, images through the backbone, storage and money, either way")
		.argument("<job>", "the job document, YAML or JSON")
		.option("--store <folder>", "where the job would run: what is cached there counts as free", ".frostline")
		.option(
			"--set <path=value>",
			"override a value of the document, as in fit.epochs=3; may be repeated",
			(text: string, all: string[]) => [...all, text],
			[],
		)
		.option("--threads <n>", "cores of a worker", Number, availableParallelism())
		.option("--workers <n>", "workers like this machine that extract together", Number, 1)
		.option("--views <k>", "what k kept views of each training image take; default: the document's, or as many as there are epochs", Number)
		.option("--price <amount>", "of one worker for an hour, in any currency", Number)
		.option("--seconds <s>", "for the probe's reading, and again for its backbone", Number, 3)
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText(
			"after",
			`
A probe does a few seconds of the job's own work on the job's own images: it reads, decodes and embeds a sample on all cores, fits the head for three short
epochs and exports a model. Nothing of it is kept. From its rates come the figures of

  features            every image through the backbone once, then the head on stored features
  features, k views   k augmented views of each training image kept (--views k)
  frozen              the backbone in every batch of every epoch

and how many epochs it takes until storing features has paid. Rates are those of this machine as busy as it is now; run it on an idle one.

  frostline plan flowers.yaml
  frostline plan flowers.yaml --workers 8 --price 0.40
  frostline plan flowers.yaml --set backbone.name=vgg16 -o json`,
		)
		.action(async (file: string, options: PlanOptions) => {
			exit(await planCommand(file, options));
		});
}

async function planCommand(file: string, options: PlanOptions): Promise<number> {
	checkOptions(options);
	const loaded = await loadJob(file, options.set);
	const stop = new AbortController();
	const interrupt = () => stop.abort(new Interrupted("stopped; nothing was kept"));
	process.on("SIGINT", interrupt);
	process.on("SIGTERM", interrupt);
	const closers = new Closers();
	try {
		const { job } = loaded;
		const views = options.views ?? job.views ?? (job.augment === null ? 1 : job.fit.epochs);
		const measured = await located(loaded, () => measure(loaded, options, views, closers, stop.signal));
		const told = forecast(measured, {
			fit: job.fit,
			frozen: job.frozen,
			workers: options.workers,
			augmented: job.augment !== null,
			views,
			price: options.price ?? null,
		});
		process.stdout.write(
			options.output === "json"
				? `${JSON.stringify(planJson(loaded, measured, told, options))}\n`
				: `${planTable(loaded, measured, told, options)}\n`,
		);
		return 0;
	} catch (error) {
		throw stop.signal.aborted ? stop.signal.reason : error;
	} finally {
		process.off("SIGINT", interrupt);
		process.off("SIGTERM", interrupt);
		await closers.close();
	}
}

/** A probe on this machine; the store is only read, and what the probe itself writes goes with it. */
async function measure(loaded: LoadedJob, options: PlanOptions, views: number, closers: Closers, signal: AbortSignal) {
	const { job } = loaded;
	const say = (text: string) => void process.stderr.write(`${text}\n`);
	const remote = isRemote(job.data.train) ? (await import("../lib/service/open.ts")).openRemoteAlone() : null;
	const folder = closers.add("folder", await mkdtemp(join(tmpdir(), "frostline-plan-")), (it) => rm(it, { recursive: true, force: true }));
	const own = closers.add("store", await openFolderStore(folder), (it) => it.close());
	const there = (await stat(resolve(options.store)).catch(() => null))?.isDirectory() ?? false;
	const store = there ? closers.add("store", await openFolderStore(options.store), (it) => it.close()) : own;
	const pool = closers.add("embedding processes", new ComputePool(options.threads), (it) => it.close());
	const host = closers.add("fitting process", new ComputeHost(), (it) => it.close());
	const listed = await listDataset(job.data, remote);
	const began = performance.now();
	const planned = await planSpace(loaded, { store: own, pool, note: say }, signal);
	const { featureShape } = planned.backbone;
	buildHead(job.head, featureShape, listed.classes.length); // a head that does not fit ends here
	const embedding = await embeddingOf(planned.space, job.data.maxPixels, own);
	const space = { space: planned.space, embedding, featureShape, readSeconds: (performance.now() - began) / 1000 };
	say(`probing with ${listed.images.length} images at hand …`);
	return probe(job, listed, space, {
		pool,
		host,
		store,
		scratch: own,
		remote,
		threads: options.threads,
		seconds: options.seconds,
		views,
		signal,
	});
}

function checkOptions({ output, threads, workers, views, price, seconds }: PlanOptions): void {
	if (output !== "table" && output !== "json") throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${output}`);
	for (const [name, value] of Object.entries({ threads, workers, views: views ?? 1 }))
		if (!Number.isInteger(value) || value < 1) throw new UserError("BAD_ARGUMENT", `--${name} wants a whole number from 1, got ${value}`);
	if (price !== undefined && !(price >= 0)) throw new UserError("BAD_ARGUMENT", `--price wants a number from 0, got ${price}`);
	if (!(seconds > 0)) throw new UserError("BAD_ARGUMENT", `--seconds wants a number above 0, got ${seconds}`);
}
