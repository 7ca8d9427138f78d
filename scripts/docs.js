// Writes the pages of docs/ that are made from code: docs/job.md from the schema of the job document, docs/configuration.md from the settings and
// metrics of the services (and with it what the chart's `settings` may hold), docs/lint.md from the catalogue of findings, docs/why-is-it-stuck.md from the figures that its example has kept.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensure } from "./ensure.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
ensure();
const { jobReference } = await import("../dist/lib/job/reference.js");
writeFileSync(join(root, "docs", "job.md"), jobReference());
const { configurationPage } = await import("../dist/lib/service/reference.js");
writeFileSync(join(root, "docs", "configuration.md"), configurationPage());
const { chartSettings } = await import("../dist/lib/service/config-chart.js");
const valuesSchema = join(root, "deploy", "helm", "frostline", "values.schema.json");
const values = JSON.parse(readFileSync(valuesSchema, "utf8"));
values.definitions.settings = chartSettings();
writeFileSync(valuesSchema, `${JSON.stringify(values, null, "\t")}\n`);
// A chart has nothing from outside its folder.
copyFileSync(join(root, "deploy", "monitoring", "alerts.yaml"), join(dirname(valuesSchema), "alerts.yaml"));
const { renderPage, renderPicture } = await import("../examples/03-why-stuck/page.js");
const { curves } = await import("../dist/lib/report/curves.js");
const example = (name) => readFileSync(join(root, "examples", "03-why-stuck", name), "utf8");
const figures = JSON.parse(example("figures.json"));
writeFileSync(join(root, "docs", "why-is-it-stuck.md"), renderPage(example("page.md"), figures));
writeFileSync(join(root, "docs", "why-is-it-stuck.svg"), renderPicture(figures, curves));
const { lintPage } = await import("../dist/lib/lint/page.js");
writeFileSync(join(root, "docs", "lint.md"), lintPage());
