import type { Ablation } from "./ablate.ts";
import type { Change } from "./changes.ts";

/** A run of the experiment as people read it. */
export interface TrialRow {
	readonly says: string;
	readonly seed: number;
	readonly accuracy: number;
	/** Whether it has all of what makes the gap in it: the other runs are on the first document's side of it. */
	readonly culprit: boolean;
}

/** A change that is longer to say goes by its id. */
const LINE = 60;

export function trialRows(names: readonly [string, string], changes: readonly Change[], { trials, culprits }: Ablation): TrialRow[] {
	const words = new Map(
		changes.flatMap((change) => [change, ...(change.within ?? [])]).map(({ id, says }) => [id, says.length <= LINE ? says : id]),
	);
	const holds = (made: readonly string[], change: Change): boolean =>
		made.includes(change.id) || changes.some(({ id, within }) => made.includes(id) && within?.includes(change));
	return trials.map(({ made, seed, accuracy }) => {
		const all = changes.length > 0 && changes.every((change) => made.includes(change.id));
		const without = changes.filter((change) => !made.includes(change.id));
		const says =
			made.length === 0
				? names[0]
				: all
					? names[1]
					: made.length > 1 && without.every((change) => culprits.includes(change))
						? `${names[1]} without ${without.map(({ id }) => id).join(", ")}`
						: `${names[0]} with ${made.map((id) => words.get(id) ?? id).join("; ")}`;
		return { says, seed, accuracy, culprit: culprits.length > 0 && culprits.every((change) => holds(made, change)) };
	});
}
