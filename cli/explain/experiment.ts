import { digestOf } from "../../lib/base/digest.ts";
import { UserError } from "../../lib/base/errors.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { encodeManifest } from "../../lib/data/manifest.ts";
import type { Measure } from "../../lib/explain/ablate.ts";
import { type Change, picksOf, withChanges } from "../../lib/explain/changes.ts";
import { composed } from "../../lib/explain/compose.ts";
import { spaceId } from "../../lib/feature/space.ts";
import { buildHead } from "../../lib/head/build.ts";
import type { CanonicalJob } from "../../lib/job/canonical.ts";
import { type LoadedJob, parseJob } from "../../lib/job/load.ts";
import { accuracyOf } from "../../lib/lint/chance.ts";
import type { ReportData } from "../../lib/report/data.ts";
import { percent } from "../../lib/report/figures.ts";
import { jobPlan, performJob, planSpace, type SpacePlan } from "../../services/coordinator/index.ts";
import type { OneMachine } from "../one-machine.ts";
import { version } from "../version.ts";
import { recordOf, type Side } from "./side.ts";
import { tellExtraction } from "./tell-extraction.ts";

export interface Experiment {
	readonly measure: Measure;
	/** What a run came to; undefined where it was not run, or its weights left the range of numbers. */
	report(made: readonly Change[], seed: number): ReportData | undefined;
	/** Whether the first document with these changes is a job at all. */
	works(made: readonly Change[]): Promise<boolean>;
}

interface Setting {
	readonly sides: Readonly<Record<"a" | "b", Side>>;
	/** The second document's names of classes to the first's. */
	readonly names: ReadonlyMap<string, string>;
	/** All changes that lead from the first document to the second; known once works() has been asked of each. */
	readonly all: () => readonly Change[];
	readonly machine: OneMachine;
	readonly threads: number;
	readonly signal: AbortSignal;
	readonly say: (text: string) => void;
}

/** A document that trials are made of, with the space that it learns in. */
interface Trial {
	readonly loaded: LoadedJob;
	readonly space: SpacePlan;
}

/** Runs documents made from the first, all on one machine's store, the features way: the frozen way would give the same heads. */
export function experiment({ sides, names, all, machine, threads, signal, say }: Setting): Experiment {
	const { a, b } = sides;
	const { store, pool } = machine;
	const reports = new Map<string, ReportData>();
	const spaces = new Map<string, Promise<SpacePlan>>();
	let number = 0;

	const isB = (made: readonly Change[]) => all().length > 0 && all().every((change) => made.includes(change));
	const spaceOf = (made: readonly Change[], loaded: LoadedJob): Promise<SpacePlan> => {
		const within = (changes: readonly Change[]) =>
			changes.flatMap(({ parts }) => parts.map(({ path }) => path)).filter((path) => SPACE.test(path));
		const changed = within(made);
		if (changed.length === 0) return Promise.resolve(a.space);
		if (changed.length === within(all()).length) return Promise.resolve(b.space);
		const key = changed.sort().join(" ");
		const known = spaces.get(key) ?? planSpace(loaded, { store, pool }, signal);
		spaces.set(key, known);
		return known;
	};
	const trial = async (made: readonly Change[], seed: number): Promise<Trial> => {
		const document = withChanges(a.canonical, made);
		const { augment, views } = document;
		// A view for every pass is the frozen way's own: nothing is kept.
		const way = augment !== undefined && views === undefined ? "frozen" : "features";
		// Views are those of the document's own seed, so that another seed finds them stored.
		const drawn = (isB(made) ? b : a).canonical.fit.seed;
		const changed: CanonicalJob = {
			...document,
			...(augment === undefined ? {} : { augment: { ...augment, seed: augment.seed ?? drawn } }),
			name: NAME,
			way,
			fit: { ...document.fit, seed },
		};
		const loaded = parseJob(JSON.stringify(changed), a.file);
		return { loaded, space: await spaceOf(made, loaded) };
	};
	const datasetOf = (made: readonly Change[], seed: number): Dataset =>
		composed({ a: a.data, b: b.data }, picksOf(made), seed, isB(made) ? new Map() : names);

	const perform = async (made: readonly Change[], seed: number): Promise<ReportData> => {
		// Documents of one meaning are each the other with another seed.
		const owners = all().length === 0 ? [a, b] : made.length === 0 ? [a] : isB(made) ? [b] : [];
		const recorded = owners.find((side) => side.canonical.fit.seed === seed)?.recorded;
		if (recorded) return recorded;
		const { loaded, space } = await trial(made, seed);
		const dataset = datasetOf(made, seed);
		const id = `${NAME}-${digestOf({ document: loaded.canonical, dataset: dataset.digest, space: spaceId(space.space), version: version(), threads }).slice(0, 12)}`;
		const known = await recordOf(store, id, dataset.digest, spaceId(space.space));
		if (known !== null) return known;
		const manifest = encodeManifest(dataset);
		await store.put(manifest.key, manifest.bytes);
		const told = tellExtraction(machine.bus, id, say);
		try {
			const named = { ...loaded, id };
			const deps = { ...machine, threads, fresh: false, version: version(), signal };
			const outcome = await performJob(named, jobPlan(named, space, dataset, manifest.key), deps, { began: performance.now(), plan: 0 });
			return outcome.report;
		} finally {
			await told.finish();
		}
	};

	return {
		async measure(made, seed) {
			const words = `${made.length === 0 ? a.name : isB(made) ? b.name : made.map(({ id }) => `+ ${id}`).join(" ")}, seed ${seed}`;
			try {
				const report = await perform(made, seed);
				reports.set(keyOf(made, seed), report);
				const accuracy = accuracyOf(report.confusion);
				say(`run ${++number}: ${percent(accuracy).padStart(7)}  ${words}`);
				return accuracy;
			} catch (error) {
				if (!(error instanceof UserError) || error.code !== "DIVERGED") throw signal.aborted ? signal.reason : error;
				say(`run ${++number}: diverged ${words}`);
				return 0; // a head of infinities tells nothing apart
			}
		},
		report: (made, seed) => reports.get(keyOf(made, seed)),
		async works(made) {
			try {
				const { loaded, space } = await trial(made, a.canonical.fit.seed);
				buildHead(loaded.job.head, space.backbone.featureShape, datasetOf(made, a.canonical.fit.seed).classes.length);
				return true;
			} catch (error) {
				if (error instanceof UserError) return false;
				throw error;
			}
		},
	};
}

/** Of the jobs that trials are: they lie beside the person's own, under ids that say what they are of, so that the same question is answered at once again. */
const NAME = "explain";
/** What a document says of its space. */
const SPACE = /^(backbone\.|data\.maxPixels$)/;

function keyOf(made: readonly Change[], seed: number): string {
	return JSON.stringify([made.map(({ id }) => id).sort(), seed]);
}
