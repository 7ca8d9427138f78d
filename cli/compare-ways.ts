import { join } from "node:path";
import pc from "picocolors";
import { inTurns } from "../lib/base/in-turns.ts";
import type { Certificate, Cost } from "../lib/compare/certificate.ts";
import { certificateSection, comparedLines, costLines } from "../lib/compare/certificate-section.ts";
import { certify } from "../lib/compare/certify.ts";
import { Witness } from "../lib/compare/witness.ts";
import { embedMany } from "../lib/compute/embed-many.ts";
import { isRemote } from "../lib/data/remote.ts";
import type { FeatureSource } from "../lib/feature/source.ts";
import { type LoadedJob, loadJob } from "../lib/job/load.ts";
import { embeddingOf } from "../lib/plan/embedding.ts";
import type { FitPlan } from "../lib/plan/fit-plan.ts";
import { imageFiles } from "../lib/plan/image-file.ts";
import { sampleTable } from "../lib/plan/sample-table.ts";
import { openStoredRows } from "../lib/plan/stored-rows.ts";
import { renderComparison } from "../lib/report/comparison.ts";
import { type CountedStore, countedStore } from "../lib/store/counted.ts";
import { jobKey } from "../lib/store/keys.ts";
import type { Store } from "../lib/store/port.ts";
import { type JobOutcome, runJob } from "../services/coordinator/index.ts";
import type { CompareOptions } from "./compare.ts";
import { Interrupted } from "./failure.ts";
import { type OneMachine, startOneMachine } from "./one-machine.ts";
import { shorter } from "./run.ts";
import { showProgress } from "./show-progress.ts";
import { renderTable } from "./table.ts";
import { version } from "./version.ts";

/** Runs a job both ways under a witness and writes the certificate. Answers the exit code. */
export async function compareWays(file: string, { store, set, threads, fresh, output }: CompareOptions): Promise<number> {
	const features = await loadJob(file, [...set, "way=features"]);
	const frozen = await loadJob(file, [...set, "way=frozen"]);
	const remote = isRemote(features.job.data.train) ? (await import("../lib/service/open.ts")).openRemoteAlone() : null;
	const witness = new Witness();
	let counted: CountedStore | undefined;
	const machine = await startOneMachine(store, threads, remote, {
		store(opened) {
			counted = countedStore(opened);
			return counted;
		},
		witness,
	});
	const stop = new AbortController();
	const interrupt = () => stop.abort(new Interrupted("stopped; nothing is lost: the same command goes on where it stopped"));
	process.on("SIGINT", interrupt);
	process.on("SIGTERM", interrupt);
	const run = async (loaded: LoadedJob): Promise<{ outcome: JobOutcome; written: number }> => {
		process.stderr.write(`${pc.bold(`${loaded.job.name}, the ${loaded.job.way} way`)}\n`);
		const before = counted?.written ?? 0;
		const progress = showProgress(machine.bus, loaded.id, process.stderr);
		try {
			const outcome = await runJob(loaded, { ...machine, threads, fresh, version: version(), signal: stop.signal });
			return { outcome, written: (counted?.written ?? 0) - before };
		} finally {
			await progress.finish();
		}
	};
	try {
		const first = await run(features);
		witness.expect(await storedRows(first.outcome.plan, machine.store));
		const second = await run(frozen);
		const besides = await embedUnseen(second.outcome.plan, witness, machine, stop.signal);
		const certificate = certify({
			name: features.job.name,
			features: { ...evidenceOf(first.outcome), cost: costOf(first, witness, await keptBytes(first.outcome.plan, machine.store)) },
			frozen: { ...evidenceOf(second.outcome), cost: costOf(second, witness, 0) },
			rows: witness.differences.result(),
			besides,
			heads: await witness.heads(),
			pathOf: (sample) => shorter(first.outcome.plan.entries[sample]!.origin),
			dataset: first.outcome.report.dataset,
			environment: first.outcome.report.environment,
		});
		const places = await write(certificate, [first.outcome, second.outcome], machine.store);
		process.stdout.write(output === "json" ? `${JSON.stringify(certificate)}\n` : `${shown(certificate)}\n\n${places}\n`);
		return certificate.verdict.pass ? 0 : 1;
	} catch (error) {
		throw stop.signal.aborted ? stop.signal.reason : error;
	} finally {
		process.off("SIGINT", interrupt);
		process.off("SIGTERM", interrupt);
		await machine.close();
		await witness.close();
	}
}

