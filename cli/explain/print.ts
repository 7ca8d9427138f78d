import { type Ablation, restOf } from "../../lib/explain/ablate.ts";
import type { Change } from "../../lib/explain/changes.ts";
import type { ReportData } from "../../lib/report/data.ts";
import type { Experiment } from "./experiment.ts";

/** The two documents, the second without the cause, and what each change alone makes of the first. */
export function drawn(
	names: readonly [string, string],
	changes: readonly Change[],
	found: Ablation,
	lab: Experiment,
): { name: string; report: ReportData }[] {
	const seed = found.seeds[0]!;
	const runs: [string, readonly Change[]][] = [
		[names[0], []],
		...(changes.length === 0 ? [] : [[names[1], changes] as [string, readonly Change[]]]),
		...(found.without === null ? [] : [[`${names[1]} without it`, restOf(changes, found.culprits)] as [string, Change[]]]),
		...found.alone.map(({ change }): [string, readonly Change[]] => [`+ ${change.id}`, [change]]),
	];
	return runs.flatMap(([name, made]) => {
		const report = lab.report(made, seed);
		return report === undefined ? [] : [{ name, report }];
	});
}

export function asJson(changes: readonly Change[], found: Ablation, text: string, page: string, lab: Experiment) {
	const { seeds, a, b, gap, margin, differs, culprits, shares, without, trials, alone } = found;
	const described = ({ id, says }: Change) => ({ id, says, alone: alone.find(({ change }) => change.id === id)?.accuracy ?? null });
	return {
		schemaVersion: 1,
		verdict: text,
		differs,
		gap,
		margin,
		seeds,
		a,
		b,
		changes: changes.map((change) => ({
			...described(change),
			...(change.within === undefined ? {} : { within: change.within.map(described) }),
		})),
		culprits: culprits.map(({ id }) => id),
		shares,
		without,
		trials: trials.map((trial) => ({ ...trial, job: lab.report(changesOf(changes, trial.made), trial.seed)?.job ?? null })),
		report: page,
	};
}

function changesOf(changes: readonly Change[], ids: readonly string[]): Change[] {
	return changes.flatMap((change) => (ids.includes(change.id) ? [change] : (change.within ?? []).filter(({ id }) => ids.includes(id))));
}
