import { afterAll, beforeAll } from "vitest";
import { openNatsBus } from "../../lib/bus/nats/index.ts";
import { busContract } from "../contract/bus.contract.ts";
import { type StartedNatsServer, startNatsServer } from "../support/nats-server.ts";

let server: StartedNatsServer;
beforeAll(async () => {
	server = await startNatsServer();
});
afterAll(() => server.stop());

let installations = 0;
busContract("NATS JetStream", async ({ ackWaitMs, maxDeliveries }) => {
	const bus = await openNatsBus({
		servers: [server.url],
		name: "test",
		prefix: `t${++installations}`,
		setUp: true,
		patient: false,
		ackWaitMs,
		maxDeliveries,
	});
	return { bus, close: () => bus.close() };
});
