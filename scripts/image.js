// Builds an image: npm run image [-- cpu|gpu] [--tag NAME] [--local-base]
// It says what the image is: the package's version, the commit and its time, so that the same commit gives the same labels. Base images are those of
// deploy/docker/Dockerfile, or what FROSTLINE_BASE, FROSTLINE_RUNTIME and FROSTLINE_CUDA name; --local-base makes the first two from this machine's own Node (there is no such way to a CUDA).
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { makeLocalBases } from "./local-base.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const TARGETS = ["cpu", "gpu"];

/** Builds and answers the image's name; throws when Docker does. Docker's own words go to stderr. */
export function buildImage({ target = "cpu", tag = `frostline:${target}`, localBase = false } = {}) {
	const made = localBase ? makeLocalBases(root) : null;
	const bases = {
		BASE: made?.base ?? process.env.FROSTLINE_BASE,
		RUNTIME: made?.runtime ?? process.env.FROSTLINE_RUNTIME,
		CUDA: process.env.FROSTLINE_CUDA,
	};
	const args = {
		...Object.fromEntries(Object.entries(bases).filter(([, name]) => name)),
		VERSION: JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version,
		REVISION: git("rev-parse", "HEAD"),
		CREATED: git("show", "-s", "--format=%cI", "HEAD"),
	};
	const said = ["build", "--file", join(root, "deploy/docker/Dockerfile"), "--target", target, "--tag", tag];
	// npm is reached from where the build runs as it is from here.
	if (localBase) said.push("--network", "host");
	for (const [name, value] of Object.entries(args)) said.push("--build-arg", `${name}=${value}`);
	const { status, error } = spawnSync("docker", [...said, root], { stdio: ["ignore", 2, 2] });
	if (status !== 0) throw new Error(`docker build ended with ${error?.message ?? status}`);
	return tag;
}

/** "unknown" outside a checkout. */
function git(...args) {
	const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" });
	return status === 0 ? stdout.trim() : "unknown";
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { tag: { type: "string" }, "local-base": { type: "boolean", default: false } },
	});
	const [target = "cpu"] = positionals;
	if (!TARGETS.includes(target)) {
		process.stderr.write(`there is a target for each of ${TARGETS.join(", ")}; ${target} is none\n`);
		process.exit(2);
	}
	try {
		const tag = buildImage({ target, localBase: values["local-base"], ...(values.tag === undefined ? {} : { tag: values.tag }) });
		process.stdout.write(`${tag}\n`);
	} catch (error) {
		process.stderr.write(`${error.message}\n`);
		process.exit(1);
	}
}
