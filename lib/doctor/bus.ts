import { credentialsEnd } from "../bus/nats/credentials.ts";
import { type Greeting, greeting, NoGreeting } from "../bus/nats/greeting.ts";
import { type BusInspection, inspectBus } from "../bus/nats/inspect.ts";
import type { Config } from "../service/config.ts";
import { connectionOf } from "../service/connect.ts";
import type { Role } from "../service/roles.ts";
import { type Check, checksOf, failureOf } from "./check.ts";
import { compareVersions } from "./environment.ts";
import { credentialsOf } from "./settings.ts";

const { ok, warn, fail } = checksOf("bus");

/** One message for each subject of a work queue, and dead letters found by their subjects: nats-server 2.9. */
const LEAST_VERSION = "2.9.0";
const ANSWER_MS = 5_000;
const SOON_MS = 7 * 24 * 60 * 60 * 1000;

export interface BusExamined {
	readonly checks: readonly Check[];
	/** Null: nobody could sign in. */
	readonly inspection: BusInspection | null;
}

/** From the address to the streams, step by step, so that the first thing that is wrong is the one that is named. */
export async function examineBus(config: Config, role: Role): Promise<BusExamined> {
	const checks: Check[] = [];
	let greeted: Greeting | null = null;
	for (const server of config.nats.servers) {
		const { check, said } = await greet(server);
		checks.push(check);
		greeted ??= said;
	}
	if (greeted === null) return { checks, inspection: null };
	checks.push(...served(greeted, config), ...expiry(config));
	if (checks.some(({ state, name }) => state === "fail" && name !== "server")) return { checks, inspection: null };
	try {
		const inspection = await inspectBus({ ...(await connectionOf(config.nats, role)), prefix: config.nats.prefix, patient: false });
		const who =
			inspection.user === null ? "" : ` as ${inspection.user}${inspection.account === null ? "" : ` of account ${inspection.account}`}`;
		checks.push(
			ok("signing in", `works${who}${config.nats.tls.cert === undefined ? "" : ", with a certificate of its own"}`),
			...streams(inspection, role),
		);
		return { checks, inspection };
	} catch (error) {
		checks.push(refused(error, greeted));
		return { checks, inspection: null };
	}
}

async function greet(server: string): Promise<{ check: Check; said: Greeting | null }> {
	try {
		const said = await greeting(server, ANSWER_MS);
		return {
			check: ok("server", `${server} is nats-server ${said.version}${said.cluster === null ? "" : `, of the cluster ${said.cluster}`}`),
			said,
		};
	} catch (error) {
		if (!(error instanceof NoGreeting)) throw error;
		const fixes = {
			"unknown host":
				"check the host's name in nats.servers (FROSTLINE_NATS_URL); within Kubernetes it is the Service's name, in another namespace with .namespace after it",
			refused: "check the port in nats.servers (FROSTLINE_NATS_URL; NATS has 4222 for clients), and that the server runs",
			silent:
				"a firewall or a NetworkPolicy may swallow the connection; or it is a port of NATS that is not for clients (those for clusters, leaf nodes, monitoring)",
			"other service": "nats.servers (FROSTLINE_NATS_URL) leads to something else: NATS has 4222 for clients, 8222 is its monitoring",
		};
		return { check: fail("server", `no NATS server at ${server}: ${error.message}`, fixes[error.reason]), said: null };
	}
}

