import type { FitOutcome } from "../../lib/compute/calls.ts";
import type { HeadSpec } from "../../lib/head/spec.ts";
import { embeddingOf } from "../../lib/plan/embedding.ts";
import type { FitResult } from "../../lib/plan/fit-outcome.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";
import { imageFiles } from "../../lib/plan/image-file.ts";
import { jobKey } from "../../lib/store/keys.ts";
import type { FitDeps } from "./fit-job.ts";

/** Validation images whose outputs the exported model must reproduce before it counts as exported. */
const CHECKED = 8;

/** Writes head, model and validation outputs. The model is checked against the fit's own outputs before it is written. */
export async function exportFit(
	plan: FitPlan,
	spec: HeadSpec,
	outcome: FitOutcome,
	spent: { fit: number; forwards: number },
	{ store, remote, pool }: Pick<FitDeps, "store" | "remote" | "pool">,
): Promise<FitResult> {
	const began = performance.now();
	const { graph, ...embedding } = await embeddingOf(plan.space, plan.maxPixels, store);
	if (graph === null) throw new Error("a fit's space has a backbone");
	const checked = plan.entries.filter((entry) => entry.split === "validation").slice(0, CHECKED);
	const { model, maxError } = await pool.call("exportModel", {
		graph,
		embedding,
		spec,
		head: outcome.head,
		classes: plan.classes,
		check: {
			files: await imageFiles(checked, { store, remote }),
			outputs: outcome.validation.subarray(0, checked.length * plan.classes.length),
		},
		metadata: plan.metadata,
	});
	const key = (name: string) => jobKey(plan.job, `model/${name}`);
	const validation = jobKey(plan.job, `fits/${plan.fit}/validation.f32`);
	await store.replace(validation, new Uint8Array(outcome.validation.buffer, outcome.validation.byteOffset, outcome.validation.byteLength));
	await store.replace(key("head.safetensors"), outcome.head);
	await store.replace(
		key("head.json"),
		new TextEncoder().encode(`${JSON.stringify({ classes: plan.classes, spec, sha256: outcome.sha256 }, null, 2)}\n`),
	);
	await store.replace(key("model.onnx"), model);
	return {
		epochs: outcome.epochs,
		bestEpoch: outcome.bestEpoch,
		stoppedEarly: outcome.stoppedEarly,
		layers: outcome.layers,
		head: { sha256: outcome.sha256, key: key("head.safetensors") },
		model: { key: key("model.onnx"), maxError },
		validation,
		forwards: spent.forwards,
		seconds: { fit: spent.fit, export: (performance.now() - began) / 1000 },
	};
}
