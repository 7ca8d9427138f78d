import { RetryableError } from "../../lib/base/errors.ts";
import type { Bus, Lease } from "../../lib/bus/port.ts";
import type { Store } from "../../lib/store/port.ts";

/**
 * Bus and store for as long as a lease holds. A leader that was stopped for longer than its lease wakes up believing that it leads; its next publication or
 * write ends here instead. What slips through in the moment between asking and writing is harmless: shards are named by their content, and a job's result
 * is the same whoever writes it (F2, F8).
 */
export function fencedBus(bus: Bus, lease: Lease): Bus {
	const guard = guardOf(lease);
	return {
		...bound(bus),
		publish: (...args) => guard(() => bus.publish(...args)),
		emit: (...args) => guard(() => bus.emit(...args)),
		purge: (...args) => guard(() => bus.purge(...args)),
	};
}

export function fencedStore(store: Store, lease: Lease): Store {
	const guard = guardOf(lease);
	return {
		...bound(store),
		where: store.where,
		put: (...args) => guard(() => store.put(...args)),
		replace: (...args) => guard(() => store.replace(...args)),
		remove: (...args) => guard(() => store.remove(...args)),
	};
}

function guardOf(lease: Lease): <T>(work: () => Promise<T>) => Promise<T> {
	return async (work) => {
		if (lease.holds()) return work();
		throw new RetryableError("LEASE_LOST", "this coordinator leads no more: another one goes on with its jobs");
	};
}

/** An object's methods as plain functions, whether they stand on it or on its class. */
function bound<T extends object>(target: T): T {
	return new Proxy(target, {
		get(of, name) {
			const value = Reflect.get(of, name, of) as unknown;
			return typeof value === "function" ? value.bind(of) : value;
		},
	});
}
