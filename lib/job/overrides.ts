import { type Document, isCollection, isSeq, parseDocument } from "yaml";
import { UserError } from "../base/errors.ts";

/** One `--set path.to.key=value`, applied. */
export interface Override {
	readonly text: string;
	readonly path: readonly (string | number)[];
}

const FIX = "as in --set fit.epochs=3, --set head.1.dropout=0.4 or --set 'fit.optimizer={ name: adam }'";

/** Applies `path.to.key=value` to a document: list entries by number from 0, the value as YAML. */
export function override(document: Document, text: string): Override {
	const at = text.indexOf("=");
	const path = text
		.slice(0, Math.max(0, at))
		.split(".")
		.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
	if (path.some((part) => part === "" || part === "__proto__")) {
		throw new UserError("BAD_ARGUMENT", `--set wants path.to.key=value, got ${JSON.stringify(text)}`, { fix: FIX });
	}
	try {
		for (let depth = 0; depth < path.length; depth++) {
			const above = path.slice(0, depth);
			const inner = document.getIn(above, true);
			if (inner === undefined) break;
			if (depth > 0 && !isCollection(inner)) throw new Error(`${above.join(".")} is a plain value; set it whole`);
			if (isSeq(inner) && !(Number(path[depth]) <= inner.items.length)) {
				throw new Error(`${above.join(".")} has ${inner.items.length} entries, numbered from 0, and "${path[depth]}" is none of them`);
			}
		}
		document.setIn(path, document.createNode(read(text.slice(at + 1))));
	} catch (cause) {
		const message = cause instanceof Error ? cause.message.split(/ at line \d+|\n/)[0] : String(cause);
		throw new UserError("BAD_ARGUMENT", `--set ${text} cannot be applied: ${message}`, { cause, fix: FIX });
	}
	return { text, path };
}

/** One value as YAML, as strictly as a document's. */
function read(text: string): unknown {
	const value = parseDocument(text, { strict: true, version: "1.2" });
	const problem = value.errors[0] ?? value.warnings[0];
	if (problem !== undefined) throw problem;
	return value.toJS({ maxAliasCount: 0 });
}
