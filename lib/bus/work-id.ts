/** Work ids are `<job>/<rest>`, so that a job's work can be addressed. An id without a slash is the only work of a job of that name. */
export interface WorkId {
	readonly job: string;
	/** Null where there is no slash. */
	readonly rest: string | null;
}

export function workId(id: string): WorkId {
	const slash = id.indexOf("/");
	return slash === -1 ? { job: id, rest: null } : { job: id.slice(0, slash), rest: id.slice(slash + 1) };
}
