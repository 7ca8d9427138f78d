import { createHash } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../base/errors.ts";
import type { BackboneSection } from "../job/document.ts";
import { catalogue, type Published } from "./catalogue.ts";

/** Where published weights are kept, so that they are fetched once. */
function weightsFolder(): string {
	return join(process.env.FROSTLINE_HOME || join(homedir(), ".cache", "frostline"), "weights");
}

/** The local file of published weights. Whoever runs may be offline, and a compute child always is: then the error says which file to put where. */
export async function imagenetFile(name: string, published: Published | null): Promise<string> {
	if (published === null)
		throw new UserError("WEIGHTS_NOT_FOUND", `no ImageNet weights of ${name} are published for these options`, {
			fix: "choose another alpha, or give a weights file",
		});
	const file = join(weightsFolder(), published.file);
	if ((await stat(file).catch(() => null)) === null) {
		throw new UserError("WEIGHTS_NOT_FOUND", `the ImageNet weights of ${name} are not at ${file}`, {
			fix: `fetch ${published.url} and put it there; or write \`weights: random\` to try things out`,
		});
	}
	return file;
}

/** Published weights that a job names and this machine does not have yet; null where nothing is to be fetched. */
export async function missingWeights({ name, weights, alpha, size }: BackboneSection): Promise<Published | null> {
	const published = weights === "imagenet" && name !== null ? (catalogue.get(name)?.imagenet({ alpha, size }) ?? null) : null;
	if (published === null) return null;
	return (await stat(join(weightsFolder(), published.file)).catch(() => null)) === null ? published : null;
}

/** Fetches published weights into their place, checked by size and digest, whole or not at all. Answers the file. */
export async function fetchPublished(name: string, published: Published, signal?: AbortSignal): Promise<string> {
	const file = join(weightsFolder(), published.file);
	const hint = { fix: `fetch ${published.url} with a browser and put it at ${file}` };
	const response = await fetch(published.url, signal === undefined ? {} : { signal }).catch((cause: unknown) => {
		signal?.throwIfAborted();
		// fetch says only "fetch failed"; its cause says why
		const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause);
		throw new UserError("WEIGHTS_NOT_FETCHED", `the weights of ${name} could not be fetched from ${published.url}: ${reason}`, {
			cause,
			...hint,
			exitCode: 1,
		});
	});
	if (!response.ok)
		throw new UserError("WEIGHTS_NOT_FETCHED", `${published.url} answered ${response.status} ${response.statusText}`, {
			...hint,
			exitCode: 1,
		});
	const bytes = Buffer.from(await response.arrayBuffer());
	const md5 = createHash("md5").update(bytes).digest("hex");
	if ((published.bytes !== null && bytes.length !== published.bytes) || (published.md5 !== null && md5 !== published.md5)) {
		throw new UserError(
			"WEIGHTS_DIGEST",
			`${published.file} should have ${published.bytes ?? "any number of"} bytes and the MD5 ${published.md5}, and has ${bytes.length} and ${md5}`,
			{ fix: "fetch it again; if this repeats, the address does not hold what it did", exitCode: 1 },
		);
	}
	await mkdir(weightsFolder(), { recursive: true });
	const temporary = `${file}.${process.pid}`;
	await writeFile(temporary, bytes);
	await rename(temporary, file);
	return file;
}
