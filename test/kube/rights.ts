import { randomBytes } from "node:crypto";
import { frostline } from "../support/frostline.ts";
import { kubectl } from "./kubectl.ts";

const PARTIES = ["coordinator", "extractor", "trainer", "cli"];

/** A user of the bundled NATS for each service and for the command line, with the rights that `frostline rights` says and no more. */
export async function signedIn(namespace: string): Promise<{ readonly values: object; readonly env: NodeJS.ProcessEnv }> {
	const { stdout: accounts } = await frostline(["rights", "nats"]);
	const passwords = Object.fromEntries(PARTIES.map((party) => [party, `p${randomBytes(12).toString("hex")}`]));
	const secret = (name: string, stringData: Readonly<Record<string, string>>) =>
		kubectl(`-n ${namespace} apply -f -`, JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name }, stringData }));
	await secret("nats-users", { "nats.conf": accounts });
	const variable = (party: string) => `FROSTLINE_${party.toUpperCase()}_PASSWORD`;
	await secret("nats-passwords", Object.fromEntries(PARTIES.map((party) => [variable(party), passwords[party]!])));
	for (const party of PARTIES) await secret(`nats-${party}`, { user: `frostline-${party}`, password: passwords[party]! });
	const own = (party: string) => ({ [party]: { secrets: { nats: `nats-${party}` } } });
	return {
		values: {
			bundled: { nats: { auth: { secret: "nats-users", passwords: "nats-passwords" } } },
			nats: { auth: { kind: "password" } },
			...own("coordinator"),
			...own("extractor"),
			...own("trainer"),
		},
		env: { FROSTLINE_NATS_USER: "frostline-cli", FROSTLINE_NATS_PASSWORD: passwords.cli! },
	};
}
