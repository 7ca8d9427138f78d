import { RetryableError } from "../../lib/base/errors.ts";
import type { Lease } from "../../lib/bus/port.ts";

/**
 * A bus or store whose named methods work only while a lease holds. A leader that was stopped for longer than its lease wakes up believing that it leads; its
 * next publication or write ends here instead. What slips through in the moment between asking and writing is harmless: shards are named by their content,
 * and a job's result is the same whoever writes it (F2, F8).
 */
export function fenced<T extends object>(target: T, lease: Pick<Lease, "holds">, methods: readonly (keyof T & string)[]): T {
	const guarded: readonly (string | symbol)[] = methods;
	return new Proxy(target, {
		get(of, name) {
			const value = Reflect.get(of, name, of) as unknown;
			if (typeof value !== "function") return value;
			const method = value.bind(of) as (...args: unknown[]) => unknown;
			if (!guarded.includes(name)) return method;
			return async (...args: unknown[]) => {
				if (lease.holds()) return method(...args);
				throw new RetryableError("LEASE_LOST", "this coordinator leads no more: another one goes on with its jobs");
			};
		},
	});
}
