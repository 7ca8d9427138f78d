import { onTestFinished } from "vitest";
import type { Bus } from "../../lib/bus/port.ts";
import { decodeEvent, type Event } from "../../proto/codec.ts";

type Kind = Event["kind"];
type Of<K extends Kind> = Extract<Event, { kind: K }>;

/** A job's events as they come, from the first on. */
export interface JobNews {
	/** Of one kind, so far. */
	of<K extends Kind>(kind: K): Of<K>[];
	/** The first of a kind that fits, past or to come. */
	first<K extends Kind>(kind: K, fits?: (event: Of<K>) => boolean): Promise<Of<K>>;
}

export function jobNews(bus: Bus, job: string): JobNews {
	const over = new AbortController();
	const seen: Event[] = [];
	const waiting = new Set<() => void>();
	const following = (async () => {
		for await (const { body } of bus.events(job, 1, over.signal)) {
			seen.push(decodeEvent(body));
			for (const look of waiting) look();
		}
	})();
	onTestFinished(async () => {
		over.abort();
		await following;
	});
	const of = <K extends Kind>(kind: K) => seen.filter((event): event is Of<K> => event.kind === kind);
	return {
		of,
		first(kind, fits = () => true) {
			return new Promise((resolve) => {
				const look = () => {
					const found = of(kind).find(fits);
					if (found === undefined) return;
					waiting.delete(look);
					resolve(found);
				};
				waiting.add(look);
				look();
			});
		},
	};
}
