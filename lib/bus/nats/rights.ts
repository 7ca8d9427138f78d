import type { Queue } from "../port.ts";
import type { BusUse } from "../use.ts";
import { inboxPrefix } from "./connection.ts";
import { type NatsNames, natsNames, WORKERS } from "./names.ts";

/** Permissions of a NATS user. What is denied is denied also where something allows it. */
export interface NatsRights {
	readonly publish: { readonly allow: readonly string[]; readonly deny: readonly string[] };
	readonly subscribe: { readonly allow: readonly string[] };
}

export interface Party {
	/** Its connection's name, `<prefix>-<service>`: replies come to `_INBOX_<name>`. */
	readonly connection: string;
	readonly use: BusUse;
}

/** Where a connection asks the server what it may do (nats-server 2.10 and later). It answers about nobody else. */
export const OWN_RIGHTS = "$SYS.REQ.USER.INFO";

const QUEUES: readonly Queue[] = ["extract", "fit"];
const API = "$JS.API";
/** Any token in a subject's place: any job, any piece of work. */
const ANY = "*";

/**
 * What the server has to allow a party, from what it does (`use`) and how the bus does that: beside each line stands the file that sends it. The others of an
 * installation are needed for the inboxes that it answers to. test/cluster/rights.test.ts listens to all parties at work: nothing is missing, and nothing is granted that
 * nobody uses.
 */
export function natsRights(prefix: string, { connection, use }: Party, others: readonly Party[]): NatsRights {
	const names = natsNames(prefix);
	const { publish = [], pull = [], purge = [], backlog = [], asks = [], serves = [], leads = [] } = use;
	const lease = `KV_${names.leaseBucket}`;
	const allow = new Set<string>([OWN_RIGHTS]); // frostline doctor
	const grant = (...subjects: string[]) => {
		for (const subject of subjects) allow.add(subject);
	};

	if (use.setUp) {
		// streams.ts. A job's events have a stream of their own, so its name is not known here.
		for (const queue of QUEUES) grant(...consumer(names.workStream(queue), "CREATE", "INFO"));
		grant(`${API}.STREAM.CREATE.${ANY}`, `${API}.STREAM.UPDATE.${ANY}`, `${API}.STREAM.INFO.${lease}`);
	}
	for (const queue of publish) grant(names.workSubjects(queue)); // index.ts
	for (const queue of pull) {
		// puller.ts; work.ts: answers, and dead letters. Servers of a domain or another account put two tokens before the stream's.
		const stream = names.workStream(queue);
		grant(...consumer(stream, "INFO", "MSG.NEXT"), `$JS.ACK.${stream}.${WORKERS}.>`, `$JS.ACK.*.*.${stream}.${WORKERS}.>`);
		grant(names.deadSubjects(queue));
	}
	for (const queue of backlog) grant(...consumer(names.workStream(queue), "INFO"), `${API}.STREAM.INFO.${names.workStream(queue)}`); // backlog.ts
	for (const queue of purge) grant(`${API}.STREAM.PURGE.${names.workStream(queue)}`); // backlog.ts
	if (use.emit) grant(anyEvent(names)); // index.ts
	if (use.deadLetters) grant(`${API}.STREAM.MSG.GET.${names.deadStream}`, `${API}.STREAM.PURGE.${names.deadStream}`); // dead.ts
	for (const role of leads) grant(`${API}.STREAM.MSG.GET.${lease}`, `$KV.${names.leaseBucket}.${names.leaseKey(role)}`); // lease.ts
	for (const subject of asks) grant(names.requestSubject(subject)); // requests.ts
	for (const other of others) if (other.use.asks?.some((subject) => serves.includes(subject))) grant(`${inboxPrefix(other.connection)}.>`);

	// events.ts. Any stream of the account may be read so, except those that are no events: who reads the work could take it away.
	const deny = use.events ? guarded(names, lease).filter((subject) => ![...allow].some((other) => within(other, subject))) : [];
	if (use.events)
		grant(`${API}.STREAM.INFO.${ANY}`, ...["CREATE", "INFO", "MSG.NEXT", "DELETE"].map((verb) => `${API}.CONSUMER.${verb}.${ANY}.${ANY}`));
	return {
		publish: { allow: widest(allow), deny },
		subscribe: { allow: [`${inboxPrefix(connection)}.>`, ...serves.map((subject) => names.requestSubject(subject))] },
	};
}

/** Whether every subject that the inner pattern matches is one of the outer's (NATS: `*` is one token, `>` the rest). */
export function within(inner: string, outer: string): boolean {
	const [a, b] = [inner.split("."), outer.split(".")];
	for (const [i, token] of b.entries()) {
		if (token === ">") return a.length > i;
		if (a[i] === undefined || a[i] === ">" || (token !== "*" && token !== a[i])) return false;
	}
	return a.length === b.length;
}

/** Without what another pattern covers. */
function widest(patterns: ReadonlySet<string>): string[] {
	const all = [...patterns].sort();
	return all.filter((one) => !all.some((other) => other !== one && within(one, other)));
}

function consumer(stream: string, ...verbs: readonly string[]): string[] {
	return verbs.map((verb) => `${API}.CONSUMER.${verb}.${stream}.${WORKERS}`);
}

function guarded(names: NatsNames, lease: string): string[] {
	const streams = [...QUEUES.map((queue) => names.workStream(queue)), names.deadStream, lease];
	return streams.flatMap((stream) => ["CREATE", "MSG.NEXT", "DELETE"].map((verb) => `${API}.CONSUMER.${verb}.${stream}.>`));
}

function anyEvent(names: NatsNames): string {
	const example = names.eventSubject("");
	return `${example.slice(0, example.lastIndexOf(".") + 1)}${ANY}`;
}
