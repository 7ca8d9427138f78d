import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { runLocally } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob } from "../support/frostline.ts";
import { startConfinedCluster, stopContainer } from "./confined-cluster.ts";
import { CONFINED, dockerLine } from "./docker.ts";

const image = inject("image");
/** A folder with flowers/ (one folder per class) and backbones/squeezenet_notop.h5; without it the job is drawn. */
const photos = process.env.FROSTLINE_PHOTOS || null;

/** The question's method 1, on real photos and a real backbone, or on drawn pictures and the backbone that needs no file. */
async function questionsJob(folder: string): Promise<readonly string[]> {
	await chmod(folder, 0o755); // the container's user is another one
	const head = [{ dense: 256, activation: "sigmoid" }, { dropout: 0.5 }, { dense: "classes", activation: "softmax" }];
	const fit = {
		...{ loss: "categorical_crossentropy", optimizer: { name: "adadelta", learningRate: 1.0 } },
		...{ epochs: 2, batch: 32, steps: 20, validationSteps: 5, seed: 7 },
	};
	if (photos === null) {
		await drawnJob(folder, { set: { classes: 5, perClass: 60, edge: 64 }, job: { name: "flowers", head, fit } });
		return [];
	}
	const job = {
		...{ version: 1, name: "flowers", head, fit },
		data: { train: join(photos, "flowers"), validation: { split: 0.2 } },
		backbone: { name: "squeezenet", weights: join(photos, "backbones", "squeezenet_notop.h5"), size: 128, pooling: "avg" },
	};
	await writeFile(join(folder, "job.json"), JSON.stringify(job));
	return [photos];
}

test("F2, F8: with a root that cannot be written, no rights, and a network to NATS and S3 alone, a job makes the feature bytes and the head of `frostline run`", async () => {
	const folder = await temporaryFolder();
	const mounted = (await questionsJob(folder)).flatMap((from) => ["--volume", `${from}:${from}:ro`]);
	const cluster = await startConfinedCluster(mounted);
	const services = [
		await cluster.start("coordinator"),
		...(await Promise.all([cluster.start("extractor"), cluster.start("extractor"), cluster.start("trainer")])),
	];
	const there = await cluster.submit(folder);
	const here = await runLocally(folder);
	expect(there.images).toEqual(here.result.images);
	expect(await cluster.features()).toEqual(here.features);
	expect(there.head).toEqual(here.result.head);

	const reached = `fetch("${cluster.elsewhere}", { signal: AbortSignal.timeout(3000) }).then(() => console.log("reached"), () => console.log("not reached"))`;
	expect(await dockerLine("run", "--rm", "--entrypoint", "node", image, "-e", reached), "from an ordinary container").toBe("reached");
	const places = JSON.stringify(["/", "/opt/frostline", "/work", "/usr", "/cache", "/tmp"]);
	const written = `JSON.stringify(${places}.filter((at) => { try { fs.writeFileSync(at + "/x", ""); return true; } catch { return false; } }))`;
	const bounding = `fs.readFileSync("/proc/1/status", "utf8").match(/CapBnd:\\s*(\\w+)/)[1]`;
	for (const id of services) {
		expect(await dockerLine("exec", id, "node", "-p", "process.getuid()")).not.toBe("0");
		expect(await dockerLine("exec", id, "node", "-e", reached)).toBe("not reached");
		expect(JSON.parse(await dockerLine("exec", id, "node", "-p", written))).toEqual(["/cache", "/tmp"]);
		expect(await dockerLine("exec", id, "node", "-p", bounding)).toMatch(/^0+$/);
	}
	// SIGTERM reaches Node, which gives everything back and says so by its exit code.
	expect(await Promise.all(services.map(stopContainer))).toEqual(services.map(() => 0));
});

test("the image's `frostline run` makes what it makes outside of it, with a store of its own and no network at all", async () => {
	const folder = await temporaryFolder();
	await chmod(folder, 0o755);
	await drawnJob(folder);
	const here = await runLocally(folder);
	const confined = [...CONFINED, "--network", "none", "--volume", `${folder}:/job:ro`, "--workdir", "/job"];
	const run = ["run", "job.json", "--store", "/tmp/store", "--threads", "1", "-o", "json"];
	const said = await dockerLine("run", "--rm", ...confined, image, ...run);
	expect((JSON.parse(said) as typeof here.result).head).toEqual(here.result.head);
});
