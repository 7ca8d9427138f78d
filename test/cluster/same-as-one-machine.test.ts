import { expect, test } from "vitest";
import { runLocally, startCluster } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob } from "../support/frostline.ts";

test("F2, F8: three extractors make the feature bytes, and a trainer the head, that one machine makes, either way", async () => {
	const folder = await temporaryFolder();
	await drawnJob(folder);
	const cluster = await startCluster({ extractors: 3 });
	const there = await cluster.submit(folder);
	const here = await runLocally(folder);
	expect(there.head).toEqual(here.result.head);
	expect(there.images).toEqual(here.result.images);
	expect(await cluster.features()).toEqual(here.features);

	const frozen = await cluster.submit(folder, "--set", "way=frozen");
	const frozenHere = await runLocally(folder, "--set", "way=frozen");
	expect(frozen.head).toEqual(frozenHere.result.head);
	expect(await cluster.features()).toEqual({ ...here.features, ...frozenHere.features });
	expect(frozen.head, "the ways are the same computation").toEqual(there.head);
});
