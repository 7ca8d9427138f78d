import { onnx } from "../../proto/gen/onnx.js";
import { UserError } from "../base/errors.ts";
import type { Tensor } from "../base/tensor.ts";
import { ancestors, type NamedGraph, unknownLayer } from "./cut.ts";
import type { Node } from "./graph.ts";
import { type Made, type Op, rules, takesChannelsLast } from "./onnx-ops.ts";
import { badOnnx, tensorOf } from "./onnx-tensor.ts";
import { rankOf } from "./rank.ts";

/**
 * An exported ONNX network into the graph form (channels last). Weights are read from the file's own bytes only; data in other files is refused,
 * because its paths are the file author's to choose. PyTorch writes images channels first; exports of Keras take them channels last and turn them
 * round before the first convolution. Only what leads to `cut` is read, a node's name or its output's.
 *
 * @throws UserError BAD_MODEL_FILE, UNSUPPORTED_OP, UNKNOWN_LAYER
 */
export function readOnnxModel(bytes: Uint8Array, shown: string, cut: string | null): NamedGraph {
	let model: onnx.Model;
	try {
		model = onnx.Model.decode(bytes);
	} catch (cause) {
		throw badOnnx(shown, "its bytes do not decode", cause);
	}
	const { graph } = model;
	if (!graph || graph.node?.length === 0 || !graph.output?.[0]?.name) throw badOnnx(shown, "it has no graph");
	const constants = new Map((graph.initializer ?? []).map((each) => [each.name ?? "", onnx.Tensor.fromObject(each)] as const));
	const reader = new Reader(shown, constants, imageOf(graph, constants, shown));
	const steps = (graph.node ?? []).map((node) => onnx.Node.fromObject(node));
	const wanted = cut === null ? graph.output[0].name : valueNamed(cut, steps, shown);
	const producer = new Map(steps.flatMap((node) => (node.output ?? []).map((output) => [output, node.output![0]!] as const)));
	const flow = steps.map((node) => ({
		name: node.output?.[0] ?? "",
		inputs: (node.input ?? []).map((input) => producer.get(input) ?? input),
	}));
	const needed = ancestors(flow, producer.get(wanted) ?? wanted);
	for (const node of steps) if (needed.has(node.output?.[0] ?? "")) reader.read(node);
	return reader.graph(wanted, steps);
}

/** The one input that is no weight: an image [n, 3, height, width], or [n, height, width, 3]. */
function imageOf(graph: onnx.IGraph, constants: ReadonlyMap<string, unknown>, shown: string): { node: Node; last: boolean } {
	const read = new Set((graph.node ?? []).flatMap((node) => node.input ?? []));
	const inputs = (graph.input ?? []).filter(({ name }) => name && read.has(name) && !constants.has(name));
	const [input] = inputs;
	const dims = (input?.type?.tensorType?.shape?.dim ?? []).map((dim) => (dim.dimValue ? Number(dim.dimValue) : null));
	if (!input?.name || inputs.length !== 1 || dims.length !== 4)
		throw badOnnx(
			shown,
			`it should have one image input [n, 3, height, width], and has ${inputs.length} inputs${input === undefined ? "" : `, the first of ${dims.length} axes`}`,
		);
	const last = dims[1] !== 3 && dims[3] === 3;
	const [height = null, width = null, channels] = last ? dims.slice(1) : [dims[2], dims[3], dims[1]];
	return { node: { op: "input", name: input.name, inputs: [], shape: [height, width, channels ?? 3] }, last };
}

function valueNamed(cut: string, steps: readonly onnx.Node[], shown: string): string {
	const node = steps.find(({ output }) => output?.includes(cut)) ?? steps.find(({ name }) => name === cut);
	if (node === undefined)
		throw unknownLayer(
			shown,
			cut,
			steps.map(({ name, output }) => name || (output?.[0] ?? "")),
		);
	return node.output?.includes(cut) ? cut : node.output![0]!;
}

/** Nodes so far, and what is known of each value of the file. */
class Reader {
	readonly #shown: string;
	readonly #stored: ReadonlyMap<string, onnx.Tensor>;
	readonly #constants = new Map<string, Tensor>();
	readonly #input: string;
	readonly #nodes: Node[];
	readonly #ranks = new Map<string, number>();
	/** Values that stand for a node: what does nothing at inference vanishes. */
	readonly #same = new Map<string, string>();
	/** Values whose channels are the last axis in the file too. */
	readonly #last = new Set<string>();
	/** Values without a batch axis, of one image: exporters flatten so on the way from a global pool to its row. */
	readonly #flat = new Set<string>();

