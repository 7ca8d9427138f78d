import { ErrorCode, type NatsConnection, NatsError } from "nats";
import type { Queue } from "../port.ts";
import { type NatsConnectionOptions, openConnection } from "./connection.ts";
import { type NatsNames, natsNames, WORKERS } from "./names.ts";
import { type NatsRights, OWN_RIGHTS } from "./rights.ts";
import { isNotFound } from "./streams.ts";

/** How a queue looks to who asks. "silent": JetStream does not answer. */
export type QueueState = "there" | "absent" | "denied" | "silent";

/** What a connection finds out about itself, changing nothing. */
export interface BusInspection {
	readonly user: string | null;
	readonly account: string | null;
	/** What it may do; null: everything, or the server does not tell. */
	readonly rights: NatsRights | null;
	/** Whether the server told its rights. */
	readonly told: boolean;
	readonly queues: Readonly<Record<Queue, QueueState>>;
}

const ASK_MS = 3_000;

/** Signs in as a service would and looks around. Throws what openNatsBus throws. */
export async function inspectBus(options: NatsConnectionOptions & { readonly prefix: string }): Promise<BusInspection> {
	const connection = await openConnection({ ...options, patient: false });
	try {
		const own = await ownRights(connection);
		const names = natsNames(options.prefix);
		const [extract, fit] = [await queueState(connection, names, "extract"), await queueState(connection, names, "fit")];
		return { ...own, queues: { extract, fit } };
	} finally {
		await connection.close();
	}
}

async function ownRights(connection: NatsConnection): Promise<Omit<BusInspection, "queues">> {
	try {
		const { data } = (await connection.request(OWN_RIGHTS, "", { timeout: ASK_MS })).json<{ data?: UserInfo }>();
		const { user = null, account = null, permissions } = data ?? {};
		return { user, account, told: data !== undefined, rights: permissions === undefined ? null : rightsIn(permissions) };
	} catch {
		return { user: null, account: null, rights: null, told: false };
	}
}

interface Listed {
	readonly allow?: readonly string[] | null;
	readonly deny?: readonly string[] | null;
}

interface UserInfo {
	readonly user?: string;
	readonly account?: string;
	readonly permissions?: { readonly publish?: Listed | null; readonly subscribe?: Listed | null };
}

/** An absent list of what is allowed allows everything. */
function rightsIn({ publish, subscribe }: NonNullable<UserInfo["permissions"]>): NatsRights {
	return { publish: { allow: publish?.allow ?? [">"], deny: publish?.deny ?? [] }, subscribe: { allow: subscribe?.allow ?? [">"] } };
}

async function queueState(connection: NatsConnection, names: NatsNames, queue: Queue): Promise<QueueState> {
	const jsm = await connection.jetstreamManager({ checkAPI: false, timeout: ASK_MS });
	try {
		await jsm.consumers.info(names.workStream(queue), WORKERS);
		return "there";
	} catch (error) {
		if (isNotFound(error)) return "absent";
		return error instanceof NatsError && error.code === ErrorCode.PermissionsViolation ? "denied" : "silent";
	}
}
