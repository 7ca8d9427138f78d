import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DataSection } from "../../lib/job/document.ts";
import { temporaryFolder } from "../support/folder.ts";

/** A folder with files of the given contents, gone after the test. A scan looks at bytes only, so words will do for pictures. */
export async function files(contents: Readonly<Record<string, string>>): Promise<string> {
	const root = await temporaryFolder();
	for (const [path, content] of Object.entries(contents)) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), content);
	}
	return root;
}

/** The data section of a job on it. */
export function section(train: string, validation: DataSection["validation"] = { split: 0.5 }): DataSection {
	return { train, validation, maxSkipRatio: 0.5, maxPixels: 1_000_000 };
}

/** `count` different pictures in each of the classes. */
export function pictures(count: number, classes: readonly string[] = ["rose", "tulip"]): Record<string, string> {
	return Object.fromEntries(classes.flatMap((name) => Array.from({ length: count }, (_, i) => [`${name}/${i}.jpg`, `${name} ${i}`])));
}
