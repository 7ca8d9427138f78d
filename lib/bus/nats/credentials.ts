/** When the JWT in a .creds file ends; null where it does not say, or there is none. */
export function credentialsEnd(creds: string): Date | null {
	const jwt = /-----BEGIN NATS USER JWT-----\s*([\w.-]+)\s*-/.exec(creds)?.[1];
	try {
		const { exp } = JSON.parse(Buffer.from(jwt?.split(".")[1] ?? "", "base64url").toString()) as { exp?: number };
		return typeof exp === "number" && exp > 0 ? new Date(exp * 1000) : null;
	} catch {
		return null;
	}
}
