import type { Queue } from "./port.ts";

/** What a process does on the bus, in the words of the port: what its rights are derived from. Absent: it does not. */
export interface BusUse {
	/** Sets up streams, and sets them up again when somebody deleted them. */
	readonly setUp?: boolean;
	readonly publish?: readonly Queue[];
	readonly pull?: readonly Queue[];
	readonly purge?: readonly Queue[];
	readonly backlog?: readonly Queue[];
	readonly emit?: boolean;
	readonly events?: boolean;
	/** Subjects that it asks, by request or survey. */
	readonly asks?: readonly string[];
	/** Subjects that it serves. */
	readonly serves?: readonly string[];
	/** Roles that it stands for. */
	readonly leads?: readonly string[];
	/** Reads and forgets dead letters. */
	readonly deadLetters?: boolean;
}
