import { decodeServiceInfo, type ServiceInfo } from "../../proto/codec.ts";
import { FrostlineError } from "../base/errors.ts";
import type { Config } from "../service/config.ts";
import { openBus } from "../service/connect.ts";
import type { Role } from "../service/roles.ts";
import { type Check, checksOf, failureOf } from "./check.ts";

const { ok, warn, skip } = checksOf("versions");
/** How long everybody has to answer. */
const WAIT_MS = 1_000;

/** Who is there, of which version, and whether somebody leads. */
export async function examineVersions(config: Config, role: Role, version: string): Promise<Check[]> {
	if (role === "extractor" || role === "coordinator")
		return [skip("services", `a ${role} has no right to ask who is there: frostline doctor as cli does`)];
	try {
		const bus = await openBus(config, { service: role, setUp: false });
		try {
			return judge((await bus.survey("services", new Uint8Array(0), WAIT_MS)).map(read), version);
		} finally {
			await bus.close();
		}
	} catch (error) {
		if (!(error instanceof FrostlineError)) throw error;
		return [failureOf("versions", "services", error, "look at the NATS server's log")];
	}
}

type Heard = ServiceInfo | { readonly other: string };

/** Null of one whose answer this version cannot read. */
function read(bytes: Uint8Array): Heard {
	try {
		return decodeServiceInfo(bytes);
	} catch (error) {
		return { other: error instanceof Error ? error.message : String(error) };
	}
}

export function judge(heard: readonly Heard[], version: string): Check[] {
	const infos = heard.filter((each): each is ServiceInfo => !("other" in each));
	const foreign = heard.find((each): each is { other: string } => "other" in each);
	const checks: Check[] = [];
	if (foreign !== undefined)
		checks.push(
			warn("protocol", `a service answers that this version does not understand: ${foreign.other}`, "run the same release everywhere"),
		);
	const kinds = ["coordinator", "extractor", "trainer"] as const;
	const counted = kinds.map((kind) => [kind, infos.filter(({ service }) => service === kind).length] as const);
	const says = counted.map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`).join(", ");
	const missing = counted.filter(([, count]) => count === 0).map(([kind]) => kind);
	if (missing.length > 0)
		checks.push(
			warn(
				"services",
				`${says}: no ${missing.join(" and no ")} answers, so jobs would wait`,
				`start ${missing.map((kind) => `frostline ${kind}`).join(", ")}; check that nats.prefix (FROSTLINE_PREFIX) is the same everywhere`,
			),
		);
	else if (!infos.some(({ leads }) => leads))
		checks.push(
			warn(
				"services",
				`${says}, and no coordinator leads just now`,
				"look again in some seconds; if it stays, look at the coordinators' logs",
			),
		);
	else checks.push(ok("services", says));
	const others = [
		...new Set(infos.filter((info) => info.version !== version).map((info) => `${info.service} ${info.worker} ${info.version}`)),
	].sort();
	if (others.length > 0)
		checks.push(
			warn(
				"versions",
				`this is ${version}, and there ${others.length === 1 ? "is" : "are"} ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", …" : ""}`,
				"during an upgrade that passes; else run the same release everywhere",
			),
		);
	else if (infos.length > 0) checks.push(ok("versions", `everybody runs ${version}`));
	return checks;
}
