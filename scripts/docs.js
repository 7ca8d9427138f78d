// Writes the pages of docs/ that are made from code: docs/job.md from the schema of the job document, docs/configuration.md from the settings and
// metrics of the services.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensure } from "./ensure.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
ensure();
const { jobReference } = await import("../dist/lib/job/reference.js");
writeFileSync(join(root, "docs", "job.md"), jobReference());
const { configurationPage } = await import("../dist/lib/service/reference.js");
writeFileSync(join(root, "docs", "configuration.md"), configurationPage());
