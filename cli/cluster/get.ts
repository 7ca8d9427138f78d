import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { jobKey } from "../../lib/store/keys.ts";
import { shorter } from "../run.ts";
import { type ClusterOptions, print, withCluster } from "./connect.ts";
import { readResult } from "./watch.ts";

const FILES = ["result.json", "report.json", "report.html", "model/model.onnx", "model/head.safetensors", "model/head.json"];

export async function getCommand(job: string, options: ClusterOptions & { readonly out?: string }): Promise<number> {
	return withCluster(options, async ({ store }) => {
		const { result } = await readResult(store, job);
		const folder = options.out ?? job;
		const written: string[] = [];
		for (const name of FILES) {
			const bytes = await store.get(jobKey(job, name));
			if (bytes === null) continue;
			const file = join(folder, ...name.split("/"));
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, bytes);
			written.push(file);
		}
		if (options.output === "json")
			print({ ...result, report: join(folder, "report.html"), model: join(folder, "model", "model.onnx"), files: written });
		else process.stdout.write(`${written.map(shorter).join("\n")}\n`);
		return 0;
	});
}
