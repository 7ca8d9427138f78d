import "./seal.ts";
import type { Asks, Calls, Failure, FromChild, Method, Progress, ToChild } from "./calls.ts";
import { canary } from "./canary.ts";
import { decodeInto } from "./decode.ts";
import { embed } from "./embed.ts";
import { embedPixels } from "./embed-pixels.ts";
import { exportModel } from "./export-model.ts";
import { fromFailure, toFailure } from "./failure.ts";
import { fitHead } from "./fit-head.ts";
import { measureBatch } from "./measure-batch.ts";
import { measureEngine } from "./measure-engine.ts";
import { predict } from "./predict.ts";
import { listLayers, readBackboneFile } from "./read-backbone.ts";
import { makeThumbnails } from "./thumbnails.ts";
import { varyPictures } from "./vary.ts";

/**
 * A compute child: reads calls from its parent, decodes, embeds, fits, and answers. It opens no connection (seal.ts) and holds nothing
 * that cannot be computed again (F7). When its parent goes, it goes.
 */
export interface CallContext {
	readonly signal: AbortSignal;
	/** Resolves once all of it has left this process: a large one needs the event loop for itself, and everything said later waits behind it. */
	progress(progress: Progress): Promise<void>;
	askRows(params: Asks["rows"]["params"]): Promise<Float32Array>;
}

type Methods = { readonly [M in Method]: (params: Calls[M]["params"], context: CallContext) => Promise<Calls[M]["result"]> };

const methods: Methods = {
	readBackbone: readBackboneFile,
	embed,
	decode: decodeInto,
	embedPixels,
	fit: fitHead,
	exportModel,
	thumbnails: makeThumbnails,
	vary: varyPictures,
	listLayers,
	canary,
	measureBatch,
	measureEngine,
	predict,
};

const running = new Map<number, AbortController>();
const asked = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
let nextAsk = 1;

function send(message: FromChild): Promise<void> {
	return new Promise((resolve) => {
		// A parent that is gone takes the channel with it; "disconnect" below ends this process.
		if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
		else resolve();
	});
}

async function serve(id: number, method: Method, params: unknown): Promise<void> {
	const controller = new AbortController();
	running.set(id, controller);
	const context: CallContext = {
		signal: controller.signal,
		progress: (progress) => send({ type: "progress", id, progress }),
		askRows: (question) =>
			new Promise((resolve, reject) => {
				const ask = nextAsk++;
				asked.set(ask, { resolve: resolve as (result: unknown) => void, reject });
				void send({ type: "ask", id, ask, name: "rows", params: question });
			}),
	};
	try {
		const run = methods[method] as (params: unknown, context: CallContext) => Promise<unknown>;
		void send({ type: "result", id, result: await run(params, context) });
	} catch (error) {
		void send({ type: "error", id, error: toFailure(error) });
	} finally {
		running.delete(id);
	}
}

function answer(ask: number, result: unknown, error: Failure | undefined): void {
	const waiting = asked.get(ask);
	asked.delete(ask);
	if (error !== undefined) waiting?.reject(fromFailure(error));
	else waiting?.resolve(result);
}

process.on("message", (message: ToChild) => {
	if (message.type === "call") void serve(message.id, message.method, message.params);
	else if (message.type === "cancel") running.get(message.id)?.abort();
	else answer(message.ask, message.result, message.error);
});
process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches the whole foreground group; the parent decides what happens to its children.
process.on("SIGINT", () => {});
void send({ type: "ready" });
