import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { chartSettings } from "../../lib/service/config-chart.ts";
import { settings } from "../../lib/service/config-settings.ts";
import { metricRows } from "../../lib/service/metric-rows.ts";

/** What of the chart can be said without Helm; test/chart has the rest. */
const chart = resolve(import.meta.dirname, "../../deploy/helm/frostline");
const read = (path: string) => readFileSync(join(chart, path), "utf8");
const schema = JSON.parse(read("values.schema.json"));
const values = parse(read("values.yaml")) as Record<string, unknown>;

interface Panel {
	readonly title: string;
	readonly type: string;
	readonly description?: string;
	readonly targets?: readonly { readonly expr: string }[];
}

test("its settings are the services' own, without secrets and without what the chart decides", () => {
	expect(schema.definitions.settings, "values.schema.json is out of date: run `npm run docs`").toEqual(chartSettings());
	const text = JSON.stringify(chartSettings());
	expect(text).not.toMatch(/password|token|secretKey|accessKey|"s3":.*endpoint.*"cache"|"servers"/);
	expect(text).toContain("ackWaitMs");
});

test("values.yaml passes its schema, as each set on top of it does, and the schema refuses a key that there is not", () => {
	const validator = z.fromJSONSchema(schema);
	const refused = (more: unknown) => validator.safeParse(merged(values, more)).error?.issues.map(({ path }) => path.join(".")) ?? [];
	expect(refused({})).toEqual([]);
	for (const name of readdirSync(join(chart, "values"))) expect([name, refused(parse(read(`values/${name}`)))]).toEqual([name, []]);
	expect(refused({ coordinator: { replica: 2 } })).toEqual(["coordinator"]);
	expect(refused({ settings: { nats: { ackWaitMs: 60 } } })).toEqual(["settings.nats.ackWaitMs"]);
});

test("every value is explained in values.yaml, and none is there that the schema does not know", () => {
	const known = (node: { $ref?: string; properties?: Record<string, object> }): Record<string, object> =>
		node.$ref === undefined ? (node.properties ?? {}) : schema.definitions[node.$ref.replace("#/definitions/", "")].properties;
	for (const [name, node] of Object.entries<object>(schema.properties)) {
		if (name === "global" || name === "settings") continue;
		expect(Object.keys(values)).toContain(name);
		const inner = values[name];
		if (typeof inner !== "object") continue;
		expect([name, Object.keys(inner!).sort()]).toEqual([name, Object.keys(known(node)).sort()]);
	}
});

test("every variable that a template sets is a setting", () => {
	const known = new Set(settings.flatMap(({ env, secret }) => (secret ? [env, `${env}_FILE`] : [env])));
	const templates = readdirSync(join(chart, "templates"), { recursive: true }).map(String);
	const set = templates
		.filter((name) => /\.(yaml|tpl)$/.test(name))
		.flatMap((name) => read(`templates/${name}`).match(/name: FROSTLINE_\w+/g) ?? []);
	expect(set.length).toBeGreaterThan(8);
	expect(set.map((each) => each.slice("name: ".length)).filter((name) => name !== "FROSTLINE_CONFIG" && !known.has(name))).toEqual([]);
});

test("its version and the package's are one", () => {
	const { version } = JSON.parse(readFileSync(resolve(chart, "../../../package.json"), "utf8")) as { version: string };
	expect(parse(read("Chart.yaml"))).toMatchObject({ version, appVersion: version });
});

test("the dashboard asks for every metric there is and for no other, and each panel says what it shows", () => {
	const { panels } = JSON.parse(read("dashboards/frostline.json")) as { panels: readonly Panel[] };
	const names = Object.values(metricRows).map(({ name }) => name);
	const asked = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr.match(/frostline_\w+/g) ?? []));
	expect([...new Set(asked)].sort()).toEqual([...names].sort());
	for (const { type, title, description } of panels)
		if (type !== "row") expect([title, description]).toEqual([title, expect.stringMatching(/\.$/)]);
});

test("its alerts are those of deploy/monitoring", () => {
	const alerts = readFileSync(resolve(chart, "../../monitoring/alerts.yaml"), "utf8");
	expect(read("alerts.yaml"), "run `npm run docs`").toBe(alerts);
});

test("docs/kubernetes.md names every set of values", () => {
	const page = readFileSync(resolve(chart, "../../../docs/kubernetes.md"), "utf8");
	for (const name of readdirSync(join(chart, "values"))) expect(page).toContain(`| \`${name}\` |`);
});

/** As Helm lays one file over another. */
function merged(below: unknown, above: unknown): unknown {
	const plain = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
	if (!plain(below) || !plain(above)) return above;
	const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
	return Object.fromEntries(keys.map((key) => [key, key in above ? merged(below[key], above[key]) : below[key]]));
}
