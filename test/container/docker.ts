import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { onTestFinished, vi } from "vitest";

const run = promisify(execFile);

/** Runs `docker …`; answers what it says, stdout and stderr apart. Rejects with Docker's own words. */
export async function docker(...args: string[]): Promise<{ stdout: string; stderr: string }> {
	return run("docker", args, { maxBuffer: 256 * 1024 * 1024 });
}

/** The same for the one line that most commands answer with. */
export async function dockerLine(...args: string[]): Promise<string> {
	return (await docker(...args)).stdout.trim();
}

export function uniqueName(what: string): string {
	return `frostline-${what}-${randomBytes(4).toString("hex")}`;
}

/** What keeps a container from everything that a service does not need. */
export const CONFINED = ["--read-only", "--tmpfs", "/tmp:mode=1777", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

/** A network without a way out: only what is in it can be reached from it. Gone after the test. */
export async function closedNetwork(): Promise<string> {
	const name = uniqueName("net");
	await docker("network", "create", "--internal", name);
	onTestFinished(async () => {
		await docker("network", "rm", name).catch(() => {});
	});
	return name;
}

/** A container that runs in the background until the test ends; `args` are those of `docker run`, from the image's name on with its command. */
export async function startContainer(name: string, args: readonly string[]): Promise<string> {
	const id = await dockerLine("run", "--detach", "--name", name, ...args);
	onTestFinished(async ({ task }) => {
		if (task.result?.state === "fail") {
			const { stdout, stderr } = await docker("logs", "--tail", "12", id);
			process.stderr.write(`${name} said last:\n${stdout}${stderr}\n`);
		}
		await docker("rm", "--force", "--volumes", id);
	});
	return id;
}

/** Log lines of a service's container so far. */
export async function logOf(id: string): Promise<Record<string, unknown>[]> {
	const { stderr } = await docker("logs", id);
	return stderr.split("\n").flatMap((line) => {
		try {
			return [JSON.parse(line) as Record<string, unknown>];
		} catch {
			return [];
		}
	});
}

/** Waits for a line of a service's log. */
export function said(id: string, fits: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
	return vi.waitUntil(async () => (await logOf(id)).find(fits) ?? null, { timeout: 90_000, interval: 200 });
}

/** Files of an image, as its root has them, without running it. */
export async function filesOf(image: string): Promise<string[]> {
	const id = await dockerLine("create", image);
	try {
		const { stdout } = await run("sh", ["-c", `docker export ${id} | tar -t`], { maxBuffer: 256 * 1024 * 1024 });
		return stdout.split("\n").filter((line) => line !== "");
	} finally {
		await docker("rm", "--volumes", id);
	}
}

/** What an expression gives that Node evaluates inside the image, as text. */
export async function readFrom(image: string, expression: string): Promise<string> {
	return (await docker("run", "--rm", "--entrypoint", "node", image, "-e", `process.stdout.write(String(${expression}))`)).stdout;
}
