import { createHash } from "node:crypto";
import { TerminalError } from "../base/errors.ts";

/** Every key's shape in one place (docs/architecture.md, "What is kept where"). */
/** Images that were uploaded, some dozens in one object: lib/plan/packs.ts. Named by their SHA-256. */
export const packsPrefix = "packs/";
export const packKey = (digest: string): string => `${packsPrefix}${digest}`;
/** The digest that a pack's key says, or null for other keys. */
export const digestInKey = (key: string): string | null => /^packs\/([0-9a-f]{64})$/.exec(key)?.[1] ?? null;
export const datasetKey = (digest: string): string => `datasets/${digest}.jsonl.gz`;
export const backboneKey = (digest: string): string => `backbones/${digest}/graph.safetensors`;
/** What the planner's machine made of the canary's pictures: beside the backbone, where those who submit may write. */
export const canaryKey = (backbone: string, space: string): string => `backbones/${backbone}/${space}.canary`;
export const canaryResultKey = (space: string, worker: string): string => `features/${space}/canary/${worker}.json`;
export const spacesPrefix = "features/";
export const spaceKey = (space: string): string => `features/${space}/space.json`;
export const featurePrefix = (space: string): string => `features/${space}/`;
export const featureKey = (space: string, shard: string): string => `features/${space}/${shard}.safetensors`;
export const jobKey = (job: string, name: string): string => `jobs/${job}/${name}`;
/** Beside the jobs' own folders: an id begins with a letter or digit, so none collides. */
export const jobStatesPrefix = "jobs/_states/";
export const jobStateKey = (job: string): string => `${jobStatesPrefix}${job}.json`;
export const checkpointPrefix = (job: string, fit: string): string => jobKey(job, `checkpoints/${fit}/`);
export const checkpointKey = (job: string, fit: string, epoch: number): string =>
	`${checkpointPrefix(job, fit)}${String(epoch).padStart(6, "0")}.safetensors`;
/** Rows of the frozen way that extractors compute for one pass of a fit: there from when they are computed until the fit has read them. */
export const passesPrefix = (job: string): string => jobKey(job, "passes/");
export const passKey = (job: string, fit: string, pass: string, shard: number): string =>
	`${passesPrefix(job)}${fit}/${pass}/${String(shard).padStart(6, "0")}.safetensors`;

/** An image in a pack, as lists of images name it: the pack's key, and where in it. */
export interface PackedImage {
	readonly pack: string;
	readonly from: number;
	readonly length: number;
}

export function packedImage({ pack, from, length }: PackedImage): string {
	return `${pack}#${from}+${length}`;
}

/** null: it is somewhere else. */
export function parsePackedImage(place: string): PackedImage | null {
	const [, pack, from, length] = /^(packs\/[0-9a-f]{64})#(\d{1,15})\+(\d{1,15})$/.exec(place) ?? [];
	return pack === undefined ? null : { pack, from: Number(from), length: Number(length) };
}

/** Names a shard by its samples: 32 hex digits of SHA-256 over their ids in order (F2). */
export function shardDigest(ids: readonly Uint8Array[]): string {
	const hash = createHash("sha256");
	for (const id of ids) hash.update(id);
	return hash.digest("hex").slice(0, 32);
}

/** The folder store's digests lie beside their objects under this ending, so no store has keys that end so. */
export const SUM = ".sha256";
const PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}";
const KEY = new RegExp(`^${PART}(/${PART})*$`);
const PREFIX = new RegExp(`^(${PART}/)*(${PART})?$`);

/** Refuses a key that could leave its place in a folder or mean two things in two stores. */
export function checkKey(key: string): string {
	// In JavaScript `$` without the flag m is the very end: a trailing line break does not slip through.
	if (KEY.test(key) && !key.endsWith(SUM)) return key;
	throw new TerminalError(
		"BAD_KEY",
		`${JSON.stringify(key)} is not a store key: parts of letters, digits, ".", "_" and "-", not beginning with "." and not ending in "${SUM}", separated by "/"`,
	);
}

/** Refuses what no key can begin with. */
export function checkPrefix(prefix: string): string {
	if (PREFIX.test(prefix)) return prefix;
	throw new TerminalError("BAD_KEY", `${JSON.stringify(prefix)} cannot begin a store key`);
}
