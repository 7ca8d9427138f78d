import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

interface Package {
	readonly name: string;
	readonly version: string;
	readonly engines: { readonly node: string };
}

/** The version in package.json. */
export function version(): string {
	return ownPackage()?.version ?? "unknown";
}

/** The versions of Node.js that package.json asks for, as in >=20.19. */
export function neededNode(): string {
	return ownPackage()?.engines.node ?? ">=0";
}

/** Found from dist/ as from the sources. */
function ownPackage(): Package | null {
	for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
		try {
			const found = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;
			if (found.name === "frostline") return found;
		} catch {
			// not here: look further up
		}
	}
	return null;
}
