import type { z } from "zod";
import { suggest } from "../base/suggest.ts";
import { didYouMean, oneOf, shown } from "../job/wording.ts";
import { fileVariable, type Section, type Setting, sectionAt, settingAt, settings, valueAt } from "./config-settings.ts";

type Path = readonly (string | number)[];

/** One thing wrong with the configuration. */
export interface ConfigProblem {
	readonly path: Path;
	readonly message: string;
	/** The key itself is wrong, not its value. */
	readonly atKey?: boolean;
	/** What to do, where it is something else than reading the reference. */
	readonly fix?: string;
}

/** Turns zod's findings into sentences, one for each place. No secret is in them. */
export function configProblems(error: z.ZodError, value: unknown): ConfigProblem[] {
	const places = new Map<string, ConfigProblem>();
	for (const issue of error.issues as z.core.$ZodIssue[]) {
		for (const problem of explain(issue, value)) {
			const place = problem.path.join(".");
			if (!places.has(place)) places.set(place, problem);
		}
	}
	return [...places.values()];
}

type Values = Readonly<Record<string, unknown>>;

/** What contradicts itself, though each setting alone is right. */
export function contradictions({ nats, s3 }: { readonly nats: Values; readonly s3: Values }): ConfigProblem[] {
	const problems: ConfigProblem[] = [];
	const ways = ["user", "token", "credentials"].filter((key) => nats[key] !== undefined);
	const [, second] = ways;
	if (second !== undefined)
		problems.push({ path: ["nats", second], message: `nats.${ways.join(" and nats.")} are several ways to sign in: keep one` });
	if (nats.password !== undefined && nats.user === undefined)
		problems.push({ path: ["nats", "password"], message: "a password needs a user", fix: "set FROSTLINE_NATS_USER or nats.user, too" });
	for (const [section, { tls }] of Object.entries({ nats, s3 })) {
		const { cert, key } = tls as Values;
		if ((cert === undefined) === (key === undefined)) continue;
		const there = cert === undefined ? "key" : "cert";
		problems.push({ path: [section, "tls", there], message: "a certificate and its key go together: one of them is missing" });
	}
	const file = ["ca", "cert", "key"].find((each) => (s3.tls as Values)[each] !== undefined);
	if (file !== undefined && String(s3.endpoint).startsWith("http:"))
		problems.push({
			path: ["s3", "tls", file],
			message: "s3.endpoint is not encrypted, so this file would not be looked at",
			fix: "write https:// in s3.endpoint (FROSTLINE_S3_ENDPOINT), or leave s3.tls out",
		});
	return problems;
}

function explain(issue: z.core.$ZodIssue, document: unknown): ConfigProblem[] {
	const path = issue.path as (string | number)[];
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(key, path));
	const setting = settingAt(path) ?? settingAt(path.slice(0, -1));
	const value = valueAt(document, path);
	if (setting === undefined) return [{ path, message: `expected keys and values, got ${kindOf(value)}` }]; // a section; its value may be a secret
	if (value === undefined) return [missing(setting)];
	if (issue.code === "invalid_value" && !setting.secret) return [{ path, message: oneOf(issue.values.map(String), value) }];
	const expected = path.length > setting.path.length ? setting.form.replace("list of ", "") : setting.form;
	return [{ path, message: `expected ${expected}, got ${shownSafely(setting, value)}`, ...hint(value) }];
}

function missing(setting: Setting): ConfigProblem {
	const { path, env, form, secret, example } = setting;
	const shortest = Array.isArray(example) ? example.join(",") : example;
	const variable = secret ? `${env} (or ${fileVariable(setting)}, the path of a file with it)` : `${env}, as in ${env}=${shortest}`;
	return {
		path,
		message: `is missing: expected ${form}`,
		fix: `set ${variable}; or ${path.join(".")} in the configuration file`,
	};
}

function unknownKey(key: string, path: Path): ConfigProblem {
	const { keys } = sectionAt(path) as Section;
	const near = suggest(key, keys);
	const elsewhere = settings.filter((each) => each.path.at(-1) === key).map((each) => each.path.join("."));
	const hint = near ?? (elsewhere.length === 1 ? elsewhere[0] : undefined);
	return { path: [...path, key], atKey: true, message: `unknown key "${key}"${didYouMean(hint)}; there can be ${keys.join(", ")}` };
}

/** Credentials in an address are one mistake that people make, so an address that is refused may be a secret, too. */
function shownSafely({ secret }: Setting, value: unknown): string {
	if (value === null || value === "") return kindOf(value);
	if (secret) return `${kindOf(value)} that is not shown`;
	return JSON.stringify(value)?.includes("@") ? "one with @, which is not shown: credentials have settings of their own" : shown(value);
}

function kindOf(value: unknown): string {
	if (value === null) return "nothing (a key without a value)";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "string") return value === "" ? "empty text" : "text";
	return typeof value === "object" ? "keys and values" : `a ${typeof value}`;
}

/** For a Service called frostline-http Kubernetes sets FROSTLINE_HTTP_PORT=tcp://10.0.0.1:8080 in every pod. */
function hint(value: unknown): { fix?: string } {
	if (typeof value !== "string" || !value.startsWith("tcp://")) return {};
	return { fix: "Kubernetes sets this variable for a Service of that name: rename it, or set enableServiceLinks: false in the pod" };
}
