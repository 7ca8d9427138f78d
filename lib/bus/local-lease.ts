import { RetryableError } from "../base/errors.ts";
import { HeldLease } from "./held-lease.ts";
import type { LeadOptions, Lease } from "./port.ts";
import { nextTerm } from "./term.ts";

interface Role {
	leader: HeldLease | null;
	term: number;
	readonly waiting: (() => void)[];
}

/** The leaders of one bus's roles, in one process: who waits longest is next. */
export class LocalLeases {
	readonly #roles = new Map<string, Role>();
	readonly #closing: AbortSignal;

	constructor(closing: AbortSignal) {
		this.#closing = closing;
	}

	async lead(name: string, { leaseMs, signal }: LeadOptions): Promise<Lease> {
		const role = this.#roles.get(name) ?? { leader: null, term: 0, waiting: [] };
		this.#roles.set(name, role);
		const stop = AbortSignal.any([signal, this.#closing]);
		while (true) {
			if (signal.aborted) throw signal.reason;
			if (this.#closing.aborted) throw new RetryableError("BUS_FAILED", `${name} cannot be led: the bus was closed`);
			if (role.leader === null || !role.leader.holds()) break;
			await turn(role, stop);
		}
		role.term = nextTerm(role.term);
		const lease = new HeldLease(name, role.term, leaseMs, performance.now(), {
			renew: async () => role.leader === lease,
			giveUp: async () => leave(role, lease),
		});
		role.leader = lease;
		lease.lost.addEventListener("abort", () => leave(role, lease), { once: true });
		return lease;
	}

	async close(): Promise<void> {
		await Promise.all([...this.#roles.values()].map((role) => role.leader?.release()));
	}
}

/** Resolves when the role may be free, or the signal came. */
function turn(role: Role, stop: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const wake = (): void => {
			const at = role.waiting.indexOf(wake);
			if (at !== -1) role.waiting.splice(at, 1);
			stop.removeEventListener("abort", wake);
			resolve();
		};
		stop.addEventListener("abort", wake, { once: true });
		role.waiting.push(wake);
	});
}

function leave(role: Role, lease: HeldLease): void {
	if (role.leader !== lease) return;
	role.leader = null;
	// All of them look: the first takes it, and one whose signal came at the same time takes nothing from the others.
	for (const wake of [...role.waiting]) wake();
}
