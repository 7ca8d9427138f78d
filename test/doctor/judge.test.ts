import { describe, expect, test } from "vitest";
import type { NatsRights } from "../../lib/bus/nats/rights.ts";
import { examineClock } from "../../lib/doctor/clock.ts";
import { compareVersions, node } from "../../lib/doctor/environment.ts";
import { examineGpu } from "../../lib/doctor/gpu.ts";
import { missingRights } from "../../lib/doctor/rights.ts";
import { judge } from "../../lib/doctor/versions.ts";
import type { ServiceInfo } from "../../proto/codec.ts";
import { temporaryFolder } from "../support/folder.ts";

describe("Node.js", () => {
	test.each([
		["20.19.0", "ok"],
		["20.18.9", "fail"],
		["18.20.4", "fail"],
		["25.1.0", "ok"],
	])("%s, where 20.19 is needed: %s", (version, state) => {
		const check = node(version, ">=20.19");
		expect(check.state).toBe(state);
		if (state === "fail") expect(check.fix).toMatch(/install Node\.js 20 or later/);
	});

	test("versions are compared by their numbers, not by their letters", () => {
		expect(compareVersions("2.10.0", "2.9.0")).toBeGreaterThan(0);
		expect(compareVersions("2.9.0-beta.1", "2.9.0")).toBe(0);
		expect(compareVersions("2.9", "2.9.1")).toBeLessThan(0);
	});
});

describe("the clock", () => {
	const now = 1_700_000_000_000;
	/** An answer of a store whose clock is behind this machine's by so many seconds. */
	const behind = (seconds: number) => ({
		date: new Date(now - seconds * 1000 - 500),
		asked: now - 100,
		answered: now + 100,
		status: 403,
		server: "",
	});
	test.each([
		[0, "ok"],
		[20, "ok"],
		[-20, "ok"],
		[40, "warn"],
		[-800, "warn"],
		[900, "fail"],
		[-100_000, "fail"],
	])("off by %i s: %s", (seconds, state) => {
		expect(examineClock(behind(seconds)).state).toBe(state);
		if (seconds !== 0)
			expect(examineClock(behind(seconds)).says).toContain(`${Math.abs(seconds)} s ${seconds > 0 ? "ahead of" : "behind"}`);
	});
});

describe("a GPU", () => {
	test.each([
		[{}, "skip"],
		[{ CUDA_VISIBLE_DEVICES: "" }, "skip"],
		[{ CUDA_VISIBLE_DEVICES: "-1" }, "skip"],
		[{ NVIDIA_VISIBLE_DEVICES: "void" }, "skip"],
		[{ NVIDIA_VISIBLE_DEVICES: "all" }, "fail"],
		[{ CUDA_VISIBLE_DEVICES: "0,1" }, "fail"],
	])("asked for by %j on a machine without one: %s", async (env, state) => {
		expect(examineGpu(env, `${await temporaryFolder()}/`).state).toBe(state);
	});
});

describe("rights", () => {
	const needs: NatsRights = {
		publish: { allow: ["p.event.*", "$JS.ACK.S.workers.>", "$SYS.REQ.USER.INFO"], deny: [] },
		subscribe: { allow: ["_INBOX_p-cli.>"] },
	};
	const all = { allow: [">"], deny: [] };
	test.each<[string, NatsRights, string[]]>([
		["everything", { publish: all, subscribe: { allow: [">"] } }, []],
		["just that", { ...needs }, []],
		["wider patterns", { publish: { allow: ["p.>", "$JS.ACK.>"], deny: [] }, subscribe: { allow: ["_INBOX_p-cli.>"] } }, []],
		[
			"one subject of many",
			{ publish: { allow: ["p.event.a", "$JS.ACK.>"], deny: [] }, subscribe: { allow: [">"] } },
			["publish to p.event.*"],
		],
		["all but what is denied", { publish: { allow: [">"], deny: ["p.>"] }, subscribe: { allow: [">"] } }, ["publish to p.event.*"]],
		["another inbox", { publish: all, subscribe: { allow: ["_INBOX.>"] } }, ["subscribe to _INBOX_p-cli.>"]],
	])("with %s", (_, has, missing) => {
		expect(missingRights(needs, has)).toEqual(missing);
	});
});

describe("who is there", () => {
	const info = (service: ServiceInfo["service"], more: Partial<ServiceInfo> = {}): ServiceInfo => ({
		service,
		worker: `${service}-1`,
		version: "1.2.3",
		started: 0,
		hands: [],
		done: 0,
		leads: false,
		...more,
	});
	const states = (checks: ReturnType<typeof judge>) => checks.map(({ name, state }) => `${name} ${state}`);
	test("all of one version, one that leads", () => {
		const heard = [info("coordinator", { leads: true }), info("coordinator"), info("extractor"), info("trainer")];
		expect(states(judge(heard, "1.2.3"))).toEqual(["services ok", "versions ok"]);
		expect(judge(heard, "1.2.3")[0]!.says).toBe("2 coordinators, 1 extractor, 1 trainer");
	});

	test("nobody leads; another version; a version that is not understood", () => {
		expect(states(judge([info("coordinator"), info("extractor"), info("trainer")], "1.2.3"))).toEqual(["services warn", "versions ok"]);
		expect(states(judge([info("coordinator", { leads: true, version: "1.2.2" }), info("extractor"), info("trainer")], "1.2.3"))).toEqual([
			"services ok",
			"versions warn",
		]);
		expect(states(judge([{ other: "protocol 9" }], "1.2.3"))).toEqual(["protocol warn", "services warn"]);
	});
});
