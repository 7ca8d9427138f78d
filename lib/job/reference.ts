import { formsOf, type SchemaNode, schemaOfJob } from "./places.ts";

/**
 * The reference of the job document as Markdown, from the schema itself: docs/job.md is this text (`npm run docs` writes it, a test
 * compares), so it can neither lack a key nor tell another default.
 */
export function jobReference(): string {
	const { properties = {}, required = [] } = schemaOfJob();
	const sections = Object.entries(properties).flatMap(([key, node]) => sectionsOf(key, node, 2));
	return [HEAD, table({ properties, required }, ""), ...sections].join("\n\n").concat("\n");
}

const HEAD = `# The job document

Written by \`npm run docs\` from \`lib/job/schema.ts\`; do not edit it here.

One file says everything about a job: where the images are, which network is frozen, what learns on top of it, and how. It is YAML or JSON;
\`frostline run flowers.yaml\` runs it.

\`\`\`yaml
version: 1
name: flowers
data:
  train: ./flowers                 # one folder per class
backbone:
  name: mobilenet_v2
  size: 160
head:
  - { dense: 256, activation: relu }
  - { dropout: 0.5 }
  - { dense: classes, activation: softmax }
fit:
  optimizer: adam
  epochs: 20
\`\`\`

- An unknown key, a misspelt layer or a value out of its range is an error with its line, what was expected and what was probably meant; the
  command ends with exit code 2 before it does anything. Nothing is guessed.
- Relative paths count from the document.
- \`--set path.to.key=value\` changes one setting for one run, as in \`--set fit.epochs=3\` or \`--set head.1.dropout=0.4\`: entries of a list are
  numbered from 0, and the value is YAML.
- Two documents that mean the same are the same job, whatever their format, comments, shorthands and order of keys.
- \`frostline schema\` prints the same as JSON Schema. With \`# yaml-language-server: $schema=job.schema.json\` as first line of a document,
  editors complete and check while you type.

## The whole document`;

/** What a place may hold: one table, or one for each of its forms, and below it the places inside. */
function sectionsOf(path: string, node: SchemaNode, depth: number): string[] {
	const inner = node.items ?? node;
	const forms = alternatives(inner).filter((form) => objectsOf(form).length > 0);
	if (forms.length === 0) return [];
	const heading = `${"#".repeat(depth)} ${path}`;
	if (forms.length === 1) return [`${heading}\n\n${sentence(node.description)}`, ...formOf(path, forms[0]!, depth)];
	return [
		`${heading}\n\n${sentence(node.description)}`,
		...forms.flatMap((form) => {
			const name = nameOf(form);
			const own = [`${"#".repeat(depth + 1)} ${path}: ${name}\n\n${sentence(form.description)}`];
			return [...own, ...formOf(node.items === undefined ? path : name, form, depth + 1)];
		}),
	];
}

function formOf(path: string, form: SchemaNode, depth: number): string[] {
	return objectsOf(form).flatMap((object) => [
		table(object, path),
		...Object.entries(object.properties ?? {}).flatMap(([key, node]) => sectionsOf(within(path, key), node, depth + 1)),
	]);
}

/** The layer `batch_norm` has its settings under a key of the same name: one heading is enough. */
function within(path: string, key: string): string {
	if (path === key) return key;
	return path === "" ? key : `${path}.${key}`;
}

/** The forms that a person chooses between; a form that describes itself is one, however it may be written. */
function alternatives(node: SchemaNode): SchemaNode[] {
	const offered = node.anyOf ?? node.oneOf;
	return offered === undefined ? [node] : offered.flatMap((form) => (form.description === undefined ? alternatives(form) : [form]));
}

const objectsOf = (node: SchemaNode): SchemaNode[] => formsOf(node).filter(({ properties }) => properties !== undefined);

/** The constant that tells a form from the others, or its first key. */
function nameOf(form: SchemaNode): string {
	const [object] = objectsOf(form);
	const fixed = Object.values(object?.properties ?? {}).find((node) => typeof node.const === "string");
	return String(fixed?.const ?? Object.keys(object?.properties ?? {})[0]);
}

function table({ properties = {}, required = [] }: SchemaNode, path: string): string {
	const rows = Object.entries(properties).map(([key, node]) => {
		const preset = node.default === undefined ? (required.includes(key) ? "required" : "none") : code(flow(node.default));
		const cells = [
			code(key),
			typeOf(node, within(path, key)),
			preset,
			sentence(node.description),
			code(`${key}: ${flow(exampleOf(node))}`),
		];
		return `| ${cells.join(" | ")} |`;
	});
	return ["| key | value | default | meaning | example |", "|---|---|---|---|---|", ...rows].join("\n");
}

export function exampleOf(node: SchemaNode): unknown {
	const [first] = formsOf(node);
	const given =
		node.examples?.[0] ?? (Object.keys(Object(node.default)).length === 0 ? undefined : node.default) ?? node.const ?? node.enum?.[0];
	if (given !== undefined || node.default !== undefined) return given ?? node.default;
	if (node.items !== undefined) return [exampleOf(node.items)];
	if (first?.properties === undefined) return first === node || first === undefined ? undefined : exampleOf(first);
	const keys = first.required ?? Object.keys(first.properties).slice(0, 1);
	return Object.fromEntries(keys.map((key) => [key, exampleOf(first.properties![key]!)]));
}

function typeOf(node: SchemaNode, path: string): string {
	const words = formsOf(node).map((form) => {
		if (form.const !== undefined) return code(String(form.const));
		if (form.enum !== undefined) return either(form.enum.map((value) => code(String(value))));
		if (form.prefixItems !== undefined) return `[${form.prefixItems.map((item) => typeOf(item, path)).join(", ")}]`;
		if (form.items !== undefined) return objectsOf(form.items).length > 0 ? `list: ${link(path)}` : `list: ${typeOf(form.items, path)}`;
		if (form.properties !== undefined) return link(path);
		if (form.additionalProperties) return `names → ${typeOf(form.additionalProperties, path)}`;
		if (form.type === "integer" || form.type === "number") return numbers(form);
		return form.type === "boolean" ? "`true` or `false`" : "text";
	});
	return either([...new Set(words)]);
}

/** Whole numbers that JSON holds exactly end here; as a bound it says nothing. */
const SAFE = Number.MAX_SAFE_INTEGER;

function numbers({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaNode): string {
	const bounds = [
		...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
		...(minimum === undefined || minimum === -SAFE ? [] : [`≥ ${minimum}`]),
		...(exclusiveMaximum === undefined ? [] : [`< ${exclusiveMaximum}`]),
		...(maximum === undefined || maximum === SAFE ? [] : [`≤ ${maximum}`]),
	];
	return [type === "integer" ? "whole number" : "number", bounds.join(", ")].join(" ").trim();
}

function either(words: readonly string[]): string {
	return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

/** To a heading by its path, in the form that renderers of Markdown give it. */
function link(path: string): string {
	return `[keys](#${path
		.toLowerCase()
		.replaceAll(/[^\w -]/g, "")
		.replaceAll(" ", "-")})`;
}

function code(text: string): string {
	return `\`${text.replaceAll("|", "\\|")}\``;
}

function sentence(text = ""): string {
	const plain = text.replaceAll("|", "\\|");
	return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`;
}

/** A value as YAML on one line. */
function flow(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
	if (value === null || typeof value !== "object") return String(value);
	const members = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
	return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
