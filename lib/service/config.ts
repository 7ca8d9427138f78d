import { dirname, resolve } from "node:path";
import type { z } from "zod";
import { type Environment, fromEnvironment } from "./config-environment.ts";
import { configError, type Origin } from "./config-error.ts";
import { readConfigFile } from "./config-file.ts";
import { type ConfigProblem, configProblems, contradictions } from "./config-problems.ts";
import { configSchema } from "./config-schema.ts";
import { type Setting, settings, valueAt } from "./config-settings.ts";

type Frozen<T> = T extends readonly unknown[]
	? readonly Frozen<T[number]>[]
	: T extends object
		? { readonly [K in keyof T]: Frozen<T[K]> }
		: T;
type Partly<T> = T extends readonly unknown[]
	? T
	: T extends object
		? { readonly [K in keyof T]?: Partly<NonNullable<T[K]>> | undefined }
		: T;

/** What services and cluster commands are told by whoever runs them: complete, frozen, paths absolute. */
export type Config = Frozen<z.output<typeof configSchema>>;
/** Settings by options of the command line; what is undefined is not set. */
export type Overrides = Partly<z.input<typeof configSchema>>;

export interface ConfigSources {
	/** Option `--config`; without it, FROSTLINE_CONFIG. */
	readonly file?: string | undefined;
	readonly overrides?: Overrides;
	readonly env?: Environment;
	/** What relative paths of options and variables count from. */
	readonly folder?: string;
}

/**
 * Resolves every setting once: option, else environment variable, else configuration file, else default, else an error that names
 * the setting, its variable and the fix. An empty variable is not set. Throws BAD_CONFIG or BAD_YAML with all problems together.
 */
export function loadConfig({ file, overrides = {}, env = process.env, folder = process.cwd() }: ConfigSources = {}): Config {
	const named = file ?? (env.FROSTLINE_CONFIG || undefined);
	const read = named === undefined ? null : readConfigFile(resolve(folder, named), file === undefined ? "FROSTLINE_CONFIG" : "--config");
	const value: unknown = read === null ? {} : structuredClone(read.value);
	const origins = new Map<Setting, Origin>();
	for (const setting of settings) {
		const option = valueAt(overrides, setting.path);
		const variable = option === undefined ? fromEnvironment(setting, env, folder) : null;
		if (option === undefined && variable === null) continue;
		origins.set(setting, variable === null ? { kind: "option" } : { kind: "variable", name: variable.name });
		write(value, setting.path, variable === null ? option : variable.value);
	}
	const fail = (problems: readonly ConfigProblem[]): never => {
		throw configError(problems, origins, read);
	};
	const parsed = configSchema.safeParse(value);
	if (!parsed.success) return fail(configProblems(parsed.error, value));
	const contradicting = contradictions(parsed.data);
	if (contradicting.length > 0) return fail(contradicting);
	for (const setting of settings.filter(({ local }) => local)) {
		const path = valueAt(parsed.data, setting.path);
		const base = origins.has(setting) || read === null ? folder : dirname(read.file);
		if (typeof path === "string") write(parsed.data, setting.path, resolve(base, path));
	}
	return freeze(parsed.data);
}

/** The configuration for a log or for people: secrets are replaced, what is not set is left out. */
export function describeConfig(config: Config): Record<string, unknown> {
	const described: Record<string, unknown> = {};
	for (const { path, secret } of settings) {
		const value = valueAt(config, path);
		if (value !== undefined) write(described, path, secret ? "(set, not shown)" : value);
	}
	return described;
}

/** Sets a value in its sections, which are made where they are not there; what stands in a section's place is left for the schema to refuse. */
function write(document: unknown, path: readonly string[], value: unknown): void {
	if (document === null || typeof document !== "object") return;
	const inner = document as Record<string, unknown>;
	const [key, ...rest] = path;
	if (key === undefined) return;
	if (rest.length === 0) inner[key] = value;
	else {
		if (inner[key] === undefined) inner[key] = {};
		write(inner[key], rest, value);
	}
}

function freeze<T>(value: T): Frozen<T> {
	if (value !== null && typeof value === "object") {
		for (const inner of Object.values(value)) freeze(inner);
		Object.freeze(value);
	}
	return value as Frozen<T>;
}
