import { count, duration } from "../lib/report/figures.ts";
import type { Event } from "../proto/codec.ts";

type Of<K extends Event["kind"]> = Extract<Event, { kind: K }>;

/** What each phase does, while it does it and after. */
const WORDS: Readonly<Record<string, readonly [doing: string, done: string]>> = {
	plan: ["reading images", "images read"],
	upload: ["uploading images", "images uploaded"],
	extract: ["extracting features", "features extracted"],
	fit: ["fitting the head", "head fitted"],
	export: ["writing the model", "model written"],
};
/** The rate is that of the last so many seconds, so that it follows what happens now. */
const WINDOW_MS = 8_000;

/** Done, rate and time left of the phase under way, from a job's events. Knows no clock: times come with the events (F5). */
export class PhaseMeter {
	#phase: { name: string; total: number; unit: string; began: number } | null = null;
	readonly #shards = new Map<number, { done: number; skips: number }>();
	#done = 0;
	#steps: { done: number; total: number } | null = null;
	#marks: { time: number; done: number }[] = [];

	begin({ name, total, unit }: Of<"phase">, now: number): void {
		this.#phase = { name, total, unit, began: now };
		this.#shards.clear();
		this.#done = 0;
		this.#steps = null;
		this.#marks = [{ time: now, done: 0 }];
	}

	progress({ phase, done, total, shard, skips, time }: Of<"progress">): void {
		if (this.#phase === null || phase !== this.#phase.name) return;
		if (phase === "fit") {
			this.#steps = { done, total };
			return;
		}
		if (phase === "plan" || phase === "upload") {
			this.#phase.total = total;
			this.#done = done;
		} else {
			this.#shards.set(shard, { done, skips });
			this.#done = sum([...this.#shards.values()].map((each) => each.done));
		}
		this.#mark(time ?? Date.now());
	}

	shardDone({ number, rows, skips, time }: Of<"shardDone">): void {
		if (this.#phase?.name !== "extract" || rows + skips === 0) return;
		this.#shards.set(number, { done: rows + skips, skips });
		this.#done = sum([...this.#shards.values()].map((each) => each.done));
		this.#mark(time ?? Date.now());
	}

	epoch(number: number): void {
		this.#done = number;
		this.#steps = null;
	}

	/** The same in figures: of phase `phase`, `done` of `total`, how many a second, how many seconds are left. */
	figures(now: number): { phase: string; done: number; total: number; rate: number | null; etaSeconds: number | null } | null {
		const phase = this.#phase;
		if (phase === null) return null;
		const rate = phase.name === "fit" ? 0 : this.#rate(now);
		const known = rate > 0 && phase.total > 0;
		return {
			phase: phase.name,
			done: this.#done,
			total: phase.total,
			rate: known ? rate : null,
			etaSeconds: known ? (phase.total - this.#done) / rate : null,
		};
	}

	/** One line about what is going on. */
	status(now: number): string {
		const phase = this.#phase;
		if (phase === null) return "";
		const [doing] = WORDS[phase.name] ?? [phase.name];
		if (phase.name === "fit") {
			const steps = this.#steps === null ? "" : `, step ${this.#steps.done}/${this.#steps.total}`;
			return `${doing}: epoch ${Math.min(this.#done + 1, phase.total)}/${phase.total}${steps}`;
		}
		if (phase.total === 0) return `${doing} …`;
		const rate = this.#rate(now);
		const left =
			rate > 0
				? `  ${rate >= 10 ? rate.toFixed(0) : rate.toFixed(1)} ${phase.unit === "images" ? "img" : phase.unit}/s  ${duration((phase.total - this.#done) / rate)} left`
				: "";
		const skips = sum([...this.#shards.values()].map((each) => each.skips));
		return `${doing}: ${count(this.#done)}/${count(phase.total)}${left}${skips > 0 ? `  ${skips} skipped` : ""}`;
	}

	/** The phase's last line; null where there was nothing to do. */
	close(now: number): string | null {
		const phase = this.#phase;
		this.#phase = null;
		if (phase === null) return null;
		const seconds = (now - phase.began) / 1000;
		const [, done] = WORDS[phase.name] ?? [phase.name, phase.name];
		if (phase.name === "extract" && phase.total === 0) return "features: all cached";
		const skips = sum([...this.#shards.values()].map((each) => each.skips));
		const rate = phase.unit === "images" && phase.total > 0 && seconds > 0 ? `, ${(phase.total / seconds).toFixed(1)} img/s` : "";
		const many = phase.unit === "images" && phase.total > 0 ? `${count(phase.total)} ` : "";
		return `${done}: ${many}${many === "" ? "" : "images "}in ${duration(seconds)}${rate}${skips > 0 ? `, ${skips} skipped` : ""}`;
	}

	#mark(time: number): void {
		this.#marks.push({ time, done: this.#done });
		while (this.#marks.length > 2 && this.#marks[0]!.time < time - WINDOW_MS) this.#marks.shift();
	}

	#rate(now: number): number {
		const first = this.#marks[0]!;
		const seconds = (now - first.time) / 1000;
		return seconds < 0.5 ? 0 : (this.#done - first.done) / seconds;
	}
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
