import { UserError } from "../base/errors.ts";
import type { Tensor } from "../base/tensor.ts";
import type { Graph, Node } from "./graph.ts";

/**
 * What engines take for granted of a graph, whatever file it came from: names once and in order, windows and strides that are whole numbers,
 * weights that fit each other. A file that says otherwise is broken, and must say so here instead of crashing native code.
 *
 * @throws UserError BAD_MODEL_FILE
 */
export function checkGraph(graph: Graph): void {
	const seen = new Set<string>();
	for (const node of graph.nodes) {
		const expect = (holds: boolean, what: string, got: unknown): void => {
			if (!holds) throw broken(graph, node, what, got);
		};
		expect(!seen.has(node.name), "a name of its own", node.name);
		for (const input of node.inputs) expect(seen.has(input), "inputs that come before it", input);
		expect(node.op === "input" ? node.inputs.length === 0 : node.inputs.length >= 1, "inputs", node.inputs);
		seen.add(node.name);
		checkNode(node, expect);
	}
	if (!seen.has(graph.output))
		throw new UserError("BAD_MODEL_FILE", `${graph.name} names the output ${graph.output}, which none of its layers gives`, {
			fix: "fetch or save the file again",
		});
}

type Expect = (holds: boolean, what: string, got: unknown) => void;

/** Windows, strides and padding beyond this are no layer's: without a limit a single wrong byte could ask for all memory. */
const LARGEST = 1024;
const whole = (value: unknown, least: number): boolean =>
	Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= LARGEST;
const pairOf = (value: readonly unknown[]): boolean => value.length === 2 && value.every((each) => whole(each, 1));
const sides = (value: readonly unknown[]): boolean => value.length === 4 && value.every((each) => whole(each, 0));
const shapeOf = (value: Tensor | null): readonly number[] | null => value?.shape ?? null;

function checkNode(node: Node, expect: Expect): void {
	switch (node.op) {
		case "conv":
		case "depthwise_conv": {
			const [kh, kw, from = 0, to = 0] = node.kernel.shape;
			expect(node.kernel.shape.length === 4 && pairOf([kh, kw]) && from >= 1 && to >= 1, "a kernel of four axes", node.kernel.shape);
			const channels = node.op === "conv" ? to : from * to;
			expect(node.bias === null || node.bias.data.length === channels, `a bias of ${channels} values`, shapeOf(node.bias));
			expect(pairOf(node.strides), "strides of whole numbers", node.strides);
			expect(pairOf(node.dilation), "a dilation of whole numbers", node.dilation);
			expect(typeof node.padding === "string" || sides(node.padding), "padding of whole numbers", node.padding);
			if (node.op === "conv")
				expect(
					Number.isSafeInteger(node.groups) && node.groups >= 1 && to % node.groups === 0,
					`groups that divide its ${to} filters`,
					node.groups,
				);
			return;
		}
		case "dense": {
			const [from = 0, units = 0] = node.kernel.shape;
			expect(node.kernel.shape.length === 2 && from >= 1 && units >= 1, "a kernel of two axes", node.kernel.shape);
			expect(node.bias === null || node.bias.data.length === units, `a bias of ${units} values`, shapeOf(node.bias));
			return;
		}
		case "batch_norm": {
			const channels = node.mean.data.length;
			for (const each of [node.gamma, node.beta, node.variance])
				expect(each === null || each.data.length === channels, `statistics of ${channels} values`, shapeOf(each));
			expect(Number.isFinite(node.epsilon) && node.epsilon >= 0, "an epsilon", node.epsilon);
			return;
		}
		case "activation":
			expect(node.alpha === undefined || Number.isFinite(node.alpha), "a slope", node.alpha);
			return;
		case "pool":
			expect(pairOf(node.size), "a window of whole numbers", node.size);
			expect(pairOf(node.strides), "strides of whole numbers", node.strides);
			expect(
				typeof node.padding === "string" ||
					(sides(node.padding) &&
						Math.max(...node.padding.slice(0, 2)) < node.size[0] &&
						Math.max(...node.padding.slice(2)) < node.size[1]),
				"padding smaller than its window",
				node.padding,
			);
			return;
		case "pad":
			expect(sides(node.padding), "padding of whole numbers", node.padding);
			return;
		case "reshape":
			expect(
				node.shape.length >= 1 &&
					node.shape.length <= 4 &&
					node.shape.every((dim) => dim === -1 || (Number.isSafeInteger(dim) && dim >= 1)) &&
					node.shape.filter((dim) => dim === -1).length <= 1,
				"a shape",
				node.shape,
			);
			return;
		case "affine":
			expect([...node.scale.data, ...node.offset.data].every(Number.isFinite), "numbers to scale and shift by", [
				...node.scale.data,
				...node.offset.data,
			]);
			return;
		default:
			return;
	}
}

function broken(graph: Graph, node: Node, what: string, got: unknown): UserError {
	return new UserError(
		"BAD_MODEL_FILE",
		`${node.op} layer ${node.name} of ${graph.name} should have ${what}, and has ${JSON.stringify(got) ?? "none"}`,
		{ fix: "fetch or save the file again" },
	);
}
