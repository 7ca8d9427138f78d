import { parse } from "csv-parse/sync";

/** Columns of a table that may hold the names of images, by how clearly they say so. */
const COLUMNS = ["path", "file", "filename", "filenames", "name", "image", "image_path", "img"];

/** Names of images in a list of somebody's own: JSON (an array of text), CSV with a header that names a column so, or else one name a line. null: it is none of these. */
export function namesIn(text: string, extension: string): string[] | null {
	const plain = text.replace(/^\uFEFF/, "");
	if (extension === ".json") return fromJson(plain);
	if (extension === ".csv") return fromCsv(plain);
	const lines = plain.split(/\r?\n/).map((line) => line.trim());
	while (lines.at(-1) === "") lines.pop();
	return lines.length === 0 ? null : lines;
}

function fromJson(text: string): string[] | null {
	try {
		const value = JSON.parse(text) as unknown;
		return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : null;
	} catch {
		return null;
	}
}

function fromCsv(text: string): string[] | null {
	try {
		const rows = parse(text, { trim: true, skip_empty_lines: true, relax_column_count: true }) as string[][];
		const header = rows[0]?.map((name) => name.toLowerCase()) ?? [];
		const column = COLUMNS.map((name) => header.indexOf(name)).find((at) => at !== -1);
		// Without a header that says so, the first column of all lines.
		return column === undefined ? rows.map((row) => row[0] ?? "") : rows.slice(1).map((row) => row[column] ?? "");
	} catch {
		return null;
	}
}
