import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { UserError } from "../../lib/base/errors.ts";
import { temporaryFolder } from "../support/folder.ts";

/** The least environment that is a configuration. */
export const LEAST = {
	FROSTLINE_NATS_URL: "nats://nats:4222",
	FROSTLINE_S3_ENDPOINT: "http://minio:9000",
	FROSTLINE_S3_ACCESS_KEY: "some-access-key",
	FROSTLINE_S3_SECRET_KEY: "some-secret-key",
};

/** A file of the test's own. */
export async function fileWith(text: string, name = "frostline.yaml"): Promise<{ folder: string; file: string }> {
	const folder = await temporaryFolder();
	const file = join(folder, name);
	await mkdir(folder, { recursive: true });
	await writeFile(file, text);
	return { folder, file };
}

/** What the person is told. */
export function refusal(act: () => unknown): UserError {
	try {
		act();
	} catch (error) {
		expect(error).toBeInstanceOf(UserError);
		return error as UserError;
	}
	throw new Error("nothing was refused");
}
