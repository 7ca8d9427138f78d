import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";

const root = resolve(import.meta.dirname, "../..");

export interface OtherRelease {
	readonly version: string;
	/** The newest protocol that it reads. */
	readonly knows: number;
	/** Messages that it writes in a newer protocol than this release's, by the names of `NEEDS` in proto/codec.ts. */
	readonly needs?: Readonly<Record<string, number>>;
}

/**
 * This release, installed once more as if it were a later one: another version, and other protocols in the one file that knows of them. Answers the path of its
 * program. Gone after the test.
 */
export async function otherRelease({ version, knows, needs = {} }: OtherRelease): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "frostline-release-"));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	for (const part of ["bin", "dist", "scripts/ensure.js"]) await cp(join(root, part), join(folder, part), { recursive: true });
	await symlink(join(root, "node_modules"), join(folder, "node_modules"));
	const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as object;
	await writeFile(join(folder, "package.json"), JSON.stringify({ ...manifest, version }));
	const codec = join(folder, "dist/proto/codec.js");
	let text = await readFile(codec, "utf8");
	const change = (from: RegExp, to: string) => {
		if (!from.test(text)) throw new Error(`${from} is not in proto/codec.ts any more`);
		text = text.replace(from, to);
	};
	change(/const PROTOCOL = \d+;/, `const PROTOCOL = ${knows};`);
	for (const [message, protocol] of Object.entries(needs)) change(new RegExp(`\\b${message}: \\d+`), `${message}: ${protocol}`);
	await writeFile(codec, text);
	return join(folder, "bin/frostline.js");
}
