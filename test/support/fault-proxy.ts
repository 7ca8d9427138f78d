import { type AddressInfo, createConnection, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/**
 * What a wire does with what is sent through it:
 * - pass: hands it on
 * - cut: closes every connection, also new ones
 * - hang: takes connections and passes nothing; those stay so for ever, as when a firewall forgot them
 * - limited: closes a connection once so many bytes went towards the server
 * - unavailable: answers 503 as an overloaded S3 service does
 */
export type Fault = "pass" | "cut" | "hang" | "unavailable" | { readonly limited: number };

export interface FaultProxy {
	readonly port: number;
	/** Connections that the present fault has met. */
	readonly met: number;
	set(fault: Fault): void;
}

const BODY = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>`;
const UNAVAILABLE = `HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/xml\r\nContent-Length: ${BODY.length}\r\nConnection: close\r\n\r\n${BODY}`;

interface Link {
	readonly client: Socket;
	readonly server: Socket;
	sent: number;
	hung: boolean;
	lost: boolean;
}

/** A wire to a server of this machine that can fail in several ways; gone after the test. */
export async function faultProxy(to: number): Promise<FaultProxy> {
	const links = new Set<Link>();
	let fault: Fault = "pass";
	let met = 0;
	const close = (link: Link) => {
		links.delete(link);
		link.client.destroy();
		link.server.destroy();
	};
	const up = (link: Link, bytes: Buffer) => {
		if (link.hung) return lose(link);
		if (fault === "unavailable") {
			met++;
			links.delete(link);
			link.server.destroy();
			link.client.removeAllListeners("data").resume().end(UNAVAILABLE);
			return;
		}
		link.sent += bytes.length;
		if (typeof fault === "object" && link.sent > fault.limited) {
			met++;
			close(link);
			return;
		}
		write(link.server, bytes, link.client);
	};
	const write = (to: Socket, bytes: Buffer, from: Socket) => {
		if (to.write(bytes)) return;
		from.pause();
		to.once("drain", () => from.resume());
	};
	/** What is said on a connection that hangs is lost. */
	const lose = (link: Link) => {
		if (!link.lost) met++;
		link.lost = true;
	};
	const wire = createServer((client) => {
		if (fault === "cut") {
			met++;
			client.destroy();
			return;
		}
		const link: Link = { client, server: createConnection(to, "127.0.0.1"), sent: 0, hung: fault === "hang", lost: false };
		links.add(link);
		client.on("data", (bytes) => up(link, bytes));
		link.server.on("data", (bytes) => (link.hung ? lose(link) : write(client, bytes, link.server)));
		const closeUnlessHung = () => {
			if (!link.hung) close(link);
		};
		for (const name of ["error", "end"]) {
			client.on(name, () => close(link));
			link.server.on(name, closeUnlessHung); // the news of the server's end would be lost, too
		}
	});
	await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		for (const link of links) close(link);
		wire.close();
	});
	return {
		port: (wire.address() as AddressInfo).port,
		get met() {
			return met;
		},
		set(next) {
			fault = next;
			met = 0;
			for (const link of links) {
				link.sent = 0;
				if (next === "hang") link.hung = true;
				if (next !== "cut") continue;
				met++;
				close(link);
			}
		},
	};
}
