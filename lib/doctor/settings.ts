import { readFileSync, statSync } from "node:fs";
import { UserError } from "../base/errors.ts";
import { type Config, loadConfig } from "../service/config.ts";
import { strayVariables } from "../service/config-environment.ts";
import { fileVariable, settings } from "../service/config-settings.ts";
import { type Check, checksOf, failureOf } from "./check.ts";

const { ok, warn, fail, skip } = checksOf("settings");
const secrets = settings.filter(({ secret }) => secret);

export interface Settings {
	/** Null: there are none, or they are wrong; bus and store cannot be looked at then. */
	readonly config: Config | null;
	readonly checks: readonly Check[];
}

/** Reads the settings as a service would, and looks for what a service would not tell. */
export function examineSettings(file: string | undefined, env: NodeJS.ProcessEnv): Settings {
	const checks: Check[] = strayVariables(env).map(({ name, meant }) =>
		warn(name, "is no setting, and nothing reads it", `is ${meant} meant? docs/configuration.md lists all`),
	);
	checks.push(...secrets.flatMap((setting) => secretFile(fileVariable(setting), env)));
	const named = file ?? (env.FROSTLINE_CONFIG || undefined);
	if (named === undefined && !settings.some(({ path, env: name }) => /^(nats|s3)$/.test(path[0]!) && Boolean(env[name]))) {
		const why = "no bus and no store are set: enough for `frostline run`; the cluster's services need both (docs/cluster.md)";
		return { config: null, checks: [skip("cluster", why), ...checks] };
	}
	try {
		const config = loadConfig({ file, env });
		checks.push(...secrets.flatMap(({ path, env: name }) => padded(path.join("."), name, secretIn(config, path))));
		const launcher = config.compute.launcher?.[0];
		return {
			config,
			checks: [
				ok(
					"cluster",
					`read${named === undefined ? " from variables" : ` from ${named} and variables`}${launcher === undefined ? "" : `; compute processes are started by ${launcher}`}`,
				),
				...checks,
			],
		};
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return { config: null, checks: [failureOf("settings", "cluster", error, "docs/configuration.md lists every setting"), ...checks] };
	}
}

/** A mounted secret that others on the machine may read. */
function secretFile(variable: string, env: NodeJS.ProcessEnv): Check[] {
	const path = env[variable];
	if (!path || process.platform === "win32") return [];
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === undefined) return [fail(variable, `names ${path}, which is not there`, "check the path, and that the secret is mounted")];
	const mode = found.mode & 0o777;
	if ((mode & 0o004) === 0) return [];
	return [
		warn(
			variable,
			`names ${path}, which every user of this machine may read (${mode.toString(8)})`,
			`chmod 400 ${path}; in Kubernetes defaultMode: 0400 of the volume`,
		),
	];
}

function secretIn(config: Config, path: readonly string[]): string {
	const [section, key] = path as [keyof Config, string];
	return String((config[section] as Readonly<Record<string, unknown>>)[key] ?? "");
}

/** A copied secret often brings a space or a line break along, and then it is another secret. */
function padded(setting: string, variable: string, secret: string): Check[] {
	if (secret === secret.trim()) return [];
	return [
		warn(
			setting,
			"begins or ends with a space or a line break, which counts as part of it",
			`write it without, as in: printf %s "$SECRET" > file, or ${variable}=…`,
		),
	];
}

/** The first lines of files that hold credentials, as a person would look at them; null where none is named or it cannot be read. */
export function credentialsOf(config: Config): string | null {
	try {
		return config.nats.credentials === undefined ? null : readFileSync(config.nats.credentials, "utf8");
	} catch {
		return null; // connecting says why
	}
}
