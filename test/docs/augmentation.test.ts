import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseJob } from "../../lib/job/load.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/augmentation.md"), "utf8");

describe("docs/augmentation.md", () => {
	test("its document loads, keeps views, and augments", () => {
		const [, document] = /```yaml\n([\s\S]*?)```/.exec(page)!;
		const { job } = parseJob(document!, "job.yaml");
		expect(job).toMatchObject({ way: "features", views: 8, augment: { rotation: 20, zoom: [0.8, 1.2], flip: "horizontal", seed: 7 } });
	});

	test("says which finding means what", () => {
		for (const code of ["ONE_VIEW", "SOME_VIEWS"]) expect(page).toContain(`\`${code}\``);
	});
});
