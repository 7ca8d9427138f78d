import { type Sample, sampleId } from "../../lib/data/samples.ts";
import type { RowIndex } from "../../lib/feature/row-index.ts";
import { type Space, spaceDifferences, spaceId } from "../../lib/feature/space.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/port.ts";
import type { JobPlan } from "./plan.ts";

/** What the last run of a job of this name saw, kept only to say in words why features are computed again. */
interface LastSeen {
	readonly space: Space;
	/** Of views, where there were any. */
	readonly views?: Space;
	/** Absent where it was remembered before classes were. */
	readonly classes?: readonly string[];
	/** Path → image digest. */
	readonly paths: Readonly<Record<string, string>>;
}

const keyOf = (name: string): string => jobKey("by-name", `${name}.json`);

/** How many of the missing samples are missing for which reason. */
export async function explainMissing(
	job: { name: string },
	plan: JobPlan,
	space: Space,
	missing: readonly Sample[],
	before: RowIndex,
	store: Store,
): Promise<Record<string, number>> {
	if (missing.length === 0) return {};
	const last = await readLast(store, job.name);
	if (last === null) return { "first run": missing.length };
	const was = space.augment === undefined ? last.space : (last.views ?? last.space);
	if (before.rows + before.skips.length === 0 && before.damaged.length === 0 && spaceId(was) !== spaceId(space)) {
		return { [spaceDifferences(was, space).join(", ") || "another space"]: missing.length };
	}
	const pathOf = new Map(plan.dataset.entries.map(({ image, path }) => [image, path]));
	const known = new Set(Object.values(last.paths));
	const counts: Record<string, number> = {};
	const ofKnown = (image: string, view: number): string => {
		if (before.damaged.length > 0) return "damaged feature file";
		if (view > 1 && before.find(sampleId(image, 1)) !== null) return "more views";
		return view === 0 && last.views !== undefined && plan.views === null ? "not augmented any more" : "not finished before";
	};
	for (const { image, view } of missing) {
		const digest = last.paths[pathOf.get(image) ?? ""];
		const reason = known.has(image) ? ofKnown(image, view) : digest === undefined ? "new image" : "changed bytes";
		counts[reason] = (counts[reason] ?? 0) + 1;
	}
	return counts;
}

/** Classes of the last run of a job of this name, in its order; null where there was none. */
export async function classesBefore(name: string, store: Store): Promise<readonly string[] | null> {
	return (await readLast(store, name))?.classes ?? null;
}

/** Remembers this plan for the next run's explanation. */
export async function rememberPlan(job: { name: string }, plan: JobPlan, store: Store): Promise<void> {
	await store.replace(keyOf(job.name), encodeSeen(plan));
}

/** A LastSeen as JSON, in parts: a dataset of a hundred thousand paths is never an object and a text besides. */
function encodeSeen({ extraction, views, dataset }: JobPlan): Uint8Array {
	const parts: Buffer[] = [];
	let text = `{"space":${JSON.stringify(extraction)},${views === null ? "" : `"views":${JSON.stringify(views)},`}"classes":${JSON.stringify(dataset.classes)},"paths":{`;
	let before = "";
	for (const { path, image } of dataset.entries) {
		text += `${before}${JSON.stringify(path)}:"${image}"`;
		before = ",";
		if (text.length < PART) continue;
		parts.push(Buffer.from(text));
		text = "";
	}
	return Buffer.concat([...parts, Buffer.from(`${text}}}`)]);
}

const PART = 64 * 1024;

async function readLast(store: Store, name: string): Promise<LastSeen | null> {
	// Words about the past are worth no error of their own.
	const bytes = await store.get(keyOf(name)).catch(() => null);
	return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as LastSeen);
}
