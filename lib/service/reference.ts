import { fileVariable, type Setting, sections, settings } from "./config-settings.ts";
import { type MetricRow, metricRows } from "./metric-rows.ts";

/**
 * How services are configured and watched, as Markdown, from the rows themselves: docs/configuration.md is this text (`npm run docs`
 * writes it, a test compares), so it can neither lack a setting or metric nor tell another default.
 */
export function configurationPage(): string {
	const own = settings.filter(({ path }) => path.length === 1);
	const parts = sections
		.filter(({ path }) => path.length > 0)
		.map(({ path, description }) => {
			const rows = settings.filter((each) => each.path.slice(0, -1).join(".") === path.join("."));
			return `### ${path.join(".")}\n\n${description}\n\n${table(rows)}`;
		});
	return [HEAD, "### At the top", table(own), ...parts, PROBES, metrics()].join("\n\n").concat("\n");
}

const HEAD = `# Configuration

Written by \`npm run docs\` from \`lib/service\`; do not edit it here.

\`frostline coordinator\`, \`extractor\` and \`trainer\`, and the commands that talk to them, are told where NATS and the store are by options, environment
variables and a file. \`frostline run\` and the other commands of one machine need none of it.

- Each setting is taken from the command line's option, else from its environment variable, else from the file, else it has its default. Where it
  has none and is needed, the error names setting and variable.
- The file is YAML or JSON; \`--config\` or \`FROSTLINE_CONFIG\` names it. An unknown key is an error with its line and what was probably meant.
- An empty variable is not set.
- Relative paths count from the file that they stand in, those of variables and options from the current folder.
- **Secrets** (${settings
	.filter(({ secret }) => secret)
	.map(({ path }) => code(path.join(".")))
	.join(", ")}) may come from files, as
  Kubernetes and Docker mount them: the variable with \`_FILE\` at its end names the file. One line break at its end is no part of the secret. Secrets are never logged and never stand in an error message.

The least there must be:

\`\`\`yaml
nats:
  servers: [nats://nats:4222]
s3:
  endpoint: http://minio:9000
  accessKey: frostline
  secretKey: change-me             # better: FROSTLINE_S3_SECRET_KEY_FILE
\`\`\`

## Settings`;

const PROBES = `## Probes

Each service answers HTTP on \`http.host\` and \`http.port\`. 200 means yes; 503 means no, and the body says why.

| path | asks | no means |
|---|---|---|
| \`/livez\` | should this process be restarted? | restart it: it is stuck. Bus and store are no reason, since a restart mends neither |
| \`/readyz\` | can it take work? | wait: it is starting, stopping, or without a connection to bus or store |
| \`/metrics\` | | what Prometheus reads |

After SIGTERM or SIGINT a service is no longer ready, gives back or finishes what it has in hand within \`shutdownMs\`, and ends with exit code 0; with 1 if
the time was too short or it ended by itself. A second signal ends it at once. Nothing is lost either way: what was not answered comes again.`;

function metrics(): string {
	const rows = Object.values<MetricRow>(metricRows).map(({ name, type, labels, by, meaning }) => {
		const said = Object.entries(labels).map(
			([label, values]) => `${code(label)}: ${values.map((each) => (each === "…" ? each : code(each))).join(", ")}`,
		);
		return `| ${[code(name), type, said.join("; "), by.join(", "), sentence(meaning)].join(" | ")} |`;
	});
	return [
		"## Metrics",
		"",
		"Beside these there are the usual ones of the process and of Node.js (`process_…`, `nodejs_…`). No metric is labelled with jobs, workers or images.",
		"",
		"| metric | type | labels | of | meaning |",
		"|---|---|---|---|---|",
		...rows,
	].join("\n");
}

function table(rows: readonly Setting[]): string {
	const lines = rows.map((setting) => {
		const { path, env, secret, form, preset, description } = setting;
		const variables = secret ? `${code(env)} or ${code(fileVariable(setting))}` : code(env);
		return `| ${[code(path.at(-1)!), variables, form, preset, sentence(description)].join(" | ")} |`;
	});
	return ["| key | variable | value | default | meaning |", "|---|---|---|---|---|", ...lines].join("\n");
}

function code(text: string): string {
	return `\`${text}\``;
}

function sentence(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
