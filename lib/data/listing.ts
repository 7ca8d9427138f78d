import { dirname, isAbsolute, join } from "node:path";
import { parse } from "csv-parse/sync";
import { UserError } from "../base/errors.ts";

/** One image as a folder or manifest names it, before its bytes are read. */
export interface Listed {
	readonly file: string;
	/** As a person knows it. */
	readonly path: string;
	readonly label: string;
	/** Given by the manifest; null: the job decides. */
	readonly split: "train" | "validation" | null;
}

const SPLITS: ReadonlyMap<string, "train" | "validation"> = new Map([
	["train", "train"],
	["training", "train"],
	["validation", "validation"],
	["val", "validation"],
	["valid", "validation"],
]);

/** A CSV manifest: a header line with `path` and `label`, maybe `split`; paths count from the manifest's folder. */
export function readCsvManifest(source: string, bytes: Uint8Array): Listed[] {
	let rows: { record: Record<string, string>; info: { lines: number } }[];
	try {
		rows = parse(Buffer.from(bytes), {
			columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
			bom: true,
			trim: true,
			skip_empty_lines: true,
			info: true,
		}) as unknown as typeof rows;
	} catch (cause) {
		throw new UserError("BAD_MANIFEST", `${source} is not proper CSV: ${cause instanceof Error ? cause.message : String(cause)}`, {
			cause,
			at: { file: source },
			fix: FIX,
		});
	}
	return rows.map(({ record, info }) => listed(source, info.lines, record));
}

/** A JSON Lines manifest: one object with `path` and `label`, maybe `split`, on each line. */
export function readJsonlManifest(source: string, bytes: Uint8Array): Listed[] {
	return Buffer.from(bytes)
		.toString("utf8")
		.replace(/^\uFEFF/, "")
		.split(/\r?\n/)
		.flatMap((text, i) => {
			if (text.trim() === "") return [];
			let record: unknown;
			try {
				record = JSON.parse(text);
			} catch (cause) {
				throw new UserError("BAD_MANIFEST", `${source}:${i + 1} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
					cause,
					at: { file: source, line: i + 1 },
					fix: FIX,
				});
			}
			if (record === null || typeof record !== "object" || Array.isArray(record))
				throw new UserError("BAD_MANIFEST", `${source}:${i + 1} should be an object with "path" and "label"`, {
					at: { file: source, line: i + 1 },
					fix: FIX,
				});
			return [listed(source, i + 1, record as Record<string, unknown>)];
		});
}

const FIX = "each line needs path and label; the CSV header names the columns: path,label,split";

function listed(source: string, line: number, record: Record<string, unknown>): Listed {
	const at = { file: source, line };
	for (const field of ["path", "label"]) {
		if (typeof record[field] !== "string" && typeof record[field] !== "number")
			throw new UserError("BAD_MANIFEST", `${source}:${line} has no "${field}"; it has ${Object.keys(record).join(", ") || "nothing"}`, {
				at,
				fix: FIX,
			});
		if (String(record[field]).trim() === "")
			throw new UserError("BAD_MANIFEST", `${source}:${line} has an empty "${field}"`, { at, fix: FIX });
	}
	const path = String(record.path);
	const written = record.split === undefined || record.split === null ? "" : String(record.split);
	const split = written === "" ? null : SPLITS.get(written.toLowerCase());
	if (split === undefined) {
		throw new UserError("BAD_MANIFEST", `${source}:${line} has the split "${written}"; it can be train or validation`, {
			at,
			fix: "leave it empty where the job's own split should decide",
		});
	}
	return { file: isAbsolute(path) ? path : join(dirname(source), path), path, label: String(record.label), split };
}
