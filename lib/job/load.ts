import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { formatLocation, type Location, UserError } from "../base/errors.ts";
import { type CanonicalJob, canonicalJob, jobDigest, jobId } from "./canonical.ts";
import { contradictions } from "./checks.ts";
import type { Job } from "./document.ts";
import { override } from "./overrides.ts";
import { type Problem, problemsOf } from "./problems.ts";
import { resolveJob } from "./resolve.ts";
import { jobSchema } from "./schema.ts";
import { contentOf, placeIn, readSyntax } from "./syntax.ts";

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
	/** Whether the document says something there itself; what it leaves out is a default. */
	wrote(path: Path): boolean;
}

/** All problems of one document together, each with its line. */
export class JobError extends UserError {
	readonly problems: readonly { readonly at: Location; readonly path: string; readonly message: string }[];

	constructor(code: string, problems: JobError["problems"], fix: string) {
		const sentences = problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
		const lines = problems.map(({ at }, i) => `${formatLocation(at)}  ${sentences[i]}`);
		const [first] = problems;
		super(code, problems.length === 1 ? sentences[0]! : `${problems.length} things are wrong\n  ${lines.join("\n  ")}`, {
			fix,
			...(first === undefined ? {} : { at: problems.length === 1 ? first.at : { file: first.at.file } }),
		});
		this.problems = problems;
	}
}

const REFERENCE = "docs/job.md lists every key; `frostline schema` gives editors the same";

export async function loadJob(file: string, sets: readonly string[] = []): Promise<LoadedJob> {
	const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
		throw new UserError(
			"JOB_NOT_FOUND",
			`the job document ${file} ${cause.code === "ENOENT" ? "is not there" : `cannot be read: ${cause.message}`}`,
			{
				cause,
				fix: "give the path of a .yaml or .json job document; examples/ has some",
			},
		);
	});
	return parseJob(text, file, sets);
}

/** YAML or JSON text to a job. `sets` are `path.to.key=value` overrides. Relative paths count from the document. */
export function parseJob(text: string, file: string, sets: readonly string[] = []): LoadedJob {
	const syntax = readSyntax(text, file);
	const locate = (path: Path, atKey = false): Location => placeIn(syntax, file, path, atKey);
	const overrides = sets.map((each) => override(syntax.document, each));
	const value = contentOf(syntax, file);
	const fail = (problems: readonly Problem[]): never => {
		const said = problems.map(({ path, message, atKey }) => {
			const by = overrides.find((each) => each.path.every((part, depth) => part === path[depth]));
			return { at: locate(path, atKey), path: path.join("."), message: by === undefined ? message : `${message} (from --set ${by.text})` };
		});
		throw new JobError("BAD_JOB", said, REFERENCE);
	};
	if (value === null) return fail([{ path: [], message: "the document is empty: expected keys and values" }]);
	const parsed = jobSchema.safeParse(value);
	if (!parsed.success) return fail(problemsOf(parsed.error, value));
	const contradicting = contradictions(parsed.data);
	if (contradicting.length > 0) return fail(contradicting);
	const canonical = canonicalJob(parsed.data);
	return {
		job: resolveJob(canonical, resolve(file)),
		canonical,
		digest: jobDigest(canonical),
		id: jobId(canonical),
		source: { file, text },
		locate,
		wrote: (path) => syntax.document.hasIn(path),
	};
}
