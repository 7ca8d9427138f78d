import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { loadJob } from "../../lib/job/load.ts";

const root = resolve(import.meta.dirname, "../../examples");
const documents = readdirSync(root, { recursive: true, withFileTypes: true })
	.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
	.map((entry) => relative(root, join(entry.parentPath, entry.name)));

test("there are documents among the examples", () => {
	expect(documents).toEqual(expect.arrayContaining(["01-two-ways/method-1.yaml", "01-two-ways/method-2.yaml", "02-cluster/job.yaml"]));
});

test.each(documents)("examples/%s is a job document", async (name) => {
	const { id, job } = await loadJob(join(root, name));
	expect(id).toMatch(new RegExp(`^${job.name}-[0-9a-f]{8}$`));
});
