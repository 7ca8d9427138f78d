import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Images that a GPU computes at a time, by backbone, as they were measured here. Kept in a file: the same machine goes on with the same number, which its rows'
 * last bits depend on. Losing the file costs a measurement.
 */
export class BatchSizes {
	readonly #file: string | null;
	#known: Promise<Map<string, number>> | null = null;
	#writing: Promise<void> = Promise.resolve();

	/** @param file null: they are forgotten with this process */
	constructor(file: string | null) {
		this.#file = file;
	}

	async get(backbone: string): Promise<number | null> {
		return (await this.#all()).get(backbone) ?? null;
	}

	async set(backbone: string, batch: number): Promise<void> {
		(await this.#all()).set(backbone, batch);
		this.#writing = this.#writing.then(() => this.#write()).catch(() => {}); // a disk that is full costs a measurement, no job
		await this.#writing;
	}

	#all(): Promise<Map<string, number>> {
		this.#known ??= this.#file === null ? Promise.resolve(new Map()) : read(this.#file);
		return this.#known;
	}

	async #write(): Promise<void> {
		if (this.#file === null) return;
		// What other processes of this machine measured meanwhile stays.
		const all = new Map([...(await read(this.#file)), ...(await this.#all())]);
		const temporary = `${this.#file}.${process.pid}`;
		await mkdir(dirname(this.#file), { recursive: true });
		await writeFile(temporary, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
		await rename(temporary, this.#file);
	}
}

async function read(file: string): Promise<Map<string, number>> {
	try {
		const entries = Object.entries(JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>);
		return new Map(entries.filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && (entry[1] as number) > 0));
	} catch {
		return new Map(); // none yet, or not ours
	}
}
