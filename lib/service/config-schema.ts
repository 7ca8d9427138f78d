import { availableParallelism, homedir, hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { EngineName } from "../job/document.ts";

/**
 * Every setting of services and cluster commands: key, environment variable, range, default and meaning. The single source of
 * validation and of docs/configuration.md. Objects are strict: an unknown key is an error, never ignored (F9).
 *
 * Beside what zod knows, a setting's `meta` may say:
 * - `env`: its environment variable
 * - `secret`: its value is never shown, and may come from the file that `<env>_FILE` names
 * - `local`: it is a path; in the configuration file relative ones count from that file
 * - `form`: what may stand there, in words
 * - `preset`: the default in words, where it differs from machine to machine
 */
const text = z.string().min(1);
const whole = z.int().min(1);
/** One second at least: whoever writes 60 for a minute hears of it. */
const milliseconds = z.int().min(1000);

/** Engines whose rows may lie beside each other's: TF32's and halves are too far from all others. */
const mixable = ["onnx", "onnx-cuda", "onnx-webgpu", "tfjs-node-gpu", "tfjs-node", "tfjs-wasm"] as const satisfies readonly EngineName[];

const HOST = String.raw`(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)`;
const server = text.regex(new RegExp(`^(?:(?:nats|tls)://)?${HOST}(?::\\d{1,5})?$`));
const endpoint = text.regex(new RegExp(`^https?://${HOST}(?::\\d{1,5})?/?$`));

/** Files of an encrypted connection; each part of the cluster has its own. */
function tlsFiles(to: "NATS" | "S3") {
	const pem = (name: string, description: string, example: string) =>
		text.optional().meta({ env: `FROSTLINE_${to}_TLS_${name}`, form: "path", local: true, description, examples: [example] });
	return {
		ca: pem("CA", "PEM file of the authority that signed the servers' certificates, where it is not a public one", "/etc/frostline/ca.pem"),
		cert: pem("CERT", "PEM file of this client's certificate, where servers ask for one", "/etc/frostline/tls.crt"),
		key: pem("KEY", "PEM file of the certificate's key", "/etc/frostline/tls.key"),
	};
}

/** A number of bytes as people and Kubernetes write it: 20 GB, 20G, 20GiB, 20Gi. */
const BYTES = /^(\d+(?:\.\d+)?) ?(?:([kKMGT])(i)?)?B?$/;

const nats = z.strictObject({
	servers: z
		.array(server)
		.min(1)
		.meta({
			env: "FROSTLINE_NATS_URL",
			form: "list of nats://host:port or tls://host:port",
			description:
				"servers of one NATS cluster, with JetStream. The variable has commas between them. Credentials have settings of their own and are no part of an address",
			examples: [["nats://127.0.0.1:4222"]],
		}),
	user: text.optional().meta({ env: "FROSTLINE_NATS_USER", description: "user to sign in as", examples: ["frostline"] }),
	password: text.optional().meta({ env: "FROSTLINE_NATS_PASSWORD", secret: true, description: "the user's password" }),
	token: text.optional().meta({ env: "FROSTLINE_NATS_TOKEN", secret: true, description: "a token instead of user and password" }),
	credentials: text.optional().meta({
		env: "FROSTLINE_NATS_CREDENTIALS",
		form: "path",
		local: true,
		description: "`.creds` file (JWT and seed) instead of user and password",
		examples: ["/etc/frostline/nats.creds"],
	}),
	tls: z
		.strictObject(tlsFiles("NATS"))
		.prefault({})
		.describe("Encryption of the connection to NATS. Any of these, or a `tls://` address, refuses a server without it."),
	prefix: text
		.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/)
		.default("frostline")
		.meta({
			env: "FROSTLINE_PREFIX",
			form: "lower-case letters, digits, - and _, up to 40",
			description: "begins the names of all streams and subjects, so that several installations can share a server",
		}),
	replicas: z.int().min(1).max(5).default(1).meta({
		env: "FROSTLINE_NATS_REPLICAS",
		description: "NATS servers that keep each stream. 3 in a cluster of three outlives one of them; the coordinator sets streams up so",
	}),
	ackWaitMs: milliseconds.default(60_000).meta({
		env: "FROSTLINE_ACK_WAIT_MS",
		description:
			"work that shows no sign of life for so long is given to another worker. It should be longer than any single native call of the engine takes",
	}),
});

const s3 = z.strictObject({
	endpoint: endpoint.meta({
		env: "FROSTLINE_S3_ENDPOINT",
		form: "http://host:port or https://host:port",
		description: "any S3-compatible service that keeps conditional writes: AWS S3, MinIO, SeaweedFS",
		examples: ["http://127.0.0.1:9000"],
	}),
	region: text.default("us-east-1").meta({ env: "FROSTLINE_S3_REGION", description: "the bucket's region" }),
	bucket: text
		.regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
		.default("frostline")
		.meta({
			env: "FROSTLINE_S3_BUCKET",
			form: "lower-case letters, digits, dots and hyphens, 3 to 63",
			description: "bucket of features, models and reports; the coordinator makes it where it is not there",
		}),
	prefix: z
		.string()
		.regex(/^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?$/)
		.default("")
		.meta({
			env: "FROSTLINE_S3_PREFIX",
			form: "letters, digits, dots, - and _, with / between parts",
			description: "keys begin with this and a slash, so that several installations can share a bucket",
			examples: ["team-a"],
		}),
	accessKey: text.meta({ env: "FROSTLINE_S3_ACCESS_KEY", secret: true, description: "access key; needs to read, write, list and remove" }),
	secretKey: text.meta({ env: "FROSTLINE_S3_SECRET_KEY", secret: true, description: "its secret" }),
	tls: z
		.strictObject(tlsFiles("S3"))
		.prefault({})
		.describe("Encryption of the connection to the store, for an `https://` endpoint: with `http://` any of these is an error."),
});

