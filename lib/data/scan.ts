import type { Dirent, Stats } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { sha256 } from "../base/digest.ts";
import { UserError } from "../base/errors.ts";
import { inTurns } from "../base/in-turns.ts";
import { suggest } from "../base/suggest.ts";
import type { DataSection } from "../job/document.ts";
import { type Dataset, datasetDigest, type Entry, type Skip } from "./dataset.ts";
import { type Listed, readCsvManifest, readJsonlManifest } from "./listing.ts";
import { byCodePoint, byFolder } from "./order.ts";
import { isRemote, type RemoteImages } from "./remote.ts";
import { isValidation } from "./split.ts";

/** Files read at a time: enough to hide a disk's latency, few enough to keep memory small. */
const READERS = 8;
/** What people and systems leave beside photos; anything else that is not hidden is taken for an image and judged by its bytes. */
const SIDECARS = new Set([".txt", ".md", ".json", ".jsonl", ".csv", ".xml", ".yaml", ".yml", ".ini", ".db", ".npy", ".h5"]);

export interface ScanOptions {
	/** Called when the classes are known and no file has been read yet; may throw. */
	readonly onClasses?: (classes: readonly string[]) => Promise<void>;
	readonly onProgress?: (done: number, total: number) => void;
	readonly signal?: AbortSignal;
	/** Images in an S3 service; null where none is configured. */
	readonly remote?: RemoteImages | null;
}

/** What a job's folders and lists name, before any image is read. */
export interface ListedDataset {
	/** In code-point order. */
	readonly classes: readonly string[];
	/** `side` is null where an image's own digest decides. */
	readonly images: readonly (Listed & { readonly side: Entry["split"] | null })[];
	/** Share that is held out of images without a side of their own. */
	readonly share: number | null;
}

export async function listDataset(data: DataSection, remote: RemoteImages | null = null): Promise<ListedDataset> {
	const train = await list(data.train, "data.train", remote);
	const own = "path" in data.validation ? await list(data.validation.path, "data.validation", remote) : null;
	const classes = classesOf(train, data.train);
	if (own !== null) sameClasses(classes, own, "path" in data.validation ? data.validation.path : "");
	const share = "split" in data.validation ? data.validation.split : null;
	const images = [
		...train.map((each) => ({ ...each, side: each.split ?? (share === null ? ("train" as const) : null) })),
		...(own ?? []).map((each) => ({ ...each, side: "validation" as const })),
	];
	return { classes, images, share };
}

/**
 * Reads and names every image of a job. Classes stand in code-point order, as Keras' flow_from_directory has them; files in order of
 * class, then folder, then path. Empty and unreadable files are skips here; the rest shows when they are decoded (F3).
 */
export async function scanDataset(data: DataSection, seed: number, options: ScanOptions = {}): Promise<Dataset> {
	const { classes, images: all, share } = await listDataset(data, options.remote);
	await options.onClasses?.(classes);
	const entries: Entry[] = [];
	const skips: Skip[] = [];
	let done = 0;
	const label = new Map(classes.map((name, i) => [name, i]));
	const results = await inTurns(all, READERS, async ({ file, path, label: name, side }) => {
		options.signal?.throwIfAborted();
		const bytes = await bytesOf(file, options.remote);
		options.onProgress?.(++done, all.length);
		if (bytes instanceof Error)
			return { skip: { image: sha256(`unreadable ${path}`), path, code: "UNREADABLE", detail: bytes.message } as Skip };
		const image = sha256(bytes);
		if (bytes.length === 0) return { skip: { image, path, code: "EMPTY", detail: "the file has no bytes" } as Skip };
		const split = side ?? (isValidation(seed, image, share ?? 0) ? "validation" : "train");
		return { entry: { image, path, file, label: label.get(name)!, split, bytes: bytes.length } as Entry };
	});
	for (const result of results) {
		if ("entry" in result && result.entry !== undefined) entries.push(result.entry);
		else if (result.skip !== undefined) skips.push(result.skip);
	}
	entries.sort((a, b) => a.label - b.label || byFolder(a.path, b.path)); // a manifest may list them in any order
	const held = entries.filter(({ split }) => split === "validation").length;
	if (entries.length > 0 && held === 0)
		throw new UserError("NO_VALIDATION", `none of the ${entries.length} images of ${data.train} fell to validation`, {
			fix: "raise data.validation.split, or give validation images a path of their own",
		});
	if (held === entries.length)
		throw new UserError("NO_TRAINING", `no image of ${data.train} is left for training`, {
			fix: "lower data.validation.split, or check that the files can be read",
		});
	return { classes, entries, skips, digest: datasetDigest(classes, entries) };
}

/** A file that cannot be read is a skip (F3); a service that does not answer is no reason to skip its images. */
export async function bytesOf(file: string, remote: RemoteImages | null | undefined): Promise<Uint8Array | Error> {
	if (isRemote(file) && remote) return (await remote.read(file)) ?? new Error("there is no such object");
	return readFile(file).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}

