import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../lib/base/errors.ts";
import { loadConfig } from "../../lib/service/config.ts";
import { natsAccounts, nscCommands, type Rights, ROLES, rightsOf } from "../../lib/service/rights.ts";
import type { Role } from "../../lib/service/roles.ts";

export interface RightsOptions {
	readonly config?: string;
	readonly account?: string;
	readonly images: readonly string[];
	readonly out?: string;
	readonly output: string;
}

export async function rightsCommand(what: string | undefined, service: string | undefined, options: RightsOptions): Promise<number> {
	const { rights, account } = rightsFor(options);
	const texts = textsOf(rights, account);
	if (options.out !== undefined) {
		if (what !== undefined) throw new UserError("BAD_ARGUMENT", "--out writes everything", { fix: `leave ${what} out, or --out` });
		for (const [name, text] of Object.entries(texts)) {
			const file = join(options.out, name);
			await mkdir(dirname(file), { recursive: true });
			await writeFile(file, text);
			process.stderr.write(`${file}\n`);
		}
		return 0;
	}
	process.stdout.write(
		options.output === "json" || what === undefined ? json(chosen(rights, what, service)) : textOf(texts, rights, what, service),
	);
	return 0;
}

/** Names come from the settings; where the servers are, and secrets, do not matter here and need not be set. */
function rightsFor({ config: file, account, images }: RightsOptions): { rights: Rights; account: string } {
	const wrong = images.find((place) => !/^s3:\/\/[^/]+\//.test(`${place}/`));
	if (wrong !== undefined) throw new UserError("BAD_ARGUMENT", `--images wants s3://bucket/prefix, got ${wrong}`);
	const nowhere = { nats: { servers: ["nats://localhost"] }, s3: { endpoint: "https://localhost", accessKey: "none", secretKey: "none" } };
	const { nats, s3 } = loadConfig({ file, overrides: nowhere });
	const rights = rightsOf({ natsPrefix: nats.prefix, bucket: s3.bucket, prefix: s3.prefix, images });
	return { rights, account: account ?? nats.prefix.toUpperCase() };
}

function textsOf(rights: Rights, account: string): Readonly<Record<string, string>> {
	const policies = ROLES.map((role) => [`s3-${role}.json`, json(rights.s3[role])] as const);
	return { "nats.conf": natsAccounts(rights, account), "nsc.sh": nscCommands(rights, account), ...Object.fromEntries(policies) };
}

function textOf(texts: Readonly<Record<string, string>>, rights: Rights, what: string, service: string | undefined): string {
	if (what === "nats") return texts["nats.conf"]!;
	if (what === "nsc") return texts["nsc.sh"]!;
	return json(chosen(rights, what, service));
}

function chosen(rights: Rights, what: string | undefined, service: string | undefined): unknown {
	if (what === undefined) return rights;
	if (what !== "nats" && what !== "nsc" && what !== "s3") throw new UserError("BAD_ARGUMENT", `rights wants nats, nsc or s3, got ${what}`);
	const part = what === "s3" ? rights.s3 : rights.nats;
	if (service === undefined) return part;
	if (!ROLES.includes(service as Role)) throw new UserError("BAD_ARGUMENT", `there is no service ${service}: ${ROLES.join(", ")}`);
	return part[service as Role];
}

function json(value: unknown): string {
	return `${JSON.stringify(value, null, 2)}\n`;
}
