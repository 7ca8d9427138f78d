import { ComputePool } from "../../lib/compute/pool.ts";
import { loadJob } from "../../lib/job/load.ts";
import { count } from "../../lib/report/figures.ts";
import { submitJob } from "../../services/coordinator/index.ts";
import { Interrupted } from "../failure.ts";
import { progressTeller } from "../show-progress.ts";
import { type ClusterOptions, checkId, print, withCluster } from "./connect.ts";
import { followToEnd, printEnd } from "./watch.ts";

export interface SubmitOptions extends ClusterOptions {
	readonly id?: string;
	readonly detach: boolean;
	readonly fresh: boolean;
	readonly set: readonly string[];
}

export async function submitCommand(file: string, options: SubmitOptions): Promise<number> {
	const parsed = await loadJob(file, options.set);
	const loaded = options.id === undefined ? parsed : { ...parsed, id: checkId(options.id) };
	return withCluster(options, async (cluster) => {
		const { bus, store, remote, config } = cluster;
		const stop = new AbortController();
		let submitted = false;
		const interrupt = () => {
			const message = submitted
				? `detached; ${loaded.id} goes on. Come back with: frostline watch ${loaded.id}`
				: `stopped before ${loaded.id} was submitted; the same command goes on, and uploads nothing twice`;
			stop.abort(new Interrupted(message));
		};
		process.on("SIGINT", interrupt);
		process.on("SIGTERM", interrupt);
		const teller = progressTeller(process.stderr);
		const phases = uploadPhases(teller.tell, loaded.id);
		const pool = new ComputePool(1, config.compute);
		try {
			const { id, how, heard } = await submitJob(loaded, {
				bus,
				store,
				remote,
				pool,
				signal: stop.signal,
				fresh: options.fresh,
				onImages: phases.images,
				onUpload: phases.upload,
				note: (message) => teller.line(message),
			});
			submitted = true;
			teller.close();
			phases.end();
			await pool.close();
			if (how === "known") teller.line(`${id} was submitted before`);
			else teller.line(how === "again" ? `${id} is taken up again` : `${id} is submitted`);
			if (!heard)
				teller.line(
					"no coordinator answers just now: the job is in the store, and one that starts takes it up (frostline workers shows who is there)",
				);
			if (options.detach) {
				if (options.output === "json") print({ job: id, how, heard });
				else process.stdout.write(`${id}\n`);
				return 0;
			}
			const state = await followToEnd(id, cluster, stop.signal, (event) => teller.tell(event));
			teller.end();
			return await printEnd(state, store, options.output);
		} catch (error) {
			throw stop.signal.aborted ? stop.signal.reason : error;
		} finally {
			teller.end();
			await pool.close();
			process.off("SIGINT", interrupt);
			process.off("SIGTERM", interrupt);
		}
	});
}

/** Reading and uploading shown as the phases that they are, before the job has events of its own. */
function uploadPhases(tell: ReturnType<typeof progressTeller>["tell"], job: string) {
	let phase = "";
	const progress = (name: string, done: number, total: number) => {
		if (phase !== name) tell({ job, kind: "phase", name, total, unit: "images" });
		phase = name;
		tell({ job, kind: "progress", phase: name, done, total, shard: 0, worker: "", skips: 0 });
	};
	let sent = 0;
	return {
		images: (done: number, total: number) => progress("plan", done, total),
		upload: (done: number, total: number, bytes: number) => {
			sent = bytes;
			progress("upload", done, total);
		},
		end: () => {
			if (phase === "upload")
				tell({ job, kind: "note", code: "UPLOADED", message: `${count(Math.round(sent / 1e3))} kB of images uploaded` });
		},
	};
}
