import type { Bus, DeadLetter, Lease, Queue, Work } from "../../../lib/bus/port.ts";

export interface BusTimes {
	readonly ackWaitMs: number;
	readonly maxDeliveries: number;
}

/** What each part of the contract has. */
export interface BusKit {
	/** An empty bus of its own. */
	fresh(times?: Partial<BusTimes>): Promise<Bus>;
	lead(bus: Bus, role: string, holder: string, signal?: AbortSignal): Promise<Lease>;
	take(bus: Bus, queue?: Queue): Promise<Work>;
}

/** Longer than any answer takes, short enough to wait for: only what must come is waited for this long. */
export const SOON_MS = 5_000;
/** How long "nothing comes" is watched. */
export const QUIET_MS = 60;
export const ACK_WAIT_MS = 150;
/** Renewals come often enough for a machine with other things to do. */
export const LEASE_MS = 900;

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

export async function deadLettersOf(bus: Bus, queue: Queue): Promise<DeadLetter[]> {
	const found: DeadLetter[] = [];
	for await (const letter of bus.deadLetters(queue)) found.push(letter);
	return found;
}
