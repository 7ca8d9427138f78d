import { createConnection } from "node:net";
import { onTestFinished } from "vitest";

/** A connection that speaks NATS' protocol itself, so that it learns of each subject what the server says. */
export interface RawNats {
	/** Null where the server allows it, else its words. */
	publish(subject: string, payload?: string): Promise<string | null>;
	subscribe(subject: string): Promise<string | null>;
	/** Messages that came, by subject. */
	readonly came: readonly string[];
}

/** Signs in; rejects with the server's words where it refuses. Closed after the test. */
export async function rawNats(port: number, credentials: { user?: string; pass?: string } = {}): Promise<RawNats> {
	const socket = createConnection(port, "127.0.0.1");
	onTestFinished(() => void socket.destroy());
	const came: string[] = [];
	let errors: string[] = [];
	let rest = "";
	let pong: (() => void) | null = null;
	let ended: string | null = null;
	const end = (why: string) => {
		ended ??= errors[0] ?? why;
		pong?.();
	};
	socket.on("error", (error) => end(error.message));
	socket.on("close", () => end("the server closed the connection"));
	socket.on("data", (bytes) => {
		const lines = (rest + bytes.toString("latin1")).split("\r\n");
		rest = lines.pop()!;
		for (const line of lines) {
			if (line.startsWith("-ERR")) errors.push(line.slice(5));
			else if (line.startsWith("MSG ") || line.startsWith("HMSG ")) came.push(line.split(" ")[1]!);
			else if (line === "PING") socket.write("PONG\r\n");
			else if (line === "PONG") pong?.();
		}
	});
	/** What the server complains of, up to its answer to a PING. */
	const ask = async (command: string): Promise<string | null> => {
		errors = [];
		await new Promise<void>((resolve) => {
			pong = resolve;
			if (ended !== null) return resolve();
			socket.write(`${command}PING\r\n`);
		});
		if (ended !== null) throw new Error(ended);
		return errors[0] ?? null;
	};
	await ask(`CONNECT ${JSON.stringify({ verbose: false, headers: true, protocol: 1, ...credentials })}\r\n`);
	let sid = 0;
	return {
		came,
		publish: (subject, payload = "") => ask(`PUB ${subject} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`),
		subscribe: (subject) => ask(`SUB ${subject} ${++sid}\r\n`),
	};
}
