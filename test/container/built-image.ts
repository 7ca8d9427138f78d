import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";

declare module "vitest" {
	export interface ProvidedContext {
		/** Name of the image under test. */
		image: string;
	}
}

/**
 * The image under test: FROSTLINE_IMAGE names one that is there; else target cpu is built, from public base images where these can be had, and from this
 * machine's own Node where they cannot. Left in place afterwards: the next build takes its layers.
 */
export default function builtImage({ provide }: TestProject): void {
	provide("image", process.env.FROSTLINE_IMAGE || built("frostline:test"));
}

function built(tag: string): string {
	const options = ["cpu", "--tag", tag, ...(havePublicBases() ? [] : ["--local-base"])];
	const { status, stderr } = spawnSync(process.execPath, ["scripts/image.js", ...options], {
		encoding: "utf8",
		maxBuffer: 64 * 1024 * 1024,
	});
	if (status === 0) return tag;
	process.stderr.write(`${stderr.split("\n").slice(-40).join("\n")}\nthe image could not be built\n`);
	process.exit(1); // nothing of it is a bug to trace
}

/** Asks for the base images that the Dockerfile names; a registry that cannot be reached says so quickly. */
function havePublicBases(): boolean {
	if (process.env.FROSTLINE_BASE && process.env.FROSTLINE_RUNTIME) return true;
	return ["docker.io/library/node:22-bookworm-slim", "gcr.io/distroless/cc-debian12"].every(
		(image) => spawnSync("docker", ["pull", "--quiet", image], { stdio: "ignore", timeout: 120_000 }).status === 0,
	);
}
