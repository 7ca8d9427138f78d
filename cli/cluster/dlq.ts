import { UserError } from "../../lib/base/errors.ts";
import type { Bus, DeadLetter, Queue } from "../../lib/bus/port.ts";
import { readState, writeState } from "../../lib/plan/job-state.ts";
import { decodeFitTask, decodeShardTask } from "../../proto/codec.ts";
import { tell } from "../../services/coordinator/index.ts";
import { renderTable } from "../table.ts";
import { type Cluster, type ClusterOptions, print, withCluster } from "./connect.ts";

type Letter = DeadLetter & { readonly queue: Queue };

export async function dlqCommand(what: string, id: string | undefined, options: ClusterOptions): Promise<number> {
	if (!["ls", "show", "retry"].includes(what)) throw new UserError("BAD_ARGUMENT", `dlq wants ls, show or retry, got ${what}`);
	if (what !== "ls" && id === undefined)
		throw new UserError("BAD_ARGUMENT", `dlq ${what} wants the id of a piece of work, or of a job`, { fix: "frostline dlq ls shows them" });
	return withCluster(options, async (cluster) => {
		const all = await lettersOf(cluster.bus);
		const chosen = id === undefined ? all : all.filter((letter) => letter.id === id || letter.id.startsWith(`${id}/`));
		if (id !== undefined && chosen.length === 0)
			throw new UserError("NOT_FOUND", `no dead letter is, or belongs to, ${id}`, { fix: "frostline dlq ls shows them" });
		if (what === "retry") return retry(chosen, cluster, options.output);
		if (options.output === "json") print(chosen.map((letter) => ({ queue: letter.queue, ...described(letter) })));
		else if (what === "show")
			for (const letter of chosen) process.stdout.write(`${JSON.stringify({ queue: letter.queue, ...described(letter) }, null, 2)}\n`);
		else if (chosen.length === 0) process.stderr.write("no dead letters\n");
		else
			process.stdout.write(
				`${renderTable([["queue", "work", "tries", "why"], ...chosen.map(({ queue, id: work, deliveries, reason }) => [queue, work, String(deliveries), reason.split("\n")[0]!.slice(0, 100)])], { right: [2] })}\n`,
			);
		return 0;
	});
}

async function lettersOf(bus: Bus): Promise<Letter[]> {
	const letters: Letter[] = [];
	for (const queue of ["extract", "fit"] as const) for await (const letter of bus.deadLetters(queue)) letters.push({ ...letter, queue });
	return letters;
}

/** The letters go, and their jobs are taken up again: those publish anew what is missing, and know best what that is. */
async function retry(letters: readonly Letter[], { bus, store }: Cluster, output: string): Promise<number> {
	const jobs = [...new Set(letters.map(({ id }) => id.split("/")[0]!))];
	const again: string[] = [];
	for (const letter of letters) await bus.forget(letter.queue, letter.id);
	for (const job of jobs) {
		const state = await readState(store, job);
		if (state === null || state.state === "cancelled" || state.state === "done") continue;
		if (state.state === "failed") await writeState(store, { ...state, state: "queued", ended: null, error: null });
		await tell(bus, "submit", job);
		again.push(job);
	}
	if (output === "json") print({ letters: letters.length, jobs: again });
	else
		process.stdout.write(
			`${letters.length} taken out of the dead letters; ${again.length === 0 ? "their jobs have ended" : `taken up again: ${again.join(", ")}`}\n`,
		);
	return 0;
}

function described({ queue, id, body, reason, deliveries }: Letter): Record<string, unknown> {
	const about = () => {
		if (queue === "fit") return decodeFitTask(body);
		const { samples, space: _, ...rest } = decodeShardTask(body);
		return { ...rest, images: samples.map(({ origin }) => origin) };
	};
	let task: unknown;
	try {
		task = about();
	} catch (error) {
		task = `does not decode: ${error instanceof Error ? error.message : String(error)}`;
	}
	return { id, deliveries, reason, task };
}
