import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type MetricRow, metricRows } from "../../lib/service/metric-rows.ts";
import { createMetrics } from "../../lib/service/metrics.ts";

const root = resolve(import.meta.dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const page = read("docs/operations.md");

interface Alert {
	readonly alert: string;
	readonly expr: string;
	readonly labels: { readonly severity: string };
	readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string };
}

const { groups } = parse(read("deploy/monitoring/alerts.yaml")) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);
const queries = [...page.matchAll(/`([^`]*frostline_\w+[^`]*)`/g)].map(([, query]) => query!);

/** Names of the series that there are, with their labels and, where the list is closed, the values. */
async function knownSeries(): Promise<ReadonlyMap<string, MetricRow["labels"]>> {
	const own = Object.values<MetricRow>(metricRows).map(({ name, labels }) => [name, labels] as const);
	const text = await createMetrics({ service: "coordinator", version: "1" }).text();
	const node = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => [name!, {}] as const);
	return new Map<string, MetricRow["labels"]>([...node, ...own]);
}

/** What a query asks for that nobody tells. */
function unknownIn(query: string, known: ReadonlyMap<string, MetricRow["labels"]>): string[] {
	return [...query.matchAll(/\b((?:frostline|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].flatMap(([, name, selector = ""]) => {
		const labels = known.get(name!);
		if (labels === undefined) return [name!];
		return [...selector.matchAll(/(\w+)="([^"]*)"/g)].flatMap(([, label, value]) => {
			const values = labels[label!];
			return values === undefined || !(values.includes(value!) || values.includes("…")) ? [`${name}{${label}="${value}"}`] : [];
		});
	});
}

describe("deploy/monitoring/alerts.yaml", () => {
	test("asks only for series that there are, with labels and values that they have", async () => {
		const known = await knownSeries();
		expect(alerts.length).toBeGreaterThan(12);
		expect(alerts.flatMap(({ alert, expr }) => unknownIn(expr, known).map((name) => `${alert}: ${name}`))).toEqual([]);
		expect(alerts.filter(({ expr }) => !/(frostline|nodejs)_/.test(expr))).toEqual([]);
	});

	test.each(alerts.map((alert) => [alert.alert, alert] as const))(
		"%s has a name, a weight, words, and the runbook's place",
		(name, { labels, annotations }) => {
			expect(alerts.filter(({ alert }) => alert === name)).toHaveLength(1);
			expect(["critical", "warning", "info"]).toContain(labels.severity);
			expect(annotations.summary).not.toBe("");
			expect(annotations.description).not.toBe("");
			expect(annotations.runbook).toBe(`docs/operations.md#${name.toLowerCase()}`);
		},
	);
});

describe("docs/operations.md", () => {
	test("has a section for each alert, in the rules' order, and none for one that is not there", () => {
		const sections = [...page.slice(page.indexOf("\n## Alerts")).matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
		expect(sections).toEqual(alerts.map(({ alert }) => alert));
	});

	test.each(alerts.map(({ alert }) => alert))("says of %s what it means, where to look and what to do", (name) => {
		const text = new RegExp(`^### ${name}\\n([\\s\\S]*?)(?=^###|$(?![\\s\\S]))`, "m").exec(page)?.[1] ?? "";
		for (const part of ["Means", "Look", "Do"]) expect(text).toMatch(new RegExp(`^\\*\\*${part}\\*\\* .{20,}`, "m"));
	});

	test("its queries ask only for what there is", async () => {
		const known = await knownSeries();
		expect(queries.length).toBeGreaterThan(8);
		expect(queries.flatMap((query) => unknownIn(query.replaceAll("frostline_queue_…", ""), known))).toEqual([]);
	});

	test("lists every field that services log, and no other", () => {
		const folders = ["lib/bus", "lib/service", "services/coordinator", "services/extractor", "services/trainer"];
		const sources = folders.flatMap((folder) =>
			readdirSync(join(root, folder), { recursive: true })
				.filter((name) => String(name).endsWith(".ts"))
				.map((name) => read(join(folder, String(name)))),
		);
		// log.warn({ job, code: error.code, ...about }, "…"), and the fields that are put together before
		const objects = sources.flatMap((text) => [
			...[...text.matchAll(/\blog(?:\.\w+|\[[^\]]+\])\(\s*\{([^}]*)\}/g)].map(([, inside]) => inside!),
			...[...text.matchAll(/\babout: \(.*?\) => \(\{([^}]*)\}\)/g)].map(([, inside]) => inside!),
			...[...text.matchAll(/function fields[\s\S]*?return \{([^}]*)\}/g)].map(([, inside]) => inside!),
		]);
		const logged = new Set(objects.flatMap((inside) => [...inside.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, field]) => field!)));
		const table = page.slice(page.indexOf("\n## Logs"), page.indexOf("\n## Upgrades"));
		const documented = new Set(
			[...table.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, fields]) => [...fields!.matchAll(/`(\w+)`/g)].map(([, field]) => field!)),
		);
		const always = ["level", "time", "msg", "service", "worker", "trace_id"]; // by createLog and by the service's own log
		expect(logged.size).toBeGreaterThan(12);
		expect([...logged].filter((field) => !documented.has(field))).toEqual([]);
		expect([...documented].filter((field) => !logged.has(field) && !always.includes(field))).toEqual([]);
	});
});
