import type { Change } from "./changes.ts";

/** Whether the first document with these changes is a job at all: another pooling may need another head, say. */
export type Works = (made: readonly Change[]) => Promise<boolean>;

/** Joins every change that makes no job alone with the first other one that mends it, so that each change can be tried. */
export async function workable(changes: readonly Change[], works: Works): Promise<Change[]> {
	let left = [...changes];
	for (;;) {
		const broken = await firstThat(left, async (change) => !(await works([change])));
		if (broken === undefined || left.length === 1) return left;
		const mending = await firstThat(left, async (change) => change !== broken && (await works([broken, change])));
		// No single one mends it: then nothing smaller than all of them is known to work.
		const joined = mending === undefined ? left : left.filter((change) => change === broken || change === mending);
		const one = together(joined);
		left = left.flatMap((change) => (change === joined[0] ? [one] : joined.includes(change) ? [] : [change]));
	}
}

function together(joined: readonly Change[]): Change {
	const data = joined.flatMap((change) => change.data ?? []);
	return {
		id: joined.map(({ id }) => id).join(" + "),
		says: joined.map(({ says }) => says).join(", with "),
		parts: joined.flatMap(({ parts }) => parts),
		...(data.length === 0 ? {} : { data }),
	};
}

async function firstThat(changes: readonly Change[], holds: (change: Change) => Promise<boolean>): Promise<Change | undefined> {
	for (const change of changes) if (await holds(change)) return change;
	return undefined;
}
