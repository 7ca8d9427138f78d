import { nkeys } from "nats";

type Key = ReturnType<typeof nkeys.createUser>;

/** An operator with two accounts, and a user of one, whose JWT may have an end: the server's configuration and the user's .creds file, as `nsc` would make them. */
export async function operatorAndUser({ ends }: { ends?: Date } = {}): Promise<{ config: string; creds: string }> {
	const [operator, system, account, user] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createAccount(), nkeys.createUser()];
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const jwt = (issuer: Key, subject: Key, type: string, claims: object, more: object = {}): string => {
		const claim = {
			jti: "x",
			iat: 1,
			iss: issuer.getPublicKey(),
			sub: subject.getPublicKey(),
			name: type,
			nats: { type, version: 2, ...claims },
			...more,
		};
		const signed = `${part({ typ: "JWT", alg: "ed25519-nkey" })}.${part(claim)}`;
		return `${signed}.${Buffer.from(issuer.sign(new TextEncoder().encode(signed))).toString("base64url")}`;
	};
	const exp = ends === undefined ? {} : { exp: Math.floor(ends.getTime() / 1000) };
	const everything = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
	const accountJwt = jwt(operator, account, "account", {
		limits: { ...everything, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
	});
	const userJwt = jwt(account, user, "user", { pub: {}, sub: {}, subs: -1, data: -1, payload: -1 }, exp);
	return {
		config: `operator: ${jwt(operator, operator, "operator", {})}
			system_account: ${system.getPublicKey()}
			resolver: MEMORY
			resolver_preload: {
				${system.getPublicKey()}: ${jwt(operator, system, "account", { limits: everything })}
				${account.getPublicKey()}: ${accountJwt}
			}`,
		creds: `-----BEGIN NATS USER JWT-----\n${userJwt}\n------END NATS USER JWT------\n
-----BEGIN USER NKEY SEED-----\n${Buffer.from(user.getSeed()).toString()}\n------END USER NKEY SEED------\n`,
	};
}
