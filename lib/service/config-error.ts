import { formatLocation, type Location, UserError } from "../base/errors.ts";
import type { ConfigFile } from "./config-file.ts";
import type { ConfigProblem } from "./config-problems.ts";
import { type Setting, settingAt, valueAt } from "./config-settings.ts";

/** Where a setting's value comes from. */
export type Origin = { readonly kind: "option" | "file" } | { readonly kind: "variable"; readonly name: string };

const REFERENCE = "docs/configuration.md lists every setting with its variable and values";

/** All problems in one error, each with its line in the file, or with the variable or option that it comes from. */
export function configError(problems: readonly ConfigProblem[], origins: ReadonlyMap<Setting, Origin>, read: ConfigFile | null): UserError {
	const told = problems.map((problem) => {
		const setting = settingAt(problem.path) ?? settingAt(problem.path.slice(0, -1));
		const origin: Origin = (setting === undefined ? undefined : origins.get(setting)) ?? { kind: "file" };
		const at = origin.kind === "file" && isThere(problem, read) ? read?.locate(problem.path, problem.atKey ?? false) : undefined;
		const from = { file: "", option: " (from the command line)", variable: ` (from ${origin.kind === "variable" ? origin.name : ""})` };
		const subject = problem.path.length === 0 ? "" : `${problem.path.join(".")}: `;
		return { sentence: `${subject}${problem.message}${from[origin.kind]}`, at, fix: problem.fix };
	});
	const [first] = told;
	if (told.length === 1 && first !== undefined)
		return new UserError("BAD_CONFIG", first.sentence, { fix: first.fix ?? REFERENCE, ...located(first.at) });
	const line = ({ sentence, at, fix }: (typeof told)[number]): string =>
		`${at === undefined ? "" : `${formatLocation(at)}  `}${sentence}${fix === undefined ? "" : `; ${fix}`}`;
	return new UserError("BAD_CONFIG", `${told.length} settings are wrong\n  ${told.map(line).join("\n  ")}`, { fix: REFERENCE });
}

/** What is missing stands nowhere. */
function isThere({ path, atKey }: ConfigProblem, read: ConfigFile | null): boolean {
	return read !== null && (atKey === true || path.length === 0 || valueAt(read.value, path) !== undefined);
}

function located(at: Location | undefined): { at?: Location } {
	return at === undefined ? {} : { at };
}
