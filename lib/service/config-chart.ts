import { z } from "zod";
import { configSchema } from "./config-schema.ts";

/** What the chart decides itself, from what it mounts and where it runs, and what it takes from Secrets: these are no values of `settings`. */
const NOT_OF_THE_CHART = new Set([
	"nats.servers",
	"nats.user",
	"nats.credentials",
	"nats.tls",
	"s3.endpoint",
	"s3.tls",
	"cache.folder",
	"http",
	"compute.threads",
	"worker",
	"shutdownMs",
]);
/** What only the settings' own table reads (config-settings.ts); the defaults of some are this machine's. */
const OWN_WORDS = ["$schema", "env", "secret", "local", "form", "preset", "default", "examples", "required"] as const;

interface Node {
	readonly properties?: Readonly<Record<string, Node>>;
	readonly secret?: boolean;
}

/** `definitions.settings` of deploy/helm/frostline/values.schema.json: what may stand in the chart's `settings`, as JSON Schema (draft 7). */
export function chartSettings(): Record<string, unknown> {
	return cleaned([], z.toJSONSchema(configSchema, { io: "input", target: "draft-7" }) as Node);
}

function cleaned(path: readonly string[], node: Node): Record<string, unknown> {
	const rest: Record<string, unknown> = { ...node };
	for (const word of OWN_WORDS) delete rest[word];
	if (node.properties === undefined) return rest;
	const kept = Object.entries(node.properties)
		.map(([key, inner]) => ({ key, at: [...path, key], inner }))
		.filter(({ at, inner }) => inner.secret !== true && !NOT_OF_THE_CHART.has(at.join(".")));
	return { ...rest, properties: Object.fromEntries(kept.map(({ key, at, inner }) => [key, cleaned(at, inner)])) };
}
