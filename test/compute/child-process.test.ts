import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ComputeHost, type HostOptions } from "../../lib/compute/host.ts";

const linux = process.platform === "linux";

/** A compute process that has answered a call. */
async function started(options: HostOptions = {}): Promise<number> {
	const host = new ComputeHost(options);
	onTestFinished(() => host.close());
	expect(await host.call("thumbnails", { files: [], edge: 8 })).toEqual([]);
	return host.pid!;
}

const environmentOf = (pid: number): string[] => readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");

describe.runIf(linux)("F7: a compute process", () => {
	test("knows no credentials: neither variables nor arguments of its parent's reach it", async () => {
		const secret = "hush0hush0hush";
		for (const name of [
			"FROSTLINE_S3_SECRET_KEY",
			"FROSTLINE_NATS_PASSWORD",
			"FROSTLINE_NATS_TOKEN",
			"AWS_SECRET_ACCESS_KEY",
			"NODE_OPTIONS",
			"SOME_TOKEN",
		])
			vi.stubEnv(name, name === "NODE_OPTIONS" ? "--no-warnings" : secret);
		const { execArgv } = process;
		process.execArgv = ["--env-file=/nowhere/secrets.env"];
		onTestFinished(() => {
			process.execArgv = execArgv;
			vi.unstubAllEnvs();
		});
		const pid = await started();
		expect(environmentOf(pid).filter((each) => each.includes(secret) || each.startsWith("NODE_OPTIONS"))).toEqual([]);
		expect(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")).toEqual([process.execPath, expect.stringMatching(/child\.js$/), ""]);
	});

	test("is started by a launcher, and answers through it", async () => {
		const pid = await started({ launcher: ["env", "-u", "HOME", "LAUNCHED=by-env"] });
		expect(environmentOf(pid)).toContain("LAUNCHED=by-env");
		expect(environmentOf(pid).filter((each) => each.startsWith("HOME="))).toEqual([]);
	});

	const unshare = ["unshare", "--user", "--map-current-user", "--net"];
	test.runIf(spawnSync(unshare[0]!, [...unshare.slice(1), "true"]).status === 0)(
		"has no network at all where the launcher takes it away",
		async () => {
			const network = (pid: number | "self") => readlinkSync(`/proc/${pid}/ns/net`);
			expect(network(await started({ launcher: unshare }))).not.toBe(network("self"));
			expect(network(await started())).toBe(network("self"));
		},
	);
});

test("a launcher that cannot be run is COMPUTE_NOT_STARTED, and says which", async () => {
	const host = new ComputeHost({ launcher: ["no-such-program", "--net"] });
	await expect(host.call("thumbnails", { files: [], edge: 8 })).rejects.toMatchObject({
		name: "UserError",
		code: "COMPUTE_NOT_STARTED",
		message: expect.stringContaining("no-such-program cannot be started"),
		fix: expect.stringContaining("FROSTLINE_COMPUTE_LAUNCHER"),
	});
	await host.close();
});
