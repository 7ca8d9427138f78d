import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UserError } from "../base/errors.ts";

export interface HttpOptions {
	readonly host: string;
	/** 0 takes a free one. */
	readonly port: number;
	/** Should this process be restarted? null: no; else why. It must not ask bus or store: a restart mends neither of them. */
	live(): string | null;
	/** Can it take work? null: yes; else why not: no connection, not the leader yet, stopping. */
	ready(): string | null | Promise<string | null>;
	/** What Prometheus reads. */
	metrics(): Promise<string>;
}

export interface StartedHttp {
	/** The one that was taken. */
	readonly port: number;
	close(): Promise<void>;
}

/** Probes time out after a second or a few; an answer that hangs is a reason like any other. */
const ANSWER_MS = 3_000;
/** Prometheus' text format. */
const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
const TEXT_TYPE = "text/plain; charset=utf-8";

interface Answer {
	readonly status: number;
	readonly type?: string;
	readonly body: string;
}

/** Serves /livez, /readyz and /metrics. Throws PORT_TAKEN when it cannot listen. */
export async function startHttp(options: HttpOptions): Promise<StartedHttp> {
	const { host, port } = options;
	const server = createServer((request, response) => {
		void answerTo(request.method ?? "", request.url ?? "", options).then(({ status, type = TEXT_TYPE, body }) => {
			// A proxy must not keep what was true a moment ago.
			response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(request.method === "HEAD" ? "" : body);
		});
	});
	await listening(server, host, port);
	return {
		port: (server.address() as AddressInfo).port,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections(); // Prometheus keeps its connection open between two visits
			}),
	};
}

async function answerTo(method: string, url: string, { live, ready, metrics }: HttpOptions): Promise<Answer> {
	const path = url.replace(/\?.*$/, "");
	if (method !== "GET" && method !== "HEAD") return NOT_FOUND;
	switch (path) {
		case "/livez":
			return probe(async () => live());
		case "/readyz":
			return probe(async () => ready());
		case "/metrics":
			return timely(metrics).then(
				(body) => ({ status: 200, type: METRICS_TYPE, body }),
				(error: unknown) => ({ status: 500, body: `${messageOf(error)}\n` }),
			);
		default:
			return NOT_FOUND;
	}
}

const NOT_FOUND: Answer = { status: 404, body: "there are /livez, /readyz and /metrics\n" };

async function probe(ask: () => Promise<string | null>): Promise<Answer> {
	const reason = await timely(ask).catch(messageOf);
	return reason === null ? { status: 200, body: "ok\n" } : { status: 503, body: `${reason}\n` };
}

async function timely<T>(ask: () => Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
	});
	try {
		return await Promise.race([ask(), late]);
	} finally {
		clearTimeout(timer);
	}
}

function listening(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", (cause: NodeJS.ErrnoException) => {
			reject(
				new UserError("PORT_TAKEN", `probes and metrics cannot be served on ${host}, port ${port}: ${cause.message}`, {
					cause,
					fix: "set FROSTLINE_HTTP_PORT to a free port, or to 0 for any",
				}),
			);
		});
		server.listen(port, host, () => resolve());
	});
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