async function list(source: string, field: string, remote: RemoteImages | null | undefined): Promise<Listed[]> {
	if (isRemote(source)) return listRemote(source, field, remote);
	const found = await stat(source).catch(() => null);
	if (found === null) throw await notFound(source, field);
	if (found.isDirectory()) return listFolder(source);
	const kind = extname(source).toLowerCase();
	if (kind === ".csv") return readCsvManifest(source, await readFile(source));
	if (kind === ".jsonl") return readJsonlManifest(source, await readFile(source));
	throw new UserError(
		"BAD_DATA_SOURCE",
		`${field} should be a folder with one folder per class, a .csv or a .jsonl manifest, and is the file ${source}`,
	);
}

async function listFolder(root: string): Promise<Listed[]> {
	const listed = await Promise.all(
		(await sorted(root)).map(async (entry) => {
			const folder = join(root, entry.name);
			const target = entry.isSymbolicLink() ? await stat(folder).catch(() => null) : entry;
			return target?.isDirectory() ? filesBelow(folder, entry.name, entry.name, new Set()) : [];
		}),
	);
	return listed.flat();
}

/** The objects of a prefix: the first part below it is the class. */
async function listRemote(source: string, field: string, remote: RemoteImages | null | undefined): Promise<Listed[]> {
	if (!remote)
		throw new UserError("NO_REMOTE_IMAGES", `${field} is ${source}, and no S3 service is configured to read it from`, {
			fix: "set FROSTLINE_S3_ENDPOINT and its credentials (docs/configuration.md)",
		});
	const prefix = source.endsWith("/") ? source : `${source}/`;
	return (await remote.list(prefix)).flatMap((file) => {
		const path = file.slice(prefix.length);
		const [label, ...below] = path.split("/");
		const hidden = path.split("/").some((part) => part.startsWith(".") || part === "");
		if (label === undefined || below.length === 0 || hidden || SIDECARS.has(extname(path).toLowerCase())) return [];
		return [{ file, path, label, split: null }];
	});
}

async function filesBelow(folder: string, path: string, label: string, above: ReadonlySet<string>): Promise<Listed[]> {
	const seen = new Set(above).add(await identity(folder));
	const found: Listed[] = [];
	for (const entry of await sorted(folder)) {
		const file = join(folder, entry.name);
		const target: Dirent | Stats | null = entry.isSymbolicLink() ? await stat(file).catch(() => null) : entry;
		const own = `${path}/${entry.name}`;
		if (target === null || target.isFile()) {
			if (!SIDECARS.has(extname(entry.name).toLowerCase())) found.push({ file, path: own, label, split: null });
		} else if (target.isDirectory() && !seen.has(await identity(file))) {
			found.push(...(await filesBelow(file, own, label, seen))); // a link to a folder above would go round for ever
		}
	}
	return found;
}

async function identity(folder: string): Promise<string> {
	const { dev, ino } = await stat(folder);
	return `${dev} ${ino}`;
}

/** A folder's entries by name in code-point order, hidden ones left out. */
async function sorted(folder: string): Promise<Dirent[]> {
	const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
		throw new UserError(
			"BAD_DATA_SOURCE",
			`the folder ${folder} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
			{ cause, fix: "give yourself the right to read it" },
		);
	});
	return entries.filter(({ name }) => !name.startsWith(".")).sort((a, b) => byCodePoint(a.name, b.name));
}

function classesOf(listed: readonly Listed[], source: string): string[] {
	const classes = [...new Set(listed.map(({ label }) => label))].sort(byCodePoint);
	if (listed.length === 0)
		throw new UserError("NO_IMAGES", `${source} holds no images`, {
			fix: "put the images of each class into a folder of its own below it: flowers/rose/1.jpg, flowers/tulip/2.jpg",
		});
	if (classes.length === 1) {
		throw new UserError("ONE_CLASS", `${source} holds one class, "${classes[0]}"; a classifier needs at least two`, {
			fix: "there should be one folder per class directly below it; is it one level too high or too low?",
		});
	}
	return classes;
}

function sameClasses(classes: readonly string[], own: readonly Listed[], source: string): void {
	const theirs = new Set(own.map(({ label }) => label));
	const extra = [...theirs].filter((name) => !classes.includes(name));
	if (extra.length === 0) return;
	const near = extra.map(
		(name) => `"${name}"${suggest(name, classes) === undefined ? "" : ` (did you mean "${suggest(name, classes)}"?)`}`,
	);
	throw new UserError(
		"VALIDATION_CLASSES",
		`the validation images in ${source} have classes that training has not: ${near.join(", ")}; training has ${classes.join(", ")}`,
		{ fix: "name the class folders the same on both sides" },
	);
}

async function notFound(source: string, field: string): Promise<UserError> {
	let parent = dirname(source);
	while (parent !== dirname(parent) && (await stat(parent).catch(() => null)) === null) parent = dirname(parent);
	const names = await readdir(parent).catch(() => [] as string[]);
	const near = parent === dirname(source) ? suggest(basename(source), names) : undefined;
	const hint = near === undefined ? `the nearest folder that exists is ${parent}` : `did you mean "${join(parent, near)}"?`;
	return new UserError("DATA_NOT_FOUND", `${field} names ${source}, which is not there; ${hint}`, {
		fix: "paths in a job document count from the document's folder",
	});
}
