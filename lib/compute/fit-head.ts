import { openCachedSource } from "../feature/cached.ts";
import { COMPUTED_ROWS, type FeatureSource } from "../feature/source.ts";
import { pickViews } from "../feature/views.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../fit/checkpoint.ts";
import { fit } from "../fit/fit.ts";
import { layerFigures, remembering } from "../fit/layer-figures.ts";
import { encodeHead, headDigest } from "../head/serial.ts";
import type { FitOutcome, FitParams } from "./calls.ts";
import type { CallContext } from "./child.ts";
import { headEngineOf } from "./engines.ts";

/** Fits a head in the child: the same code for both ways, which differ only in the source of their rows. */
export async function fitHead(params: FitParams, context: CallContext): Promise<FitOutcome> {
	const opened = await openSource(params, context);
	const { source, rows } = remembering(opened);
	const engine = headEngineOf(params.engine);
	try {
		const result = await fit({
			spec: params.spec,
			fit: params.fit,
			classes: params.classes,
			engine,
			threads: params.threads,
			source,
			train: params.train,
			validation: params.validation,
			resume: params.resume === null ? null : decodeCheckpoint(params.resume),
			signal: context.signal,
			onProgress: (done, total) => void context.progress({ kind: "steps", done, total }),
			onEpoch: (record) => void context.progress({ kind: "epoch", record, of: params.fit.epochs }),
			onCheckpoint: (checkpoint) => context.progress({ kind: "checkpoint", epoch: checkpoint.epoch, bytes: encodeCheckpoint(checkpoint) }),
		});
		return {
			epochs: result.epochs,
			head: encodeHead(result.state),
			sha256: headDigest(result.state),
			validation: result.validation,
			bestEpoch: result.bestEpoch,
			stoppedEarly: result.stoppedEarly,
			layers: await layerFigures(params.spec, result.state, params.fit.seed, { engine, rows: rows(), threads: params.threads }),
		};
	} finally {
		await opened.close();
	}
}

async function openSource(params: FitParams, context: CallContext): Promise<FeatureSource> {
	if (params.cached !== null) {
		const { cached, dim, train } = params;
		const source = openCachedSource(cached, dim);
		return cached.views === undefined ? source : pickViews(source, { ...cached.views, train });
	}
	return {
		dim: params.dim,
		chunkRows: COMPUTED_ROWS,
		rows: (samples, reading) => context.askRows({ samples, reading }),
		close: async () => {},
	};
}
