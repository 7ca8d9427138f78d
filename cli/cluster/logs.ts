import { hasEnded } from "../../lib/plan/job-state.ts";
import { decodeKnownEvent, type Event } from "../../proto/codec.ts";
import { type ClusterOptions, print, stateOf, withCluster } from "./connect.ts";

/** Without news for so long, all that was kept has been told. */
const QUIET_MS = 1_500;

export async function logsCommand(job: string, options: ClusterOptions & { readonly follow: boolean }): Promise<number> {
	return withCluster(options, async ({ bus, store }) => {
		await stateOf(store, job);
		const over = new AbortController();
		process.once("SIGINT", () => over.abort());
		let heard = performance.now();
		const look = async (): Promise<void> => {
			if (performance.now() - heard < QUIET_MS) return;
			if (!options.follow || hasEnded(await stateOf(store, job))) over.abort();
		};
		const timer = setInterval(() => void look().catch(() => {}), QUIET_MS / 3);
		try {
			for await (const { seq, body } of bus.events(job, 1, over.signal)) {
				heard = performance.now();
				const event = decodeKnownEvent(body);
				if (event === null) continue;
				if (options.output === "json") print({ seq, ...event });
				else process.stdout.write(`${line(event)}\n`);
			}
		} finally {
			clearInterval(timer);
		}
		return 0;
	});
}

function line(event: Event): string {
	const { time, kind, job: _, ...rest } = event;
	const fields = Object.entries(rest)
		.filter(([, value]) => value !== "" && value !== null && !(Array.isArray(value) && value.length === 0))
		.map(([name, value]) => `${name}=${typeof value === "string" ? (/[\s"]/.test(value) ? JSON.stringify(value) : value) : shown(value)}`);
	return [new Date(time ?? 0).toISOString(), kind, ...fields].join(" ");
}

function shown(value: unknown): string {
	if (typeof value === "number") return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
	return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "number" ? Number(inner.toPrecision(6)) : inner));
}