/** The features way's rows, as its fit reads them. */
async function storedRows(plan: FitPlan, store: Store): Promise<FeatureSource> {
	return openStoredRows(plan, await inTurns(plan.files, FILES, async (key) => (await store.localFile(key)) ?? ""));
}

async function keptBytes(plan: FitPlan, store: Store): Promise<number> {
	const sizes = await inTurns(plan.files, FILES, (key) => store.size(key));
	return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** Images of one comparison: few enough rows to hold. */
const PART = 256;
/** What the first pass learns from (lib/data/views.ts). */
const FIRST_VIEW = 1;
/** Files looked up at a time. */
const FILES = 8;

/**
 * Images that no pass of the fit came by, because it was in the store already or its steps are few, as the frozen way would compute them in its first pass.
 * Answers how many.
 */
async function embedUnseen(plan: FitPlan, witness: Witness, { store, remote, pool }: OneMachine, signal: AbortSignal): Promise<number> {
	const sides = ["train", "validation"] as const;
	const unseen = sides.map((side) => Array.from(sampleTable(plan, side).index).filter((sample) => !witness.differences.has(sample)));
	const count = unseen.reduce((sum, samples) => sum + samples.length, 0);
	if (count > 0) process.stderr.write(`  computing the rows of ${count} images that this fit did not come by\n`);
	for (const [number, of] of sides.entries()) {
		const augmented = of === "train" ? plan.views : undefined;
		const embedding = await embeddingOf(augmented?.space ?? plan.space, plan.maxPixels, store);
		for (let place = 0; place < unseen[number]!.length; place += PART) {
			const samples = Uint32Array.from(unseen[number]!.slice(place, place + PART));
			const wanted = Array.from(samples, (sample) => plan.entries[sample]!);
			const files = await imageFiles(wanted, { store, remote });
			const view = augmented === undefined ? 0 : FIRST_VIEW;
			const images = wanted.map(({ image }, i) => ({ file: files[i]!, image, view }));
			const { rows } = await embedMany(pool, { embedding, images }, { signal });
			await witness.rows(plan, { samples, reading: { of, place } }, rows);
		}
	}
	return count;
}

function evidenceOf({ plan, fit }: JobOutcome) {
	return { plan, epochs: fit.epochs };
}

function costOf(
	{ outcome: { report, fit, plan }, written }: { outcome: JobOutcome; written: number },
	witness: Witness,
	kept: number,
): Cost {
	const { forwards, seconds, features } = report;
	return {
		seconds: { ...seconds, fit: fit.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0) },
		forwards: { run: forwards.run, fromNothing: plan.way === "features" ? forwards.featuresWay : forwards.frozenWay },
		bytes: { written, features: kept },
		reused: { rows: features.cached, epochs: fit.epochs.length - witness.epochs[plan.way] },
	};
}

/** Certificate and page beside the features way's own report. Answers where they are. */
async function write(certificate: Certificate, outcomes: readonly JobOutcome[], store: Store): Promise<string> {
	const job = certificate.jobs.features;
	const runs = outcomes.map(({ report }) => ({ ...report, name: `${report.name}, ${report.way} way` }));
	const keys = { certificate: jobKey(job, "certificate.json"), page: jobKey(job, "compare.html") };
	const text = new TextEncoder();
	await store.replace(keys.certificate, text.encode(`${JSON.stringify(certificate, null, 2)}\n`));
	await store.replace(keys.page, text.encode(renderComparison(runs, certificate.verdict.says, [certificateSection(certificate)])));
	const place = (key: string) => shorter(join(store.where, ...key.split("/")));
	return `certificate  ${place(keys.certificate)}\nreport       ${place(keys.page)}`;
}

function shown(certificate: Certificate): string {
	const { verdict } = certificate;
	const says = `${verdict.pass ? pc.green("PASS") : pc.red(`NOT THE SAME, at the ${verdict.place}`)}  ${verdict.says}`;
	return [
		renderTable([["", "features way", "frozen way", "largest difference"], ...comparedLines(certificate)], { right: [1, 2, 3] }),
		"",
		renderTable([["cost", "features way", "frozen way"], ...costLines(certificate)], { right: [1, 2] }),
		"",
		says,
		...verdict.look.map((each) => `  look at ${each}`),
	].join("\n");
}
