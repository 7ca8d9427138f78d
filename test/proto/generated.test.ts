import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("proto/gen is what the .proto files say today", () => {
	const { status, stderr } = spawnSync(process.execPath, ["scripts/proto.js", "--check"], { encoding: "utf8" });
	expect(stderr).toBe("");
	expect(status).toBe(0);
});
