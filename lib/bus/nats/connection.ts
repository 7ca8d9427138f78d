import { setTimeout as pause } from "node:timers/promises";
import { type Authenticator, type ConnectionOptions, connect, credsAuthenticator, ErrorCode, type NatsConnection, NatsError } from "nats";
import { UserError } from "../../base/errors.ts";

export interface NatsConnectionOptions {
	/** nats://host:port, several for a cluster; tls:// insists on TLS. */
	readonly servers: readonly string[];
	/** Shown in the server's list of connections: service and host. Replies come to `_INBOX_<name>`, so that rights can be given to one service's replies alone. */
	readonly name: string;
	readonly user?: string;
	readonly password?: string;
	readonly token?: string;
	/** What a .creds file holds: a JWT and the seed that signs for it. */
	readonly credentials?: string;
	/** Files: who signed the server's certificate, and this client's own certificate and key. */
	readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
	/** A service waits for a server that is not up yet; a command says so at once. */
	readonly patient: boolean;
	/** Told when the connection is lost and when it is back, and what keeps it from coming back or the server from doing what it is asked. */
	readonly onStatus?: OnStatus;
}

export type OnStatus = (status: "connected" | "disconnected", detail: string) => void;

const RECONNECT_MS = 1_000;
/** All workers of a cluster lose a restarting server at the same moment: they come back spread over this time. */
const JITTER_MS = 1_000;
/** A TLS handshake costs the server more. */
const JITTER_TLS_MS = 2_000;
/** Two unanswered pings end a connection: a dead peer is noticed within a minute. */
const PING_MS = 20_000;
const CONNECT_MS = 5_000;

/**
 * Connects, and keeps the connection for ever. Credentials that are refused at the first try are the person's error. Refused later, while it reconnects, they
 * may be about to be replaced: it goes on trying, and says so through `onStatus`.
 */
export async function openConnection(options: NatsConnectionOptions): Promise<NatsConnection> {
	const { servers, patient, onStatus } = options;
	const asked = connectionOptions(options);
	for (let said = ""; ; ) {
		try {
			return await connect(asked);
		} catch (cause) {
			const code = cause instanceof NatsError ? cause.code : "";
			const unusable = code === ErrorCode.Tls || code === ErrorCode.InvalidOption;
			if (isDenied(code) || !patient || unusable) throw refused(cause, code, servers);
			const detail = `${servers.join(", ")}: ${messageOf(cause)}`;
			if (detail !== said) onStatus?.("disconnected", detail);
			said = detail;
			await pause(RECONNECT_MS);
		}
	}
}

function connectionOptions({ servers, name, user, password, token, credentials, tls }: NatsConnectionOptions): ConnectionOptions {
	return {
		servers: [...servers],
		name,
		inboxPrefix: inboxPrefix(name),
		maxReconnectAttempts: -1,
		// Else the second refusal in a row would end the connection for good, and with it every pull.
		ignoreAuthErrorAbort: true,
		reconnectTimeWait: RECONNECT_MS,
		reconnectJitter: JITTER_MS,
		reconnectJitterTLS: JITTER_TLS_MS,
		pingInterval: PING_MS,
		timeout: CONNECT_MS,
		...(user === undefined ? {} : { user, pass: password ?? "" }),
		...(token === undefined ? {} : { token }),
		...(credentials === undefined ? {} : { authenticator: authenticatorOf(credentials, servers) }),
		...(tls === undefined
			? {}
			: {
					tls: {
						...(tls.ca === undefined ? {} : { caFile: tls.ca }),
						...(tls.cert === undefined ? {} : { certFile: tls.cert }),
						...(tls.key === undefined ? {} : { keyFile: tls.key }),
					},
				}),
	};
}

/** `_INBOX_<name>`, with what a subject's token cannot have replaced. */
export function inboxPrefix(name: string): string {
	return `${INBOX}${name.replace(/[^\w-]/g, "_")}`;
}

const INBOX = "_INBOX_";

/** Whether a subject is where some connection's replies come to. */
export function isInbox(subject: string | undefined): boolean {
	return subject?.startsWith(INBOX) ?? false;
}

/** Tried once here: inside the client, credentials that do not parse end in a connection that never answers. */
function authenticatorOf(credentials: string, servers: readonly string[]): Authenticator {
	try {
		const made = credsAuthenticator(new TextEncoder().encode(credentials));
		made("nonce");
		return made;
	} catch (cause) {
		throw new UserError(
			"BUS_DENIED",
			`the credentials for ${servers.join(", ")} are not the contents of a .creds file: ${messageOf(cause)}`,
			{
				cause,
				fix: "give the whole file, with the lines around the JWT and around the seed",
			},
		);
	}
}

/** A server that was too busy to look at the credentials in time has not refused them. */
function isDenied(code: string): boolean {
	return /AUTH|ACCOUNT/.test(code) && code !== ErrorCode.AuthenticationTimeout;
}

function refused(cause: unknown, code: string, servers: readonly string[]): UserError {
	if (isDenied(code)) {
		return new UserError("BUS_DENIED", `${servers.join(", ")} refused these credentials: ${messageOf(cause)}`, {
			cause,
			exitCode: 2,
			fix: "check the user and password, the token or the credentials for NATS",
		});
	}
	return new UserError("BUS_UNREACHABLE", `no NATS server answers at ${servers.join(", ")}: ${messageOf(cause)}`, {
		cause,
		exitCode: 1,
		fix: "check the address, and that the server runs with JetStream (nats-server -js)",
	});
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
