import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { RetryableError, UserError } from "../base/errors.ts";
import type { NatsConnectionOptions } from "../bus/nats/connection.ts";
import { openNatsBus } from "../bus/nats/index.ts";
import type { Bus } from "../bus/port.ts";
import { openS3Store } from "../store/minio.ts";
import type { Store } from "../store/port.ts";
import type { Config } from "./config.ts";

export interface Opening {
	/** The coordinator sets up streams and bucket; others need them to be there. */
	readonly setUp: boolean;
	/** A service waits for what is not up yet; a command says so at once. */
	readonly patient?: boolean;
	/** Gives up waiting, with the signal's reason. */
	readonly signal?: AbortSignal;
}

export interface BusOpening extends Opening {
	/** Shown in the server's list of connections, and part of the subjects that replies come to, so that NATS can give rights to a service. */
	readonly service: string;
	readonly onStatus?: (status: "connected" | "disconnected", detail: string) => void;
}

export interface StoreOpening extends Opening {
	/** Told why it waits, once per try. */
	readonly onWait?: (error: Error) => void;
	/** Told of each further try of an operation. */
	readonly onRetry?: () => void;
	/** Told of each object that is wanted as a local file. */
	readonly onCache?: (outcome: "hit" | "miss") => void;
}

/** Between two looks at a bus or a store that is not there yet. */
const LOOK_MS = 1_000;

/** The bus of a configuration. Throws BUS_UNREACHABLE, BUS_DENIED or BAD_CONFIG (UserError). */
export async function openBus({ nats }: Config, { service, setUp, patient = false, signal, onStatus }: BusOpening): Promise<Bus> {
	signal?.throwIfAborted();
	const { prefix, replicas, ackWaitMs } = nats;
	const options = {
		...(await connectionOf(nats, service)),
		setUp,
		patient,
		prefix,
		replicas,
		ackWaitMs,
		...(onStatus === undefined ? {} : { onStatus }),
	};
	for (let said = ""; ; ) {
		signal?.throwIfAborted();
		try {
			return await unlessAborted(openNatsBus(options), (bus) => bus.close(), signal);
		} catch (error) {
			// Servers of a cluster answer before they have agreed who leads.
			if (!patient || !(error instanceof RetryableError) || signal?.aborted) throw error;
			if (error.message !== said) onStatus?.("disconnected", error.message);
			said = error.message;
			await pause(LOOK_MS, undefined, { signal }).catch(() => {}); // the loop looks at the signal
		}
	}
}

/** How a service signs in to NATS. */
export async function connectionOf(nats: Config["nats"], service: string): Promise<Omit<NatsConnectionOptions, "patient">> {
	const { servers, user, password, token, prefix } = nats;
	const credentials = nats.credentials === undefined ? undefined : await credentialsIn(nats.credentials);
	return {
		servers,
		name: `${prefix}-${service}`,
		...(user === undefined ? {} : { user }),
		...(password === undefined ? {} : { password }),
		...(token === undefined ? {} : { token }),
		...(credentials === undefined ? {} : { credentials }),
		...tlsOf(nats),
	};
}

/** The store of a configuration. Throws STORE_DENIED, STORE_NOT_FOUND or STORE_UNCONDITIONAL (UserError), and impatiently STORE_FAILED. */
export async function openStore(
	{ s3, cache }: Config,
	{ setUp, patient = false, signal, onWait, onRetry, onCache }: StoreOpening,
): Promise<Store> {
	const open = () =>
		openS3Store({
			endpoint: s3.endpoint,
			region: s3.region,
			bucket: s3.bucket,
			prefix: s3.prefix,
			accessKey: s3.accessKey,
			secretKey: s3.secretKey,
			tls: s3.tls,
			cache: join(cache.folder, "objects"), // beside it lie published weights, which making room must not touch
			cacheBytes: cache.bytes,
			setUp,
			...(onRetry === undefined ? {} : { onRetry }),
			...(onCache === undefined ? {} : { onCache }),
		});
	for (;;) {
		signal?.throwIfAborted();
		try {
			return await unlessAborted(open(), (store) => store.close(), signal);
		} catch (error) {
			// A bucket that is not there comes with the coordinator.
			const comes = error instanceof RetryableError || (error instanceof UserError && error.code === "STORE_NOT_FOUND" && !setUp);
			if (!patient || !comes || signal?.aborted) throw error;
			onWait?.(error);
			await pause(LOOK_MS, undefined, { signal }).catch(() => {}); // the loop looks at the signal
		}
	}
}

/** A `tls://` address, or any file, insists: without this the client takes an unencrypted connection where the server offers no other. */
function tlsOf({ servers, tls }: Config["nats"]): { tls?: { ca?: string; cert?: string; key?: string } } {
	const { ca, cert, key } = tls;
	const files = { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) };
	return Object.keys(files).length > 0 || servers.some((server) => server.startsWith("tls://")) ? { tls: files } : {};
}

async function credentialsIn(file: string): Promise<string> {
	return readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
		throw new UserError("BAD_CONFIG", `nats.credentials names ${file}, which cannot be read: ${cause.code}`, {
			cause,
			fix: "check FROSTLINE_NATS_CREDENTIALS, that the secret is mounted, and that this user may read it",
		});
	});
}

/** What opens after it was given up is closed again. */
async function unlessAborted<T>(opening: Promise<T>, close: (opened: T) => Promise<void>, signal: AbortSignal | undefined): Promise<T> {
	if (signal === undefined) return opening;
	let give: () => void = () => {};
	const given = new Promise<never>((_, reject) => {
		give = () => reject(signal.reason as Error);
		signal.addEventListener("abort", give, { once: true });
	});
	try {
		return await Promise.race([opening, given]);
	} catch (error) {
		if (signal.aborted) opening.then(close).catch(() => {}); // nobody waits for it any more
		throw error;
	} finally {
		signal.removeEventListener("abort", give);
	}
}
