import { type AddressInfo, createConnection, createServer } from "node:net";
import { onTestFinished } from "vitest";

/** A wire to a NATS server that notes what its clients publish and subscribe to. */
export interface NatsTap {
	readonly url: string;
	/** Subjects, without what the library makes up anew each time. */
	readonly published: ReadonlySet<string>;
	readonly subscribed: ReadonlySet<string>;
}

export async function natsTap(to: number): Promise<NatsTap> {
	const [published, subscribed] = [new Set<string>(), new Set<string>()];
	const wire = createServer((client) => {
		const server = createConnection(to, "127.0.0.1");
		const listen = listener(published, subscribed);
		client.on("data", listen);
		client.pipe(server).pipe(client);
		for (const socket of [client, server]) socket.on("error", () => void [client.destroy(), server.destroy()]);
	});
	await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void wire.close());
	return { url: `nats://127.0.0.1:${(wire.address() as AddressInfo).port}`, published, subscribed };
}

/** Follows the client's side of the protocol: PUB subject [reply] size, HPUB subject [reply] headers size, SUB subject [queue] id. */
function listener(published: Set<string>, subscribed: Set<string>): (bytes: Buffer) => void {
	let rest = Buffer.alloc(0);
	let payload = 0;
	return (bytes) => {
		rest = Buffer.concat([rest, bytes]);
		for (;;) {
			if (payload > 0) {
				if (rest.length < payload) return;
				rest = rest.subarray(payload);
				payload = 0;
			}
			const end = rest.indexOf("\r\n");
			if (end === -1) return;
			const [verb, subject, ...words] = rest.subarray(0, end).toString("latin1").split(" ");
			rest = rest.subarray(end + 2);
			if (verb === "SUB") subscribed.add(subject!);
			if (verb !== "PUB" && verb !== "HPUB") continue;
			published.add(subject!);
			payload = Number(words.at(-1)) + 2;
		}
	};
}