	constructor(shown: string, stored: ReadonlyMap<string, onnx.Tensor>, { node, last }: { node: Node; last: boolean }) {
		this.#shown = shown;
		this.#stored = stored;
		this.#input = node.name;
		this.#nodes = [node];
		this.#ranks.set(node.name, 3);
		if (last) this.#last.add(node.name);
	}

	graph(wanted: string, steps: readonly onnx.Node[]): NamedGraph {
		const values = steps.flatMap(({ name, output }) =>
			[name ?? "", ...(output ?? [])].map((each) => [each, this.#real(output?.[0] ?? "")] as const),
		);
		const aliases = new Map(values.filter(([name, node]) => name !== node && this.#ranks.has(node)));
		return { name: this.#shown, input: this.#input, output: this.#real(wanted), nodes: this.#nodes, aliases };
	}

	read(node: onnx.Node): void {
		const type = node.opType ?? "";
		const output = node.output?.[0] ?? "";
		if (type === "Constant") {
			const value = node.attribute?.find(({ name }) => name === "value")?.t;
			if (!value) throw badOnnx(this.#shown, `constant ${output} has no tensor`);
			this.#constants.set(output, tensorOf(onnx.Tensor.fromObject(value), this.#shown));
			return;
		}
		const [first = ""] = node.input ?? [];
		const constant = type === "Identity" ? this.#constant(first) : null;
		if (constant !== null) {
			this.#constants.set(output, constant);
			return;
		}
		const rule = Object.hasOwn(rules, type) ? rules[type] : undefined;
		const label = `node ${node.name || output} (${type}) of ${this.#shown}`;
		const fix = "cut the network before this, or export only its convolutional part";
		if (rule === undefined)
			throw new UserError("UNSUPPORTED_OP", `${label} is not read`, { fix: `${fix}; read are ${Object.keys(rules).join(", ")}` });
		const op = this.#op(node, output, (what) => {
			throw new UserError("UNSUPPORTED_OP", `${label} should be ${what}`, { fix });
		});
		if (op.last && op.rank === 3 && !takesChannelsLast.has(type)) op.fail("channels first");
		if (op.flat && type !== "Gather") op.fail("without a flattened batch before it");
		this.#add(output, rule(op));
	}

	#op(node: onnx.Node, name: string, fail: (what: string) => never): Op {
		const attribute = (key: string) => node.attribute?.find((each) => each.name === key);
		const inputs = node.input ?? [];
		const values = inputs.filter((each) => each !== "" && !this.#stored.has(each) && !this.#constants.has(each));
		const real = values.map((each) => this.#real(each));
		const unknown = real.find((each) => !this.#ranks.has(each));
		if (unknown !== undefined) throw badOnnx(this.#shown, `node ${node.name || name} reads ${unknown}, which nothing before it gives`);
		if (real.length === 0) throw badOnnx(this.#shown, `node ${node.name || name} reads nothing that comes of the image`);
		return {
			name,
			inputs: real,
			operands: inputs.length,
			rank: this.#ranks.get(real[0]!)!,
			last: this.#last.has(values[0]!),
			flat: this.#flat.has(values[0]!),
			int: (key, fallback) => Number(attribute(key)?.i ?? fallback),
			ints: (key) => (attribute(key)?.ints ?? []).map(Number),
			float: (key, fallback) => attribute(key)?.f ?? fallback,
			text: (key, fallback) => (attribute(key)?.s ? Buffer.from(attribute(key)!.s!).toString("utf8") : fallback),
			constant: (i) => this.#constant(inputs[i] ?? ""),
			fail,
		};
	}

	#add(output: string, made: Made): void {
		if ("same" in made) this.#same.set(output, made.same);
		else {
			for (const node of Array.isArray(made.nodes) ? made.nodes : [made.nodes as Node]) {
				this.#ranks.set(node.name, rankOf(node, this.#ranks));
				this.#nodes.push(node);
			}
		}
		if (made.last === true) this.#last.add(output);
		if (made.flat === true) this.#flat.add(output);
	}

	#constant(name: string): Tensor | null {
		const stored = this.#stored.get(name);
		if (stored !== undefined && !this.#constants.has(name)) this.#constants.set(name, tensorOf(stored, this.#shown));
		return this.#constants.get(name) ?? null;
	}

	#real(name: string): string {
		return this.#same.get(name) ?? name;
	}
}
