import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserError } from "../base/errors.ts";
import { suggest } from "../base/suggest.ts";
import { fileVariable, type Setting, settings } from "./config-settings.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of other parts of Frostline, of its tests and of its images. */
const OTHERS = ["CONFIG", "HOME", "NATS_SERVER", "MINIO", "NATS_IMAGE", "S3_IMAGE", "KILLS", "IMAGE", "HELM", "KUBECONFORM"].map(
	(name) => `FROSTLINE_${name}`,
);
/** What Kubernetes sets for a Service whose name begins with frostline. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\d+_.*)?)$/;

/** Variables that look like ours and are not, each with what was probably meant: a warning, since others may use the prefix. */
export function strayVariables(env: Environment = process.env): { readonly name: string; readonly meant: string }[] {
	const known = new Set([...OTHERS, ...settings.flatMap((each) => (each.secret ? [each.env, fileVariable(each)] : [each.env]))]);
	const bare = (name: string): string => name.slice("FROSTLINE_".length);
	return Object.keys(env)
		.filter((name) => name.startsWith("FROSTLINE_") && !known.has(name) && !SERVICE_LINK.test(name))
		.flatMap((name) => {
			const near = suggest(bare(name), [...known].map(bare));
			return near === undefined ? [] : [{ name, meant: `FROSTLINE_${near}` }];
		});
}

/** A setting's value by its variable, or null where neither that nor, for a secret, the one that names a file is set. */
export function fromEnvironment(setting: Setting, env: Environment, folder: string): { name: string; value: unknown } | null {
	const text = env[setting.env] || undefined;
	const file = setting.secret ? env[fileVariable(setting)] || undefined : undefined;
	if (file === undefined) return text === undefined ? null : { name: setting.env, value: converted(setting, text) };
	const name = fileVariable(setting);
	if (text !== undefined)
		throw new UserError("BAD_CONFIG", `${setting.path.join(".")} is given twice, by ${setting.env} and by ${name}`, {
			fix: "keep one of them",
		});
	return { name, value: secretIn(resolve(folder, file), name) };
}

/** Mounted secrets often end with the line break that an editor or `echo` left; it is no part of them. */
function secretIn(file: string, name: string): string {
	try {
		return readFileSync(file, "utf8").replace(/\r?\n$/, "");
	} catch (cause) {
		throw new UserError("BAD_CONFIG", `${name} names ${file}, which cannot be read: ${(cause as NodeJS.ErrnoException).code}`, {
			cause,
			fix: "check the path, that the secret is mounted, and that this user may read it",
		});
	}
}

function converted({ kind }: Setting, text: string): unknown {
	if (kind === "list")
		return text
			.split(",")
			.map((part) => part.trim())
			.filter((part) => part !== "");
	return kind === "number" && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text;
}
