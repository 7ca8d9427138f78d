import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseAllDocuments } from "yaml";

export const helm = process.env.FROSTLINE_HELM || "helm";
export const root = resolve(import.meta.dirname, "../..");
export const chart = join(root, "deploy/helm/frostline");

/** Helm without a cluster takes the version that it was built with, or an old one. */
export const KUBE = ["--kube-version", "1.34.2"];

/** Every set of values that the chart brings, and the one that deploy/k8s is rendered from. */
export const sets: readonly { readonly name: string; readonly file: string }[] = [
	...readdirSync(join(chart, "values")).map((file) => ({ name: file.replace(".yaml", ""), file: join(chart, "values", file) })),
	{ name: "plain", file: join(root, "deploy/k8s/values.yaml") },
];

export function setNamed(name: string): string {
	return sets.find((each) => each.name === name)!.file;
}

export interface Resource {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: { readonly name: string; readonly labels: Labels; readonly annotations?: Labels };
	// biome-ignore lint/suspicious/noExplicitAny: whatever Kubernetes has
	readonly [key: string]: any;
}
export type Labels = Readonly<Record<string, string>>;

export interface Ran {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export function runHelm(...args: readonly string[]): Promise<Ran> {
	return new Promise((done) => {
		execFile(helm, args, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
			done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
		);
	});
}

/** The chart with values of a file and single ones beside it, as Helm says it. */
export async function render(file: string, ...set: readonly string[]): Promise<string> {
	const ran = await runHelm(
		"template",
		"frostline",
		chart,
		...KUBE,
		"--namespace",
		"frostline",
		"--values",
		file,
		...set.flatMap((each) => ["--set", each]),
	);
	if (ran.code !== 0) throw new Error(ran.stderr);
	return ran.stdout;
}

export function resourcesOf(text: string): Resource[] {
	return parseAllDocuments(text)
		.map((document) => {
			if (document.errors.length > 0) throw document.errors[0]!;
			return document.toJS() as Resource | null;
		})
		.filter((each) => each !== null);
}

/** Pod templates of everything that runs pods, with the resource that they are of. */
export function podsOf(resources: readonly Resource[]): { readonly of: Resource; readonly template: Resource }[] {
	return resources
		.filter(({ kind }) => ["Deployment", "DaemonSet", "StatefulSet"].includes(kind))
		.map((of) => ({ of, template: of.spec.template as Resource }))
		.concat(resources.filter(({ kind }) => kind === "Pod").map((of) => ({ of, template: of })));
}

export function matches(labels: Labels, selector: Labels): boolean {
	return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
