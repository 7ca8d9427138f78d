// Makes a checkout runnable: installs what the lockfile names and compiles TypeScript, each only when something changed.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ["proto", "lib", "services", "cli", "tsconfig.json", "package-lock.json"];

function newest(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (stat === undefined) return 0;
	if (!stat.isDirectory()) return stat.mtimeMs;
	return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

function run(what, command, args) {
	process.stderr.write(`frostline: ${what} …\n`);
	// Their output goes to stderr: stdout belongs to the command that the person asked for.
	const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
	if (status !== 0) {
		process.stderr.write(
			`frostline: ${what} failed${error ? `: ${error.message}` : ""}; run \`${command} ${args.join(" ")}\` in ${root} to see why\n`,
		);
		process.exit(1);
	}
}

export function ensure({ force = false } = {}) {
	if (!existsSync(join(root, "tsconfig.json"))) return; // an installed package brings dist/ with it
	const installed = join(root, "node_modules", ".package-lock.json");
	if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs) {
		run("installing dependencies", "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
	}
	const stamp = join(root, "dist", ".built");
	if (force || !existsSync(stamp) || statSync(stamp).mtimeMs < Math.max(...sources.map((name) => newest(join(root, name))))) {
		const started = Date.now();
		run("compiling", process.execPath, [join("node_modules", "typescript", "bin", "tsc"), "-p", "tsconfig.json"]);
		cpSync(join(root, "proto", "gen"), join(root, "dist", "proto", "gen"), { recursive: true }); // already JavaScript
		writeFileSync(stamp, "");
		utimesSync(stamp, started / 1000, started / 1000); // an edit made while compiling is newer than the stamp
	}
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	ensure({ force: process.argv.includes("--force") });
}