const cache = z.strictObject({
	folder: text.default(cacheFolder).meta({
		env: "FROSTLINE_CACHE",
		form: "path",
		local: true,
		preset: "`~/.cache/frostline` (on macOS `~/Library/Caches/frostline`, on Windows `%LOCALAPPDATA%\\frostline`)",
		description: "local copies of objects, below `objects`. Losing it costs a download, nothing else",
		examples: ["/var/cache/frostline"],
	}),
	bytes: z
		.union([z.int().min(0), z.string().regex(BYTES).transform(bytesOf)])
		.default(20e9)
		.meta({
			env: "FROSTLINE_CACHE_BYTES",
			form: "bytes, as 20 GB or 20Gi",
			preset: "`20 GB`",
			description: "size of the local copies; what was not used for longest makes room",
			examples: ["20 GB"],
		}),
});

const http = z.strictObject({
	host: text.default("0.0.0.0").meta({ env: "FROSTLINE_HTTP_HOST", description: "address that probes and metrics are served on" }),
	port: z
		.int()
		.min(0)
		.max(65_535)
		.default(8080)
		.meta({ env: "FROSTLINE_HTTP_PORT", description: "its port; 0 takes a free one and logs which" }),
});

const compute = z.strictObject({
	threads: whole.default(availableParallelism).meta({
		env: "FROSTLINE_THREADS",
		preset: "the cores that the process may use",
		description: "compute processes, each on one core",
		examples: [8],
	}),
	launcher: z
		.array(text)
		.optional()
		.meta({
			env: "FROSTLINE_COMPUTE_LAUNCHER",
			form: "list of words",
			description:
				"a command, and its first arguments, that starts each compute process in a sandbox of yours (SECURITY.md). The variable has commas between them",
			examples: [["unshare", "--user", "--map-current-user", "--net"]],
		}),
	any: z
		.enum(mixable)
		.optional()
		.meta({
			env: "FROSTLINE_ANY_ENGINE",
			description:
				"what this machine computes jobs of `engine: any` with (docs/engines.md); without it `tfjs-node-gpu` where it is installed, else `onnx`",
			examples: ["onnx-cuda"],
		}),
	gpuBatch: whole.optional().meta({
		env: "FROSTLINE_GPU_BATCH",
		description:
			"images that a GPU computes at a time. Without it the fastest number, 64 at most, is measured for each backbone once, and remembered in `cache.folder` as `batch-sizes.json`",
		examples: [32],
	}),
	silenceMs: milliseconds.default(180_000).meta({
		env: "FROSTLINE_SILENCE_MS",
		description: "a compute process that says nothing for so long in the middle of its work is replaced",
	}),
});

const coordinator = z.strictObject({
	leaseMs: milliseconds.default(10_000).meta({
		env: "FROSTLINE_LEASE_MS",
		description: "of several coordinators one leads; when it falls silent, another takes over after so long",
	}),
	window: whole.default(64).meta({ env: "FROSTLINE_WINDOW", description: "shards of one job that wait on the bus at a time" }),
	scanMs: milliseconds.default(30_000).meta({
		env: "FROSTLINE_SCAN_MS",
		description: "how often the store is looked through for what the bus did not tell (F1)",
	}),
});

const traces = z.strictObject({
	endpoint: endpoint.optional().meta({
		env: "FROSTLINE_TRACES_ENDPOINT",
		form: "http://host:port or https://host:port",
		description: "OpenTelemetry collector that takes OTLP over HTTP; without one nothing is sent",
		examples: ["http://otel-collector:4318"],
	}),
});

export const configSchema = z.strictObject({
	nats: nats.prefault({} as never).describe("The bus."),
	s3: s3.prefault({} as never).describe("The store."),
	cache: cache.prefault({}).describe("Local copies of what is in the store, for compute processes, which never touch the network."),
	http: http.prefault({}).describe("Probes and metrics of the three services. Commands do not listen."),
	traces: traces.prefault({}).describe("Traces of jobs: one for each, with a span for each shard and fit."),
	compute: compute.prefault({}).describe("Compute processes of extractor and trainer."),
	coordinator: coordinator.prefault({}).describe("What only the coordinator reads."),
	log: z
		.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"])
		.default("info")
		.meta({ env: "FROSTLINE_LOG", description: "the least level that is logged; logs are JSON lines on stderr" }),
	worker: text
		.max(200)
		.default(() => `${hostname()}-${process.pid}`)
		.meta({
			env: "FROSTLINE_WORKER",
			preset: "host name and process id",
			description: "name of this process in events and logs",
			examples: ["extractor-7"],
		}),
	shutdownMs: milliseconds.default(25_000).meta({
		env: "FROSTLINE_SHUTDOWN_MS",
		description:
			"time to give back or finish work in hand after SIGTERM. It should be shorter than the time after which the platform kills (Kubernetes: 30 s)",
	}),
});

/** Where copies and what was measured of this machine are kept, unless a setting says otherwise. */
export function cacheFolder(): string {
	switch (process.platform) {
		case "darwin":
			return join(homedir(), "Library", "Caches", "frostline");
		case "win32":
			return join(process.env.LOCALAPPDATA || join(homedir(), "AppData", "Local"), "frostline");
		default:
			return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "frostline");
	}
}

function bytesOf(written: string): number {
	const [, digits, letter, binary] = BYTES.exec(written)!;
	const power = letter === undefined ? 0 : "KMGT".indexOf(letter.toUpperCase()) + 1;
	return Math.round(Number(digits) * (binary === undefined ? 1000 : 1024) ** power);
}
