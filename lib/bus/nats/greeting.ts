import { createConnection } from "node:net";

/** What a NATS server says first, before anybody signs in. */
export interface Greeting {
	readonly version: string;
	readonly name: string;
	readonly jetstream: boolean;
	readonly tlsRequired: boolean;
	readonly tlsAvailable: boolean;
	readonly authRequired: boolean;
	/** Name of the cluster that the server is one of; null where it stands alone. */
	readonly cluster: string | null;
}

/** Why no greeting came, in the words that tell what to mend. */
export class NoGreeting extends Error {
	override readonly name = "NoGreeting";
	readonly reason: "unknown host" | "refused" | "silent" | "other service";

	constructor(reason: NoGreeting["reason"], message: string) {
		super(message);
		this.reason = reason;
	}
}

const PORT = 4222;

/** Listens to what the server at `nats://host:port` says first. Rejects with NoGreeting. */
export function greeting(server: string, timeoutMs: number): Promise<Greeting> {
	const { hostname, port } = new URL(server.includes("://") ? server : `nats://${server}`);
	const address = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || PORT) };
	return new Promise((resolve, reject) => {
		const socket = createConnection(address);
		let text = "";
		const fail = (reason: NoGreeting["reason"], message: string) => {
			socket.destroy();
			reject(new NoGreeting(reason, `${address.host}:${address.port}: ${message}`));
		};
		socket.setTimeout(timeoutMs, () =>
			fail("silent", text === "" ? `nothing was said within ${timeoutMs / 1000} s` : "what answers there is no NATS server"),
		);
		// A NATS server speaks first. One that waits to be spoken to, as those of HTTP do, is another.
		const poke = setTimeout(() => socket.write("PING\r\n\r\n"), timeoutMs / 3);
		socket.once("close", () => clearTimeout(poke));
		socket.once("error", (error: NodeJS.ErrnoException) =>
			fail(error.code === "ENOTFOUND" || error.code === "EAI_AGAIN" ? "unknown host" : "refused", error.message),
		);
		socket.once("close", () => fail("other service", "the connection was closed without a greeting"));
		socket.on("data", (bytes: Buffer) => {
			text += bytes.toString("latin1");
			const line = /^INFO (\{.*\})/.exec(text.split("\r\n")[0]!)?.[1];
			if (line === undefined) {
				if (!"INFO ".startsWith(text.slice(0, 5)) || text.includes("\r\n")) fail("other service", "what answers there is no NATS server");
				return;
			}
			if (!text.includes("\r\n")) return;
			socket.removeAllListeners("close");
			socket.destroy();
			resolve(greetingOf(JSON.parse(line) as Record<string, unknown>));
		});
	});
}

function greetingOf(info: Readonly<Record<string, unknown>>): Greeting {
	const is = (key: string) => info[key] === true;
	return {
		version: String(info.version ?? "0"),
		name: String(info.server_name ?? info.server_id ?? ""),
		jetstream: is("jetstream"),
		tlsRequired: is("tls_required"),
		tlsAvailable: is("tls_required") || is("tls_available"),
		authRequired: is("auth_required"),
		cluster: typeof info.cluster === "string" ? info.cluster : null,
	};
}
