import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version in package.json, found from dist/ as from the sources. */
export function version(): string {
	for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
		try {
			const { name, version: found } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { name: string; version: string };
			if (name === "frostline") return found;
		} catch {
			// not here: look further up
		}
	}
	return "unknown";
}
