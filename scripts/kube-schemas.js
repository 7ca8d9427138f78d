// Writes JSON Schemas of Kubernetes' resources for kubeconform, from Go modules and nothing else: `node scripts/kube-schemas.js FOLDER`. Needs go.
//   kubeconform -strict -schema-location 'FOLDER/{{.ResourceKind}}{{.KindSuffix}}.json' …
// Kubernetes' own come from its OpenAPI document, those of the Prometheus Operator and of KEDA from their custom resource definitions.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const KUBERNETES = "k8s.io/kubernetes@v1.34.2";
const DEFINITIONS = [
	[
		"github.com/prometheus-operator/prometheus-operator@v0.85.0",
		"example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml",
	],
	[
		"github.com/prometheus-operator/prometheus-operator@v0.85.0",
		"example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
	],
	["github.com/kedacore/keda/v2@v2.21.0", "config/crd/bases/keda.sh_scaledobjects.yaml"],
];

const folder = process.argv[2];
if (folder === undefined) fail("name the folder that the schemas go to");
mkdirSync(folder, { recursive: true });

const { definitions } = JSON.parse(readFileSync(join(module(KUBERNETES), "api", "openapi-spec", "swagger.json"), "utf8"));
for (const [name, node] of Object.entries(definitions)) definitions[name] = strict(name, node);
for (const [name, node] of Object.entries(definitions))
	for (const { group, version, kind } of node["x-kubernetes-group-version-kind"] ?? [])
		write(kind, group, version, { $ref: `#/definitions/${name}`, definitions: reached(name) });
for (const [from, path] of DEFINITIONS) {
	const { spec } = parse(readFileSync(join(module(from), path), "utf8"));
	for (const { name, schema } of spec.versions) {
		const closed = strict("", schema.openAPIV3Schema);
		closed.properties.metadata = { type: "object" };
		write(spec.names.kind, spec.group, name, closed);
	}
}

function module(name) {
	const { status, stdout, stderr, error } = spawnSync("go", ["mod", "download", "-json", name], { cwd: tmpdir(), encoding: "utf8" });
	if (error) fail(`go cannot be run: ${error.message}`);
	if (status !== 0) fail(`${name} cannot be had: ${stdout}${stderr}`);
	return JSON.parse(stdout).Dir;
}

/** Unknown keys are refused, and what the API server takes as text or number is either. */
function strict(name, node) {
	if (Array.isArray(node)) return node.map((each) => strict("", each));
	if (node === null || typeof node !== "object") return node;
	if (name.endsWith(".api.resource.Quantity") || node.format === "int-or-string" || node["x-kubernetes-int-or-string"])
		return { type: ["string", "number"] };
	const { properties, ...rest } = node;
	const made = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, strict("", inner)]));
	if (properties === undefined) return made;
	const open = made.additionalProperties !== undefined || made["x-kubernetes-preserve-unknown-fields"] === true;
	return {
		...made,
		...(open ? {} : { additionalProperties: false }),
		properties: Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, strict("", inner)])),
	};
}

/** The definitions that one of them is made of. */
function reached(name) {
	const found = {};
	const visit = (node) => {
		if (node === null || typeof node !== "object") return;
		for (const [key, inner] of Object.entries(node)) {
			const to = key === "$ref" && typeof inner === "string" ? inner.replace("#/definitions/", "") : null;
			if (to === null) visit(inner);
			else if (found[to] === undefined) {
				found[to] = definitions[to];
				visit(definitions[to]);
			}
		}
	};
	visit({ $ref: `#/definitions/${name}` });
	return found;
}

/** Named as kubeconform asks: the group's first word, then the version. */
function write(kind, group, version, schema) {
	const parts = [kind, ...(group === "" ? [] : [group.split(".")[0]]), version];
	writeFileSync(join(folder, `${parts.join("-").toLowerCase()}.json`), JSON.stringify(schema));
}

function fail(why) {
	process.stderr.write(`${why}\n`);
	process.exit(1);
}
