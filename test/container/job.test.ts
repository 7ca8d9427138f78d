import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { runLocally } from "../support/cluster.ts";
import { temporaryFolder } from "../support/folder.ts";
import { drawnJob } from "../support/frostline.ts";
import { startConfinedCluster, stopContainer } from "./confined-cluster.ts";
import { dockerLine } from "./docker.ts";

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

	for (const id of services) {
		expect(await dockerLine("exec", id, "node", "-p", "process.getuid()")).not.toBe("0");
		const tried = `fetch("http://192.0.2.1", { signal: AbortSignal.timeout(3000) }).then(() => "a way out", ({ cause, name }) => cause?.code ?? name).then(console.log)`;
		expect(await dockerLine("exec", id, "node", "-e", tried)).toMatch(/^E(NET|HOST)UNREACH$/);
		const written = `["/", "/opt/frostline", "/work", "/usr"].filter((folder) => { try { fs.writeFileSync(folder + "/x", ""); return true; } catch { return false; } })`;
		expect(await dockerLine("exec", id, "node", "-p", `JSON.stringify(${written})`)).toBe("[]");
		const capabilities = `fs.readFileSync("/proc/1/status", "utf8").match(/CapEff:\\s*(\\w+)/)[1]`;
		expect(await dockerLine("exec", id, "node", "-p", capabilities)).toMatch(/^0+$/);
	}
	// SIGTERM reaches Node, which gives everything back and says so by its exit code.
	expect(await Promise.all(services.map(stopContainer))).toEqual(services.map(() => 0));
});

test("the image's `frostline run` makes what it makes outside of it, with a store of its own and no network at all", async () => {
	const folder = await temporaryFolder();
	await chmod(folder, 0o755);
	await drawnJob(folder);
	const here = await runLocally(folder);
	const said = await dockerLine(
		...["run", "--rm", "--read-only", "--tmpfs", "/tmp:mode=1777", "--cap-drop", "ALL", "--network", "none"],
		...[
			"--volume",
			`${folder}:${folder}:ro`,
			"--workdir",
			folder,
			image,
			"run",
			"job.json",
			"--store",
			"/tmp/store",
			"--threads",
			"1",
			"-o",
			"json",
		],
	);
	expect((JSON.parse(said) as typeof here.result).head).toEqual(here.result.head);
});
