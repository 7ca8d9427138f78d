import type { BusInspection } from "../bus/nats/inspect.ts";
import { type NatsRights, within } from "../bus/nats/rights.ts";
import type { Config } from "../service/config.ts";
import { rightsOf } from "../service/rights.ts";
import { type Role, roles } from "../service/roles.ts";
import type { Attempt, S3Inspection } from "../store/minio-inspect.ts";
import { type Check, checksOf } from "./check.ts";

const { ok, warn, fail, skip } = checksOf("rights");

/** What the server says that this user may do, held against what its service does. */
export function examineNatsRights({ nats, s3 }: Config, role: Role, { rights: has, told, queues }: BusInspection): Check[] {
	const needs = rightsOf({ natsPrefix: nats.prefix, bucket: s3.bucket, prefix: s3.prefix }).nats[role];
	const fix = `give the user what \`frostline rights nats\` prints for ${role}; check that nats.prefix (FROSTLINE_PREFIX) is the one that it was printed for`;
	if (!told) {
		const denied = Object.entries(queues).filter(([queue, state]) => state === "denied" && usesQueue(role, queue));
		if (denied.length > 0)
			return [fail("NATS", `this user may not look at the work of ${denied.map(([queue]) => queue).join(" and ")}`, fix)];
		return [
			skip("NATS", "the server does not say what this user may do: it is older than 2.10, or $SYS.REQ.USER.INFO is not among its rights"),
		];
	}
	if (has === null) return [warn("NATS", "this user may do everything in its account", `fine for trying out; else ${fix}`)];
	const missing = missingRights(needs, has);
	if (missing.length === 0) return [ok("NATS", `all that a ${role} does is allowed`)];
	const [first] = missing;
	return [
		fail(
			"NATS",
			`${missing.length} ${missing.length === 1 ? "right is" : "rights are"} missing: ${missing.slice(0, 4).join("; ")}${missing.length > 4 ? "; …" : ""}`,
			first === undefined ? "" : fix,
		),
	];
}

function usesQueue(role: Role, queue: string): boolean {
	const { pull = [], backlog = [] } = roles[role].bus;
	return [...pull, ...backlog].some((each) => each === queue);
}

/** What is needed and not allowed, in words. */
export function missingRights(needs: NatsRights, has: NatsRights): string[] {
	const lacks = (pattern: string, allow: readonly string[], deny: readonly string[]) =>
		!allow.some((allowed) => within(pattern, allowed)) || deny.some((denied) => within(pattern, denied));
	return [
		...needs.publish.allow
			// Acknowledgements come in one of two forms, and looking at one's own rights is for doctor alone.
			.filter((pattern) => !pattern.startsWith("$SYS.") && !pattern.startsWith("$JS.ACK.*."))
			.filter((pattern) => lacks(pattern, has.publish.allow, has.publish.deny))
			.map((pattern) => `publish to ${pattern}`),
		...needs.subscribe.allow.filter((pattern) => lacks(pattern, has.subscribe.allow, [])).map((pattern) => `subscribe to ${pattern}`),
	];
}

/** A key that no job, feature or image has. */
const NOBODYS = "frostline-doctor";

/** Tries in each place of the store what a role does there, leaving nothing behind. */
export async function examineStoreRights({ s3 }: Config, role: Role, inspection: S3Inspection): Promise<Check[]> {
	const { reads, writes, removes } = roles[role].store;
	const missing: string[] = [];
	let odd: Exclude<Attempt, string> | null = null;
	const attempts: readonly (readonly [string, readonly string[], (key: string) => Promise<Attempt>])[] = [
		["read", reads, inspection.read],
		["write", writes, inspection.write],
		["remove", removes, inspection.remove],
	];
	for (const [verb, patterns, attempt] of attempts)
		for (const pattern of patterns) {
			const outcome = await attempt(pattern.replaceAll("*", NOBODYS));
			if (outcome === "allowed") continue;
			if (outcome.code === "AccessDenied") missing.push(`${verb} ${pattern}`);
			else odd = outcome;
		}
	const fix = `give the key what \`frostline rights s3 ${role}\` prints`;
	if (missing.length > 0)
		return [
			fail(
				"store",
				`${missing.length} ${missing.length === 1 ? "right is" : "rights are"} missing in ${s3.bucket}: ${missing.join("; ")}`,
				fix,
			),
		];
	if (odd !== null)
		return [
			odd.code === "NoSuchBucket"
				? skip("store", "cannot be tried before the bucket is there")
				: warn("store", `could not be tried: ${odd.code} ${odd.message}`, "look at the storage service's log"),
		];
	const more = await forbiddenButAllowed(role, inspection);
	if (more.length > 0)
		return [warn("store", `all that a ${role} does is allowed, and more: ${more.join("; ")}`, `fine for trying out; else ${fix}`)];
	return [ok("store", `all that a ${role} does is allowed, and no more`)];
}

/** One thing that no service does, and one that this one does not. */
async function forbiddenButAllowed(role: Role, inspection: S3Inspection): Promise<string[]> {
	const more: string[] = [];
	if ((await inspection.remove(`packs/${NOBODYS}`)) === "allowed") more.push("remove packs/*");
	const elsewhere = role === "extractor" ? `jobs/_states/${NOBODYS}.json` : `features/${NOBODYS}/${NOBODYS}.safetensors`;
	if ((await inspection.write(elsewhere)) === "allowed") more.push(`write ${elsewhere.replaceAll(NOBODYS, "*")}`);
	return more;
}
