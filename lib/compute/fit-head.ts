import { onnxEngine } from "../engine/onnx/index.ts";
import { openCachedSource } from "../feature/cached.ts";
import type { FeatureSource } from "../feature/source.ts";
import { decodeCheckpoint, encodeCheckpoint, encodeHead, headDigest } from "../head/serial.ts";
import { fit } from "../head/fit.ts";
import type { Calls, FitOutcome, FitParams } from "./calls.ts";
import type { CallContext } from "./child.ts";

/** Fits a head in the child: the same code for both ways, which differ only in the source of their rows. */
export async function fitHead(params: FitParams, context: CallContext): Promise<FitOutcome> {
	const source = await openSource(params, context);
	try {
		const result = await fit({
			spec: params.spec,
			fit: params.fit,
			classes: params.classes,
			engine: onnxEngine,
			threads: params.threads,
			source,
			train: params.train,
			validation: params.validation,
			resume: params.resume === null ? null : decodeCheckpoint(params.resume),
			signal: context.signal,
			onProgress: (done, total) => context.progress({ kind: "steps", done, total }),
			onEpoch: (record) => context.progress({ kind: "epoch", record, of: params.fit.epochs }),
			onCheckpoint: (checkpoint) => context.progress({ kind: "checkpoint", epoch: checkpoint.epoch, bytes: encodeCheckpoint(checkpoint) }),
		});
		return {
			epochs: result.epochs,
			head: encodeHead(params.spec, result.state),
			sha256: headDigest(result.state),
			validation: result.validation,
			bestEpoch: result.bestEpoch,
			stoppedEarly: result.stoppedEarly,
		};
	} finally {
		await source.close();
	}
}

async function openSource(params: FitParams, context: CallContext): Promise<FeatureSource> {
	if (params.cached !== null) return openCachedSource(params.cached, params.dim);
	return {
		dim: params.dim,
		rows: (samples, epoch) => context.askRows({ samples, epoch }),
		close: async () => {},
	};
}
