import pc from "picocolors";
import { formatLocation, type Location } from "../lib/base/errors.ts";
import type { Finding } from "../lib/report/data.ts";

const COLOURS = { error: pc.red, warning: pc.yellow, note: pc.cyan } as const;

/** One finding for people: `flowers.yaml:14:5 error SOFTMAX_INSIDE`, what it is, what it did, what to do. */
export function findingText({ code, severity, message, fix, edits, measured }: Finding, at?: Location): string {
	const where = at === undefined ? "" : `${formatLocation(at)} `;
	const lines = [
		`${where}${COLOURS[severity](severity)} ${pc.bold(code)}: ${message}`,
		...(measured === null ? [] : [pc.dim(`  measured: ${measured}`)]),
		`  ${pc.green("fix")}: ${fix}`,
		...(edits.length === 0 ? [] : [pc.dim(`       ${edits.map((edit) => `--set ${quoted(edit)}`).join(" ")}`)]),
	];
	return `${lines.join("\n")}\n`;
}

/** As a shell wants it. */
function quoted(edit: string): string {
	return /^[\w.=-]+$/.test(edit) ? edit : `'${edit}'`;
}
