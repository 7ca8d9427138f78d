import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isCollection, isMap, isPair, LineCounter, type Node, parse, parseDocument, type Document, type Pair } from "yaml";
import { formatLocation, type Location, UserError } from "../base/errors.ts";
import { type CanonicalJob, jobDigest, jobId } from "./canonical.ts";
import { contradictions } from "./checks.ts";
import type { Job } from "./document.ts";
import { type Problem, problemsOf } from "./problems.ts";
import { resolveJob } from "./resolve.ts";
import { jobSchema } from "./schema.ts";

type Path = readonly (string | number)[];

export interface LoadedJob {
	readonly job: Job;
	readonly canonical: CanonicalJob;
	/** Names what the document means. */
	readonly digest: string;
	/** Name and short digest: the job's id unless the submitter chooses one. */
	readonly id: string;
	readonly source: { readonly file: string; readonly text: string };
	/** Where in the document a value stands, or the nearest thing around it. */
	locate(path: Path): Location;
}

/** All problems of one document together, each with its line. */
export class JobError extends UserError {
	readonly problems: readonly { readonly at: Location; readonly path: string; readonly message: string }[];

	constructor(code: string, problems: JobError["problems"], fix: string) {
		const [first] = problems;
		const lines = problems.map(({ at, path, message }) => `${formatLocation(at)}  ${path === "" ? "" : `${path}: `}${message}`);
		super(code, problems.length === 1 ? `${problems[0]!.path === "" ? "" : `${problems[0]!.path}: `}${problems[0]!.message}` : `${problems.length} things are wrong\n  ${lines.join("\n  ")}`, {
			fix,
			...(first === undefined ? {} : { at: problems.length === 1 ? first.at : { file: first.at.file } }),
		});
		this.problems = problems;
	}
}

const REFERENCE = "docs/job.md lists every key; `frostline schema` gives editors the same";
/** Far more than any document; a bomb of aliases stops here. */
const MAX_BYTES = 1_000_000;

export async function loadJob(file: string, sets: readonly string[] = []): Promise<LoadedJob> {
	const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
		throw new UserError("JOB_NOT_FOUND", `the job document ${file} ${cause.code === "ENOENT" ? "is not there" : `cannot be read: ${cause.message}`}`, { cause, fix: "give the path of a .yaml or .json job document; examples/ has some" });
	});
	return parseJob(text, file, sets);
}

/** YAML or JSON text to a job. `sets` are `path.to.key=value` overrides. Relative paths count from the document. */
export function parseJob(text: string, file: string, sets: readonly string[] = []): LoadedJob {
	if (text.length > MAX_BYTES) throw new UserError("BAD_YAML", `${file} has ${text.length} characters; a job document has a few thousand at most`, { at: { file } });
	const lines = new LineCounter();
	const document = parseDocument(text.replace(/^\uFEFF/, ""), { lineCounter: lines, uniqueKeys: true, strict: true, version: "1.2" });
	const syntax = document.errors[0];
	if (syntax !== undefined) throw badYaml(syntax.message, { file, line: syntax.linePos?.[0].line ?? 1, column: syntax.linePos?.[0].col ?? 1 });
	const locate = (path: Path, atKey = false): Location => placeOf(document, lines, file, path, atKey);
	let value: unknown;
	try {
		for (const each of sets) override(document, each);
		value = document.toJS({ maxAliasCount: 50 });
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw badYaml(error instanceof Error ? error.message : String(error), { file });
	}
	const fail = (problems: readonly Problem[]): never => {
		throw new JobError("BAD_JOB", problems.map(({ path, message, atKey }) => ({ at: locate(path, atKey), path: path.join("."), message })), REFERENCE);
	};
	const parsed = jobSchema.safeParse(value);
	if (!parsed.success) return fail(problemsOf(parsed.error, value));
	const contradicting = contradictions(parsed.data);
	if (contradicting.length > 0) return fail(contradicting);
	const canonical = parsed.data;
	return { job: resolveJob(canonical, resolve(file)), canonical, digest: jobDigest(canonical), id: jobId(canonical), source: { file, text }, locate };
}

function badYaml(message: string, at: Location): UserError {
	const compact = /compact mapping/i.test(message);
	return new UserError("BAD_YAML", `not proper YAML: ${message.split(/ at line \d+|\n/)[0]}`, {
		at,
		fix: compact ? "several keys on one line need braces: `- { dense: 1024, activation: sigmoid }`" : "the place is where the parser gave up; the mistake may stand just before it",
	});
}

/** `path.to.key=value`: list entries by number, the value as YAML. */
function override(document: Document, set: string): void {
	const at = set.indexOf("=");
	const path = set.slice(0, at).split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
	if (at <= 0 || path.some((part) => part === "" || part === "__proto__")) {
		throw new UserError("BAD_ARGUMENT", `--set wants path.to.key=value, got ${JSON.stringify(set)}`, { fix: "as in --set fit.epochs=3 or --set head.1.dropout=0.4" });
	}
	try {
		// A step through a plain value, as `optimizer: adam` under --set fit.optimizer.learningRate, begins a new mapping there.
		for (let depth = 1; depth < path.length; depth++) {
			const inner = document.getIn(path.slice(0, depth), true);
			if (inner !== undefined && !isCollection(inner)) throw new Error(`${path.slice(0, depth).join(".")} is a plain value`);
		}
		document.setIn(path, document.createNode(parse(set.slice(at + 1))));
	} catch (cause) {
		throw new UserError("BAD_ARGUMENT", `--set ${set} cannot be applied: ${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)}`, { cause });
	}
}

function placeOf(document: Document, lines: LineCounter, file: string, path: Path, atKey: boolean): Location {
	let node: unknown = document.contents;
	let offset: number | undefined = (document.contents as Node | null)?.range?.[0];
	for (const [depth, part] of path.entries()) {
		if (!isCollection(node)) break;
		const pair = isMap(node) ? (node.items as Pair[]).find((item) => isPair(item) && String((item.key as { value?: unknown })?.value ?? item.key) === String(part)) : undefined;
		const next = pair === undefined ? (isMap(node) ? undefined : node.get(part, true)) : pair.value;
		if (pair === undefined && next === undefined) break; // missing: the thing around it is the place
		const key = pair?.key as Node | undefined;
		const target = (atKey && depth === path.length - 1) || next === null ? key : ((next as Node | undefined) ?? key);
		offset = target?.range?.[0] ?? key?.range?.[0] ?? offset;
		node = next;
	}
	if (offset === undefined) return { file };
	const { line, col } = lines.linePos(offset);
	return { file, line, column: col };
}
