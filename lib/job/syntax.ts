import {
	type Document,
	isAlias,
	isCollection,
	isMap,
	isPair,
	LineCounter,
	type Node,
	type Pair,
	parseDocument,
	visit,
	type YAMLError,
} from "yaml";
import { type Location, UserError } from "../base/errors.ts";

/** YAML or JSON text as a document that knows where everything stands. Strict: what a parser would only warn about is an error (F9). */
export interface Syntax {
	readonly document: Document;
	readonly lines: LineCounter;
}

/** Far more characters than any document has; a bomb of aliases stops there, too. */
const MAX_LENGTH = 1_000_000;
const MAX_ALIASES = 50;

export function readSyntax(text: string, file: string): Syntax {
	if (text.length > MAX_LENGTH) {
		throw new UserError("BAD_YAML", `${file} has ${text.length} characters; a job document has a few thousand at most`, {
			at: { file },
			fix: "give the job document, not its data",
		});
	}
	const lines = new LineCounter();
	const source = text.replace(/^\uFEFF/, "");
	const document = parseDocument(source, { lineCounter: lines, uniqueKeys: true, strict: true, version: "1.2" });
	const problem = document.errors[0] ?? document.warnings[0];
	if (problem !== undefined) throw badYaml(...explain(problem, source), { file, ...placeOf(lines, problem.pos[0]) });
	visit(document, {
		Alias(_, alias) {
			if (isAlias(alias) && alias.resolve(document) === undefined) {
				throw badYaml(`*${alias.source} refers to an anchor &${alias.source} that nothing before it has`, QUOTE, {
					file,
					...placeOf(lines, alias.range?.[0] ?? 0),
				});
			}
		},
	});
	return { document, lines };
}

/** The document's content. Aliases that multiply without end are refused. */
export function contentOf({ document }: Syntax, file: string): unknown {
	try {
		return document.toJS({ maxAliasCount: MAX_ALIASES });
	} catch (error) {
		throw badYaml(error instanceof Error ? error.message : String(error), "write repeated parts out", { file });
	}
}

export function placeOf(lines: LineCounter, offset: number): { line: number; column: number } {
	const { line, col } = lines.linePos(offset);
	return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where a value stands, or its key, or the nearest thing around it. */
export function placeIn({ document, lines }: Syntax, file: string, path: readonly (string | number)[], atKey: boolean): Location {
	let node: unknown = document.contents;
	let offset = (document.contents as Node | null)?.range?.[0] ?? 0;
	for (const [depth, part] of path.entries()) {
		if (!isCollection(node)) break;
		const pair = isMap(node) ? pairOf(node.items as Pair[], part) : undefined;
		const next = pair === undefined ? (isMap(node) ? undefined : node.get(part, true)) : pair.value;
		if (pair === undefined && next === undefined) break; // missing: the thing around it is the place
		const key = pair?.key as Node | undefined;
		const target = (atKey && depth === path.length - 1) || next === null ? key : ((next as Node | undefined) ?? key);
		offset = target?.range?.[0] ?? key?.range?.[0] ?? offset;
		node = next;
	}
	return { file, ...placeOf(lines, offset) };
}

function pairOf(items: readonly Pair[], part: string | number): Pair | undefined {
	return items.find((item) => isPair(item) && String((item.key as { value?: unknown })?.value ?? item.key) === String(part));
}

const BEFORE = "the place is where the parser gave up; the mistake may stand just before it";
const QUOTE = 'text that begins with *, &, ! or another sign of YAML needs quotes: "*.jpg"';
const BRACES = "several keys on one line need braces: `- { dense: 1024, activation: sigmoid }`";

function explain({ code, message, pos }: YAMLError, source: string): [message: string, fix: string] {
	const [plain = ""] = message.split(/ at line \d+|\n/);
	switch (code) {
		case "DUPLICATE_KEY": {
			const key = /^[^:\s]+/.exec(source.slice(pos[0]))?.[0] ?? "a key";
			return [`the key ${key} is written twice in one place`, "keep one of them"];
		}
		case "MULTIPLE_DOCS":
			return ["there are several documents in it, with --- between them", "one file holds one job"];
		case "TAG_RESOLVE_FAILED":
			return [plain, QUOTE];
		default:
			return [plain, /compact mapping/i.test(plain) ? BRACES : BEFORE];
	}
}

function badYaml(message: string, fix: string, at: Location): UserError {
	return new UserError("BAD_YAML", `not proper YAML: ${message}`, { at, fix });
}
