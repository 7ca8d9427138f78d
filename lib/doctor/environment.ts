import { access, constants, mkdir, statfs } from "node:fs/promises";
import { availableParallelism, freemem, totalmem } from "node:os";
import { dirname } from "node:path";
import type { Config } from "../service/config.ts";
import { type Check, checksOf } from "./check.ts";

const { ok, warn, fail } = checksOf("environment");

/** Of a compute process with a network of the usual size. */
const CHILD_BYTES = 400e6;
const GB = 1e9;

/** What the machine gives: Node.js, memory and cores, room for local copies. `needed` is `engines.node` of package.json. */
export async function examineEnvironment(config: Config | null, needed: string): Promise<Check[]> {
	return [node(process.versions.node, needed), ...memory(config), ...(config === null ? [] : await cache(config)), ...isolation()];
}

export function node(version: string, needed: string): Check {
	const least = needed.replace(/^\D*/, "");
	const says = `${version}, on ${process.platform} ${process.arch}`;
	return compareVersions(version, least) >= 0
		? ok("Node.js", says)
		: fail(
				"Node.js",
				`${says}; ${least} or later is needed`,
				`install Node.js ${least.split(".")[0]} or later (https://nodejs.org), or use the image`,
			);
}

/** Below 0: a is older than b. */
export function compareVersions(a: string, b: string): number {
	const parts = (text: string) => /^\d+(?:\.\d+)*/.exec(text)?.[0].split(".").map(Number) ?? [];
	const [left, right] = [parts(a), parts(b)];
	for (let i = 0; i < Math.max(left.length, right.length); i++) {
		const by = (left[i] ?? 0) - (right[i] ?? 0);
		if (by !== 0) return by;
	}
	return 0;
}

function memory(config: Config | null): Check[] {
	// A container's limit, where there is one; without one the answer is 0, or more than any machine has.
	const limit = process.constrainedMemory?.() ?? 0;
	const total = limit > 0 && limit < totalmem() ? limit : totalmem();
	const cores = availableParallelism();
	const says = `${cores} cores, ${gigabytes(total)} of memory, ${gigabytes(freemem())} of the machine's free`;
	const threads = config?.compute.threads ?? cores;
	const checks = [ok("cores and memory", says)];
	if (threads > cores)
		checks.push(
			warn(
				"compute.threads",
				`${threads} compute processes share ${cores} cores, so each is slower and none is gained`,
				"leave compute.threads (FROSTLINE_THREADS) out, or give the process more cores",
			),
		);
	if (threads * CHILD_BYTES > total)
		checks.push(
			fail(
				"memory",
				`${threads} compute processes of about ${gigabytes(CHILD_BYTES)} do not fit into ${gigabytes(total)}`,
				"set compute.threads (FROSTLINE_THREADS) lower, or raise the memory limit",
			),
		);
	return checks;
}

async function cache({ cache: { folder, bytes } }: Config): Promise<Check[]> {
	try {
		await mkdir(folder, { recursive: true });
		await access(folder, constants.W_OK);
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code ?? String(error);
		return [
			fail(
				"cache.folder",
				`${folder} cannot be written: ${code}`,
				"let cache.folder (FROSTLINE_CACHE) name a folder that this user may write; in a container a volume",
			),
		];
	}
	const disk = await statfs(folder).catch(() => statfs(dirname(folder)));
	const free = disk.bavail * disk.bsize;
	const says = `${folder}: up to ${gigabytes(bytes)}, ${gigabytes(free)} free`;
	return [
		free >= bytes
			? ok("cache.folder", says)
			: warn(
					"cache.folder",
					`${says}: the disk would be full before the cache is`,
					"set cache.bytes (FROSTLINE_CACHE_BYTES) below what is free, or move cache.folder to a larger disk",
				),
	];
}

/**
 * A process of the same user can read the variables that another was started with, /proc/<id>/environ, unless the kernel counts that one as not dumpable: then
 * its folder belongs to root. So a decoder that was taken over would find credentials there, however clean its own environment is.
 */
function isolation(): Check[] {
	if (process.platform !== "linux") return [];
	const inVariables = ["FROSTLINE_S3_SECRET_KEY", "FROSTLINE_NATS_PASSWORD", "FROSTLINE_NATS_TOKEN"].filter((name) => process.env[name]);
	if (inVariables.length === 0) return [];
	return [
		warn(
			"secrets in variables",
			`${inVariables.join(" and ")} can be read by every process of this user, compute processes too, in /proc/${process.pid}/environ`,
			`put them into files, and name those: ${inVariables.map((name) => `${name}_FILE`).join(", ")}`,
		),
	];
}

function gigabytes(bytes: number): string {
	return `${(bytes / GB).toFixed(bytes < 10 * GB ? 1 : 0)} GB`;
}