function served({ version, jetstream, tlsAvailable, tlsRequired, authRequired, cluster }: Greeting, { nats }: Config): Check[] {
	const checks: Check[] = [];
	if (compareVersions(version, LEAST_VERSION) < 0)
		checks.push(
			fail(
				"server version",
				`nats-server ${version} is too old: ${LEAST_VERSION} or later is needed`,
				"update the server; its streams stay",
			),
		);
	if (!jetstream)
		checks.push(
			fail(
				"JetStream",
				"the server runs without it",
				"start nats-server with -js, or with jetstream { store_dir: … } in its configuration",
			),
		);
	const wanted = nats.servers.some((server) => server.startsWith("tls://")) || Object.values(nats.tls).some((file) => file !== undefined);
	if (wanted && !tlsAvailable)
		checks.push(
			fail(
				"TLS",
				"is wanted by the settings, and the server does not offer it",
				"give the server a certificate (tls { cert_file, key_file }); without, leave out nats.tls and tls://",
			),
		);
	else if (!wanted && tlsRequired)
		checks.push(
			warn(
				"TLS",
				"the server wants it and the settings do not name an authority, so only a certificate of a public one is taken",
				"let nats.tls.ca (FROSTLINE_NATS_TLS_CA) name the authority",
			),
		);
	else checks.push(ok("TLS", wanted ? "wanted and offered" : "is not used: what is said can be read on the way"));
	const signs = nats.user !== undefined || nats.token !== undefined || nats.credentials !== undefined || nats.tls.cert !== undefined;
	if (authRequired && !signs)
		checks.push(
			fail(
				"credentials",
				"the server wants some, and the settings have none",
				"set FROSTLINE_NATS_USER and FROSTLINE_NATS_PASSWORD_FILE, or FROSTLINE_NATS_CREDENTIALS",
			),
		);
	if (nats.replicas > 1 && cluster === null)
		checks.push(
			fail(
				"nats.replicas",
				`${nats.replicas} servers are to keep each stream, and this one stands alone`,
				"set nats.replicas (FROSTLINE_NATS_REPLICAS) to 1, or run a NATS cluster of three",
			),
		);
	return checks;
}

function expiry(config: Config): Check[] {
	const end = credentialsEnd(credentialsOf(config) ?? "");
	if (end === null) return [];
	const left = end.getTime() - Date.now();
	const fix = "have another issued (nsc edit user, nsc generate creds) and put it into the file that nats.credentials names";
	if (left < 0) return [fail("credentials", `have expired, on ${day(end)}`, fix)];
	return left < SOON_MS ? [warn("credentials", `expire soon, on ${day(end)}`, fix)] : [ok("credentials", `are good until ${day(end)}`)];
}

function day(date: Date): string {
	return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** What went wrong between greeting and signing in. */
function refused(error: unknown, { tlsAvailable }: Greeting): Check {
	const message = error instanceof Error ? error.message : String(error);
	if (/expired/i.test(message) && /cert/i.test(message))
		return fail(
			"TLS",
			`the server's certificate is not taken: ${message}`,
			"renew the server's certificate; if it is new, look at this machine's clock",
		);
	if (/altnames|Hostname/i.test(message))
		return fail(
			"TLS",
			`the server's certificate is for other names: ${message}`,
			"name the server in nats.servers as its certificate does, or have one issued with this name",
		);
	if (/unable to (verify|get)|self.signed|issuer/i.test(message))
		return fail(
			"TLS",
			`the server's certificate is of an authority that is not trusted: ${message}`,
			"let nats.tls.ca (FROSTLINE_NATS_TLS_CA) name the authority's certificate",
		);
	if (tlsAvailable && /certificate|handshake|alert|SSL|TLS|ECONNRESET|disconnect|closed/i.test(message))
		return fail(
			"TLS",
			`the server does not take this client: ${message}`,
			"the server wants a client's certificate of its authority: nats.tls.cert and nats.tls.key (FROSTLINE_NATS_TLS_CERT, FROSTLINE_NATS_TLS_KEY)",
		);
	return failureOf("bus", "signing in", error, "look at the NATS server's log");
}

function streams({ queues }: BusInspection, role: Role): Check[] {
	const states = Object.values(queues);
	if (states.includes("silent"))
		return [
			fail(
				"streams",
				"JetStream does not answer this user",
				"enable it for the account (accounts { NAME { jetstream: enabled } }), and see in the server's log whether it has lost its leader or its disk",
			),
		];
	if (states.every((state) => state === "denied")) return []; // rights.ts says so
	if (!states.includes("absent")) return [ok("streams", "are set up")];
	return [
		role === "coordinator"
			? ok("streams", "are not there yet: this coordinator sets them up")
			: warn(
					"streams",
					"are not there yet",
					"start the coordinator first: it sets them up; check that nats.prefix (FROSTLINE_PREFIX) is the same everywhere",
				),
	];
}
