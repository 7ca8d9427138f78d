import { type NatsRights, natsRights } from "../bus/nats/rights.ts";
import { type Bucket, type Policy, s3Policy } from "../store/policy.ts";
import { type Role, roles } from "./roles.ts";

/** What bus and store have to allow each role of one installation, and nothing beside. */
export interface Rights {
	readonly nats: Readonly<Record<Role, NatsUser>>;
	readonly s3: Readonly<Record<Role, Policy>>;
}

export interface NatsUser extends NatsRights {
	readonly user: string;
	/** Name of the environment variable, of the NATS server, that holds the password. */
	readonly passwordVariable: string;
}

export interface Installation extends Bucket {
	/** `nats.prefix`. */
	readonly natsPrefix: string;
	/** `s3://bucket/prefix` of images that jobs read in place. */
	readonly images?: readonly string[];
}

export const ROLES = Object.keys(roles) as Role[];

export function rightsOf({ natsPrefix, images = [], ...bucket }: Installation): Rights {
	const party = (role: Role) => ({ connection: `${natsPrefix}-${role}`, use: roles[role].bus });
	const each = <T>(make: (role: Role) => T) => Object.fromEntries(ROLES.map((role) => [role, make(role)])) as Record<Role, T>;
	return {
		nats: each((role) => ({
			user: `${natsPrefix}-${role}`,
			passwordVariable: `${natsPrefix}_${role}_password`.replaceAll("-", "_").toUpperCase(),
			...natsRights(natsPrefix, party(role), ROLES.map(party)),
		})),
		s3: each((role) => s3Policy(bucket, roles[role].store, images)),
	};
}

/** An account with a user for each role, for the configuration of a NATS server. Passwords come from the server's environment. */
export function natsAccounts({ nats }: Rights, account: string): string {
	const list = (name: string, subjects: readonly string[]) =>
		subjects.length === 0 ? [] : [`${name}: [`, ...subjects.map((subject) => `\t${JSON.stringify(subject)}`), "]"];
	const block = (name: string, lines: readonly string[]) => [`${name}: {`, ...lines.map((line) => `\t${line}`), "}"];
	const users = ROLES.flatMap((role) => {
		const { user, passwordVariable, publish, subscribe } = nats[role];
		const permissions = [
			...block("publish", [...list("allow", publish.allow), ...list("deny", publish.deny)]),
			...block("subscribe", list("allow", subscribe.allow)),
		];
		const inner = [`user: ${JSON.stringify(user)}`, `password: $${passwordVariable}`, ...block("permissions", permissions)];
		return ["{", ...inner.map((line) => `\t${line}`), "}"];
	});
	const lines = block("accounts", block(account, ["jetstream: enabled", "users: [", ...users.map((line) => `\t${line}`), "]"]));
	return `${NATS_HEAD}${lines.join("\n")}\n`;
}

const NATS_HEAD = `# Written by \`frostline rights nats\`: an account with a user for each service, and nothing beside what it does.
# Include it in the server's configuration, which has jetstream { … }, and set the variables below for the server (a password that begins with a letter: NATS
# would read digits as a number; or, in a variable's place, what \`nats server passwd\` makes of a password).
`;

/** The same as commands of \`nsc\`, for servers in operator mode. */
export function nscCommands({ nats }: Rights, account: string): string {
	const users = ROLES.map((role) => {
		const { user, publish, subscribe } = nats[role];
		const option = (name: string, subjects: readonly string[]) => (subjects.length === 0 ? [] : [`--${name} '${subjects.join(",")}'`]);
		const options = [
			`nsc add user --account ${account} --name ${user}`,
			...option("allow-pub", publish.allow),
			...option("deny-pub", publish.deny),
			...option("allow-sub", subscribe.allow),
		];
		return `${options.join(" \\\n  ")}\n`;
	});
	return [`nsc add account --name ${account}\n`, ...users].join("");
}
