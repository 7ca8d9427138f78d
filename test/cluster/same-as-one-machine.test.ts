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

test("F5: three extractors make the augmented views that one machine makes, kept for the features way and anew in every pass for the frozen one", async () => {
	const folder = await temporaryFolder();
	const augment = { crop: { scale: [0.6, 1] }, rotation: 15, flip: "horizontal", jitter: { hue: 0.1 } };
	await drawnJob(folder, { job: { augment, views: 3, extract: { shard: 12 } } });
	const cluster = await startCluster({ extractors: 3 });
	const there = await cluster.submit(folder);
	const here = await runLocally(folder);
	expect(there.head).toEqual(here.result.head);
	expect(await cluster.features()).toEqual(here.features);
	const frozen = await cluster.submit(folder, "--set", "way=frozen", "--set", "frozen.backbone=extractors");
	expect(frozen.head, "the ways are the same computation").toEqual(there.head);
});
