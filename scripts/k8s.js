// Writes deploy/k8s, plain manifests for those without Helm: the chart rendered with deploy/k8s/values.yaml, one file for each template.
//   npm run k8s            write them (needs helm: on the PATH, or named by FROSTLINE_HELM)
//   npm run k8s -- --check exit 1 where they are not what the chart renders today
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "deploy", "k8s");
const WRITTEN = "# Written by `npm run k8s` from deploy/helm/frostline and deploy/k8s/values.yaml; do not edit it here.\n";
/** What is true of a release of Helm's alone. */
const HELMS = /^\s+(helm\.sh\/chart|app\.kubernetes\.io\/managed-by): .*\n/gm;

const NAMESPACE = `# Its pods pass the Pod Security standard "restricted", and it insists.
apiVersion: v1
kind: Namespace
metadata:
  name: frostline
  labels:
    pod-security.kubernetes.io/enforce: restricted
`;

function rendered() {
	const args = [
		"template",
		"frostline",
		"deploy/helm/frostline",
		"--namespace",
		"frostline",
		"--values",
		"deploy/k8s/values.yaml",
		"--kube-version",
		"1.34.2",
	];
	const { status, stdout, stderr, error } = spawnSync(process.env.FROSTLINE_HELM || "helm", args, { cwd: root, encoding: "utf8" });
	if (error) return fail(`helm cannot be run (${error.message}): install it, or let FROSTLINE_HELM name it`);
	if (status !== 0) return fail(stderr);
	return stdout;
}

/** File → text. Helm says before each document which template it is from. */
function manifests(text) {
	const files = new Map();
	for (const document of text.split(/^---\n/m)) {
		const [head, template] = /^# Source: frostline\/templates\/(.+)\n/.exec(document) ?? [];
		if (template === undefined) continue;
		const body = document.slice(head.length).replace(HELMS, "").trim();
		const name = template.replaceAll("/", "-");
		files.set(name, files.has(name) ? `${files.get(name)}---\n${body}\n` : `${WRITTEN}${body}\n`);
	}
	const resources = [...files.keys()].sort();
	files.set("namespace.yaml", WRITTEN + NAMESPACE);
	files.set(
		"kustomization.yaml",
		`${WRITTEN}# kubectl apply -k deploy/k8s; docs/kubernetes.md says which Secret must be there before.\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: frostline\nresources:\n${["namespace.yaml", ...resources].map((name) => `  - ${name}\n`).join("")}`,
	);
	return files;
}

function fail(why) {
	process.stderr.write(`${why.trim()}\n`);
	process.exit(1);
}

const files = manifests(rendered());
const there = readdirSync(folder).filter((name) => name.endsWith(".yaml") && name !== "values.yaml");
const stale = [...new Set([...there, ...files.keys()])].filter(
	(name) => !there.includes(name) || files.get(name) !== readFileSync(join(folder, name), "utf8"),
);
if (process.argv.includes("--check")) {
	if (stale.length > 0) fail(`deploy/k8s is not what the chart renders today (${stale.sort().join(", ")}): run \`npm run k8s\``);
} else {
	for (const name of there) if (!files.has(name)) rmSync(join(folder, name));
	for (const [name, text] of files) writeFileSync(join(folder, name), text);
	process.stdout.write(`deploy/k8s: ${files.size} files, ${stale.length} changed\n`);
}
