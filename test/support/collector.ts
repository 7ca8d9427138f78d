import { createServer } from "node:http";
import { onTestFinished } from "vitest";

export interface Attribute {
	readonly key: string;
	readonly value: Readonly<Record<string, unknown>>;
}
export interface SentSpan {
	readonly traceId: string;
	readonly spanId: string;
	readonly parentSpanId?: string;
	readonly name: string;
	readonly startTimeUnixNano: string;
	readonly endTimeUnixNano: string;
	readonly attributes: readonly Attribute[];
	readonly status: { readonly code: number; readonly message?: string };
}

export interface StartedCollector {
	readonly endpoint: string;
	readonly spans: readonly SentSpan[];
	/** Attributes of whoever sent, one for each message. */
	readonly resources: readonly (readonly Attribute[])[];
}

/** Takes what an OpenTelemetry collector takes, and answers `status`; gone after the test. */
export async function startCollector(status = () => 200): Promise<StartedCollector> {
	const spans: SentSpan[] = [];
	const resources: Attribute[][] = [];
	const server = createServer((request, response) => {
		let text = "";
		request.on("data", (bytes: Buffer) => {
			text += bytes.toString();
		});
		request.on("end", () => {
			const answer = request.url === "/v1/traces" && request.headers["content-type"] === "application/json" ? status() : 404;
			if (answer === 200) {
				const { resourceSpans } = JSON.parse(text) as {
					resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SentSpan[] }[] }[];
				};
				for (const { resource, scopeSpans } of resourceSpans) {
					resources.push(resource.attributes);
					for (const scope of scopeSpans) spans.push(...scope.spans);
				}
			}
			response.writeHead(answer).end("{}");
		});
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => void server.close());
	return { endpoint: `http://127.0.0.1:${(server.address() as { port: number }).port}`, spans, resources };
}
