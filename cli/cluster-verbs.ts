import type { Command } from "commander";
import { version } from "./version.ts";

/**
 * The verbs of the cluster: three services, and what a person does with jobs. Their code, and the libraries it needs, is loaded when one is used: `run` on one
 * machine starts without them.
 */
export function addClusterVerbs(program: Command, exit: (code: number) => void): void {
	const verb = (name: string, description: string, after = "") =>
		program
			.command(name)
			.description(description)
			.option("--config <file>", "settings as YAML or JSON; without it FROSTLINE_CONFIG; variables go before both (docs/configuration.md)")
			.addHelpText("after", after);
	const output = (command: Command) => command.option("-o, --output <format>", "table or json", "table");

	for (const service of ["coordinator", "extractor", "trainer"] as const) {
		verb(service, SERVICES[service], SERVICE_HELP).action(async (options) => {
			const { serviceCommand } = await import("./cluster/services.ts");
			exit(await serviceCommand(service, options, version()));
		});
	}

	verb("drain", "let the service on this machine take no more work and finish what it has, before it is stopped", DRAIN_HELP)
		.option("--wait <seconds>", "how long for what is in hand", "60")
		.option("--pid <pid>", "the service's process", "1")
		.action(async (options) => {
			const { drainCommand } = await import("./cluster/drain.ts");
			exit(await drainCommand(options));
		});

	output(verb("submit", "hand a job to the cluster and watch it", SUBMIT_HELP))
		.argument("<job>", "the job document, YAML or JSON")
		.option("--id <id>", "the job's id; without it, its name and the digest of what its document means")
		.option("--detach", "come back at once; `frostline watch` shows how it goes", false)
		.option("--fresh", "fit from the start, leaving older checkpoints aside; features are still reused", false)
		.option("--set <path=value>", "override a value of the document, as in fit.epochs=3; may be repeated", collect, [])
		.action(async (file: string, options) => {
			const { submitCommand } = await import("./cluster/submit.ts");
			exit(await submitCommand(file, options));
		});

	output(verb("watch", "show a job's progress from its beginning to its end", "\n-o json prints one event a line (docs/events.md)."))
		.argument("<job>", "the job's id")
		.action(async (job: string, options) => {
			const { watchCommand } = await import("./cluster/watch.ts");
			exit(await watchCommand(job, options));
		});

	output(verb("ls", "list the cluster's jobs, the newest first")).action(async (options) => {
		const { lsCommand } = await import("./cluster/ls.ts");
		exit(await lsCommand(options));
	});

	output(verb("get", "fetch a finished job's result, report and model", "\nExample: frostline get flowers-1a2b3c4d --out results"))
		.argument("<job>", "the job's id")
		.option("--out <folder>", "where the files go; without it a folder named like the job")
		.action(async (job: string, options) => {
			const { getCommand } = await import("./cluster/get.ts");
			exit(await getCommand(job, options));
		});

	output(verb("cancel", "end a job; what it has computed stays for others"))
		.argument("<job>", "the job's id")
		.action(async (job: string, options) => {
			const { cancelCommand } = await import("./cluster/cancel.ts");
			exit(await cancelCommand(job, options));
		});

	output(verb("logs", "everything that was said of a job, with times and workers"))
		.argument("<job>", "the job's id")
		.option("-f, --follow", "go on until the job ends", false)
		.action(async (job: string, options) => {
			const { logsCommand } = await import("./cluster/logs.ts");
			exit(await logsCommand(job, options));
		});

	output(verb("workers", "who is there, and what they work on")).action(async (options) => {
		const { workersCommand } = await import("./cluster/workers.ts");
		exit(await workersCommand(options));
	});

	output(
		verb(
			"dlq",
			"work that was given up: list it, look at it, try it again",
			"\nExamples: frostline dlq ls; frostline dlq show ID; frostline dlq retry ID",
		),
	)
		.argument("<what>", "ls, show or retry")
		.argument("[id]", "the work's id, or a job's: all of its work")
		.action(async (what: string, id: string | undefined, options) => {
			const { dlqCommand } = await import("./cluster/dlq.ts");
			exit(await dlqCommand(what, id, options));
		});

	verb("rights", "print what NATS and the store have to allow each service: users of an account, and S3 policies", RIGHTS_HELP)
		.argument("[what]", "nats (for the server's configuration), nsc (commands for operator mode) or s3 (policies); without it all, as JSON")
		.argument("[service]", "coordinator, extractor, trainer or cli: its part alone")
		.option("--account <name>", "the NATS account; without it nats.prefix in capitals")
		.option("--images <place>", "s3://bucket/prefix of images that jobs read in place; may be repeated", collect, [])
		.option("--out <folder>", "write everything there: nats.conf, nsc.sh, s3-SERVICE.json")
		.option("-o, --output <format>", "text or json", "text")
		.action(async (what: string | undefined, service: string | undefined, options) => {
			const { rightsCommand } = await import("./cluster/rights.ts");
			exit(await rightsCommand(what, service, options));
		});
}

const SERVICES = {
	coordinator: "run the service that turns jobs into shards, sees them done and answers people; several may run, one leads",
	extractor: "run the service that computes features; as many as there are machines",
	trainer: "run the service that fits heads",
} as const;
const SERVICE_HELP =
	"\nNeeds NATS with JetStream and an S3-compatible store: FROSTLINE_NATS_URL, FROSTLINE_S3_ENDPOINT, FROSTLINE_S3_ACCESS_KEY, FROSTLINE_S3_SECRET_KEY.\nServes /livez, /readyz and /metrics on FROSTLINE_HTTP_PORT. SIGTERM gives back what is in hand and stops.";
const RIGHTS_HELP =
	"\nOf the settings nats.prefix, s3.bucket and s3.prefix count. SECURITY.md says how the parts are used.\nExamples: frostline rights nats > frostline.conf; frostline rights s3 extractor; frostline rights --out rights";
const DRAIN_HELP =
	"\nIn a container the service is process 1. Ends when nothing is in hand any more, or the time is over: SIGTERM then gives back what is left.\nExample, as a Kubernetes preStop hook: frostline drain --wait 60";
const SUBMIT_HELP =
	"\nImages that lie on this machine are uploaded once, by their digest; s3://bucket/prefix is read in place.\nSubmitting a job twice is one job. Ctrl-C lets go of it and says how to come back.\nExample: frostline submit flowers.yaml --set fit.epochs=3";

function collect(text: string, all: string[]): string[] {
	return [...all, text];
}
