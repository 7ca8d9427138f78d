import { describe, expect, test } from "vitest";
import { within } from "../../lib/bus/nats/rights.ts";
import { natsAccounts, nscCommands, ROLES, rightsOf } from "../../lib/service/rights.ts";

const rights = rightsOf({ natsPrefix: "team-a", bucket: "pictures", prefix: "frost", images: ["s3://photos/cats"] });

describe("subjects within patterns", () => {
	test.each([
		["a.b", "a.b", true],
		["a.b", "a.*", true],
		["a.b", "a.>", true],
		["a", "a.>", false],
		["a.b.c", "a.*", false],
		["a.*", "a.b", false],
		["a.*", "a.*", true],
		["a.>", "a.*", false],
		["a.>", "a.>", true],
		["a.*.c", "a.>", true],
		[">", ">", true],
		[">", "*", false],
	])("%s is within %s: %s", (inner, outer, is) => {
		expect(within(inner, outer)).toBe(is);
	});
});

describe("rights", () => {
	test("are those of one installation: every name has its prefix", () => {
		for (const role of ROLES) {
			const { publish, subscribe } = rights.nats[role];
			const foreign = [...publish.allow, ...subscribe.allow].filter((subject) => !/team-a|TEAM-A/.test(subject));
			// A job's events are a stream of their own, whose name cannot be known here.
			expect([
				role,
				foreign.filter(
					(subject) => !/^\$JS\.API\.(STREAM\.(INFO|CREATE|UPDATE)\.\*|CONSUMER\.[A-Z.]+\.\*\.\*)$|^\$SYS\.REQ\.USER\.INFO$/.test(subject),
				),
			]).toEqual([role, []]);
			for (const { Resource } of rights.s3[role].Statement)
				for (const resource of Resource) expect(resource).toMatch(/^arn:aws:s3:::(pictures|pictures\/frost\/.+|photos|photos\/cats\*)$/);
		}
	});

	test("no service may read what another is told, or take another's work", () => {
		for (const role of ROLES) {
			const { publish, subscribe } = rights.nats[role];
			for (const other of ROLES.filter((each) => each !== role))
				expect(subscribe.allow.some((pattern) => within(`_INBOX_team-a-${other}.x`, pattern))).toBe(false);
			for (const [queue, puller] of [
				["EXTRACT", "extractor"],
				["FIT", "trainer"],
			]) {
				const subject = `$JS.API.CONSUMER.MSG.NEXT.TEAM-A_WORK_${queue}.workers`;
				const may = publish.allow.some((pattern) => within(subject, pattern)) && !publish.deny.some((pattern) => within(subject, pattern));
				expect([role, queue, may]).toEqual([role, queue, role === puller]);
			}
		}
	});

	test("images elsewhere are read by services, and not by who submits", () => {
		const reads = (role: (typeof ROLES)[number]) =>
			rights.s3[role].Statement.some(({ Resource }) => Resource.includes("arn:aws:s3:::photos/cats*"));
		expect(ROLES.map((role) => [role, reads(role)])).toEqual([
			["coordinator", true],
			["extractor", true],
			["trainer", true],
			["cli", false],
		]);
		const lists = (role: (typeof ROLES)[number]) =>
			rights.s3[role].Statement.some(({ Resource }) => Resource.includes("arn:aws:s3:::photos"));
		expect(ROLES.filter(lists)).toEqual(["coordinator"]);
	});

	test("as texts name every user, and no password", () => {
		const conf = natsAccounts(rights, "TEAM_A");
		const nsc = nscCommands(rights, "TEAM_A");
		for (const role of ROLES) {
			expect(conf).toContain(`user: "team-a-${role}"`);
			expect(conf).toContain(`password: $TEAM_A_${role.toUpperCase()}_PASSWORD`);
			expect(nsc).toContain(`nsc add user --account TEAM_A --name team-a-${role} `);
		}
	});
});
