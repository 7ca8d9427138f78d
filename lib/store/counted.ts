import type { Store } from "./port.ts";

/** A store that counts the bytes put into it: what a job leaves, and what it only passes through. */
export interface CountedStore extends Store {
	/** Since it was opened; an object that was there already counts nothing. */
	readonly written: number;
}

export function countedStore(store: Store): CountedStore {
	let written = 0;
	return {
		where: store.where,
		local: store.local,
		get written() {
			return written;
		},
		async put(key, bytes) {
			const done = await store.put(key, bytes);
			if (done === "created") written += bytes.length;
			return done;
		},
		async replace(key, bytes) {
			await store.replace(key, bytes);
			written += bytes.length;
		},
		get: (key) => store.get(key),
		range: (key, from, length) => store.range(key, from, length),
		size: (key) => store.size(key),
		list: (prefix) => store.list(prefix),
		remove: (key) => store.remove(key),
		localFile: (key) => store.localFile(key),
		localPart: (key, part) => store.localPart(key, part),
		close: () => store.close(),
	};
}
