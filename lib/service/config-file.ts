import { readFileSync } from "node:fs";
import { type Location, UserError } from "../base/errors.ts";
import { contentOf, placeIn, readSyntax } from "../job/syntax.ts";

/** A configuration file's content, and where in it everything stands. */
export interface ConfigFile {
	readonly file: string;
	readonly value: unknown;
	locate(path: readonly (string | number)[], atKey: boolean): Location;
}

/** Keys whose values must not appear in a message. */
const SECRETS = /password|token|accessKey|secretKey/i;

/** Reads YAML or JSON. `origin` is how the file came to be named, for the message when it is not there. */
export function readConfigFile(file: string, origin: string): ConfigFile {
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (cause) {
		const { code, message } = cause as NodeJS.ErrnoException;
		throw new UserError(
			"BAD_CONFIG",
			`the configuration file ${file} ${code === "ENOENT" ? "is not there" : `cannot be read: ${message}`}`,
			{
				cause,
				fix: `check ${origin}, or leave it out and use environment variables: docs/configuration.md lists them`,
			},
		);
	}
	try {
		const syntax = readSyntax(text, file);
		return {
			file,
			value: contentOf(syntax, file) ?? {}, // a file of comments alone
			locate: (path, atKey) => placeIn(syntax, file, path, atKey),
		};
	} catch (error) {
		// A parser quotes what it does not understand, and that may be a password that begins with "!".
		if (!(error instanceof UserError) || !SECRETS.test(text)) throw error;
		const quotes = "what begins with *, &, !, @, % or ` needs quotes";
		throw new UserError("BAD_YAML", `not proper YAML; the parser's words are left out, since there are secrets in ${file}`, {
			fix: `look at this line: ${quotes}, and each key stands once in its place`,
			...(error.at === undefined ? {} : { at: error.at }),
		});
	}
}
