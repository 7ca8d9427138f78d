import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { type HttpOptions, startHttp } from "../../lib/service/http.ts";
import { createMetrics } from "../../lib/service/metrics.ts";

async function started(options: Partial<HttpOptions> = {}) {
	const http = await startHttp({
		host: "127.0.0.1",
		port: 0,
		live: () => null,
		ready: () => null,
		metrics: async () => "frostline_leader 1\n",
		...options,
	});
	onTestFinished(() => http.close());
	const get = async (path: string, method = "GET") => {
		const response = await fetch(`http://127.0.0.1:${http.port}${path}`, { method });
		return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
	};
	return { http, get };
}

describe("a probe", () => {
	test.each(["/livez", "/readyz", "/readyz?verbose"])("%s says 200 when nothing is wrong", async (path) => {
		const { get } = await started();
		expect(await get(path)).toEqual({ status: 200, type: "text/plain; charset=utf-8", body: "ok\n" });
	});

	test("says 503 and why when something is", async () => {
		const { get } = await started({ live: () => "the fit hangs", ready: async () => "no connection to NATS" });
		expect(await get("/livez")).toMatchObject({ status: 503, body: "the fit hangs\n" });
		expect(await get("/readyz")).toMatchObject({ status: 503, body: "no connection to NATS\n" });
	});

	test("asks anew each time", async () => {
		const answers = ["starting", null, "stopping"];
		const { get } = await started({ ready: () => answers.shift() ?? null });
		expect([(await get("/readyz")).status, (await get("/readyz")).status, (await get("/readyz")).status]).toEqual([503, 200, 503]);
	});

	test("that fails is a reason", async () => {
		const { get } = await started({
			live: () => {
				throw new Error("cannot tell");
			},
			ready: () => Promise.reject(new Error("the store is gone")),
		});
		expect(await get("/livez")).toMatchObject({ status: 503, body: "cannot tell\n" });
		expect(await get("/readyz")).toMatchObject({ status: 503, body: "the store is gone\n" });
	});

	test("that hangs is a reason, too", async () => {
		vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
		onTestFinished(() => void vi.useRealTimers());
		let asked: () => void = () => {};
		const asking = new Promise<void>((resolve) => {
			asked = resolve;
		});
		const { get } = await started({
			ready() {
				asked();
				return new Promise(() => {});
			},
		});
		const answer = get("/readyz");
		await asking;
		await vi.advanceTimersByTimeAsync(3_000);
		expect(await answer).toMatchObject({ status: 503, body: "no answer within 3 s\n" });
	});
});

describe("/metrics", () => {
	test("is what Prometheus reads", async () => {
		const { get } = await started();
		expect(await get("/metrics")).toEqual({
			status: 200,
			type: "text/plain; version=0.0.4; charset=utf-8",
			body: "frostline_leader 1\n",
		});
	});

	test("serves a service's own", async () => {
		const metrics = createMetrics({ service: "extractor", version: "1.2.3" });
		const { get } = await started({ metrics: () => metrics.text() });
		expect((await get("/metrics")).body).toContain('frostline_info{service="extractor",version="1.2.3"} 1\n');
	});

	test("that fails is 500, never an empty page", async () => {
		const { get } = await started({ metrics: () => Promise.reject(new Error("a collector failed")) });
		expect(await get("/metrics")).toMatchObject({ status: 500, body: "a collector failed\n" });
	});
});

test.each([
	["/", "GET"],
	["/livez/", "GET"],
	["/livez", "POST"],
])("%s by %s is not there", async (path, method) => {
	const { get } = await started();
	expect(await get(path, method)).toMatchObject({ status: 404, body: "there are /livez, /readyz and /metrics\n" });
});

test("HEAD is GET without the body", async () => {
	const { get } = await started();
	expect(await get("/livez", "HEAD")).toMatchObject({ status: 200, body: "" });
});

test("a port that is taken is told with its fix", async () => {
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void other.close());
	const { port } = other.address() as AddressInfo;
	await expect(started({ port })).rejects.toMatchObject({
		code: "PORT_TAKEN",
		message: expect.stringContaining(`on 127.0.0.1, port ${port}`),
		fix: "set FROSTLINE_HTTP_PORT to a free port, or to 0 for any",
	});
});

test("closing does not wait for a connection that somebody keeps open", async () => {
	const { http } = await started();
	const socket = connect(http.port, "127.0.0.1");
	const answered = once(socket, "data");
	const closed = once(socket, "close");
	socket.write("GET /livez HTTP/1.1\r\nHost: frostline\r\n\r\n");
	await answered;
	await http.close();
	await closed;
});
