import type { Command } from "commander";
import pc from "picocolors";
import { UserError } from "../lib/base/errors.ts";
import { AREAS, type Check } from "../lib/doctor/check.ts";
import { neededNode, version } from "./version.ts";

interface DoctorOptions {
	readonly as: string;
	readonly config?: string;
	readonly output: string;
}

const ROLES = ["cli", "coordinator", "extractor", "trainer"] as const;

/** `frostline doctor`: what is wrong with this machine, its settings, NATS and the store, each with its fix. */
export function addDoctor(program: Command, exit: (code: number) => void): void {
	program
		.command("doctor")
		.description(
			"look at everything that a job needs: settings, machine, engines, NATS, store, rights, clock, versions; each fault with its fix",
		)
		.argument("[areas...]", `what to look at: ${AREAS.join(", ")}; without it all`)
		.option("--as <service>", `whose rights to look at: ${ROLES.join(", ")}`, "cli")
		.option("--config <file>", "settings as YAML or JSON; without it FROSTLINE_CONFIG; variables go before both (docs/configuration.md)")
		.option("-o, --output <format>", "table or json", "table")
		.addHelpText(
			"after",
			"\nLeaves nothing behind, in bus and store neither. Without settings of a cluster it looks at this machine alone.\nExit codes: 0 nothing is wrong (warnings aside), 1 something is.\nExample, in a pod: frostline doctor --as extractor",
		)
		.action(async (areas: string[], options: DoctorOptions) => exit(await doctorCommand(areas, options)));
}

async function doctorCommand(named: readonly string[], { as, config, output }: DoctorOptions): Promise<number> {
	const role = ROLES.find((each) => each === as);
	if (role === undefined) throw new UserError("BAD_ARGUMENT", `--as wants one of ${ROLES.join(", ")}, got ${as}`);
	if (output !== "table" && output !== "json") throw new UserError("BAD_ARGUMENT", `--output wants table or json, got ${output}`);
	const unknown = named.find((each) => !AREAS.some((area) => area === each));
	if (unknown !== undefined) throw new UserError("BAD_ARGUMENT", `there is no ${unknown} to look at: ${AREAS.join(", ")}`);
	const areas = new Set(named.length === 0 ? AREAS : AREAS.filter((area) => named.includes(area)));
	const { examine } = await import("../lib/doctor/index.ts");
	const checks: Check[] = [];
	let area = "";
	for await (const check of examine({ file: config, env: process.env, role, version: version(), node: neededNode(), areas })) {
		checks.push(check);
		if (output === "json") continue;
		if (check.area !== area) process.stdout.write(`${area === "" ? "" : "\n"}${pc.bold(check.area)}\n`);
		area = check.area;
		process.stdout.write(lineOf(check));
	}
	const failed = checks.filter(({ state }) => state === "fail").length;
	const warned = checks.filter(({ state }) => state === "warn").length;
	if (output === "json") process.stdout.write(`${JSON.stringify({ as: role, version: version(), failed, warned, checks })}\n`);
	else
		process.stderr.write(
			`\n${failed === 0 ? "nothing is wrong" : `${failed} ${failed === 1 ? "thing is" : "things are"} wrong`}${warned === 0 ? "" : `, ${warned} may surprise`}\n`,
		);
	return failed === 0 ? 0 : 1;
}

const MARKS = { ok: pc.green("ok  "), warn: pc.yellow("warn"), fail: pc.red("FAIL"), skip: pc.dim("–   ") };

function lineOf({ name, state, says, fix }: Check): string {
	const line = `  ${MARKS[state]}  ${name}: ${says.replaceAll("\n", "\n        ")}\n`;
	return fix === null ? line : `${line}        ${pc.green("fix")} ${fix}\n`;
}
