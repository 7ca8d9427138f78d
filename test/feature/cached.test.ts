import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openCachedSource, type RowPlaces } from "../../lib/feature/cached.ts";
import { encodeFeatureFile } from "../../lib/feature/file.ts";
import { temporaryFolder } from "../support/folder.ts";

const DIM = 3;
const READING = { of: "train", place: 0 } as const;

/** Two files of 4 and 3 rows; sample s has the row [s, s + 0.5, −s], and samples lie in the files in a mixed order. */
async function places(): Promise<RowPlaces> {
	const root = await temporaryFolder();
	const order = [
		[5, 0, 3, 6],
		[1, 4, 2],
	];
	const [file, row] = [new Uint32Array(7), new Uint32Array(7)];
	const files = await Promise.all(
		order.map(async (samples, f) => {
			const path = join(root, `${f}.safetensors`);
			for (const [r, s] of samples.entries()) [file[s], row[s]] = [f, r];
			const rows = Float32Array.from(samples.flatMap((s) => [s, s + 0.5, -s]));
			await writeFile(
				path,
				encodeFeatureFile({ space: "s", dim: DIM, rows, samples: samples.map((s) => new Uint8Array(16).fill(s)), skips: [] }),
			);
			return path;
		}),
	);
	return { files, file, row };
}

describe.each([
	["held in memory", 1_000_000],
	["read where they lie", 0],
])("cached rows %s", (_, heldBytes) => {
	test("come in the order asked for, any number of times", async () => {
		const source = openCachedSource(await places(), DIM, heldBytes);
		const asked = [6, 0, 0, 4, 1, 5, 2, 3, 6];
		expect([...(await source.rows(Uint32Array.from(asked), READING))]).toEqual(asked.flatMap((s) => [s, s + 0.5, -s]));
		expect((await source.rows(new Uint32Array(), READING)).length).toBe(0);
		await source.close();
	});

	test("F8: are the same in every epoch, and for calls in flight together", async () => {
		const source = openCachedSource(await places(), DIM, heldBytes);
		const answers = await Promise.all([0, 1, 2].map((place) => source.rows(Uint32Array.of(3, 1), { of: "train", place })));
		for (const answer of answers) expect([...answer]).toEqual([3, 3.5, -3, 1, 1.5, -1]);
		await source.close();
	});

	test("that a plan names beyond a file's end are BAD_PLAN", async () => {
		const { files, file, row } = await places();
		const source = openCachedSource({ files, file, row: row.map((r, s) => (s === 2 ? 3 : r)) }, DIM, heldBytes);
		await expect(source.rows(Uint32Array.of(2), READING)).rejects.toMatchObject({
			code: "BAD_PLAN",
			message: `the fit's plan names row 3 of ${files[1]}, which has 3`,
		});
		await source.close();
	});
});

test("files of another width, or without rows, are BAD_FEATURE_FILE", async () => {
	const at = await places();
	expect(() => openCachedSource(at, DIM + 1)).toThrow(
		expect.objectContaining({
			code: "BAD_FEATURE_FILE",
			message: `${at.files[0]} should hold rows of 4 float32 values and holds F32 [4, 3]`,
		}),
	);
});

test("a file that is cut while it is read is BAD_FEATURE_FILE, not rows of zeros", async () => {
	const at = await places();
	const source = openCachedSource(at, DIM, 0);
	await truncate(at.files[1]!, 100);
	await expect(source.rows(Uint32Array.of(2), READING)).rejects.toMatchObject({ code: "BAD_FEATURE_FILE" });
	await source.close();
});
