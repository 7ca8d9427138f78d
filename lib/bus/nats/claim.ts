/** What a leader writes into the bucket: who it is, in which term, for how long. Written as JSON, so that `nats kv get` shows it. */
export interface Claim {
	readonly holder: string;
	readonly term: number;
	readonly leaseMs: number;
	/** Its leader gave it up: the next need not wait. */
	readonly released: boolean;
}

export function encodeClaim(claim: Claim): Uint8Array {
	return new TextEncoder().encode(JSON.stringify(claim));
}

/** Null for what no leader wrote. */
export function decodeClaim(value: Uint8Array): Claim | null {
	try {
		const { holder, term, leaseMs, released } = JSON.parse(new TextDecoder().decode(value)) as Claim;
		if (typeof holder !== "string" || !Number.isSafeInteger(term) || !Number.isFinite(leaseMs)) return null;
		return { holder, term, leaseMs, released: released === true };
	} catch {
		return null;
	}
}
