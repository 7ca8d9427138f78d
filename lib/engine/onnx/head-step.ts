import { sizeOf, tensor } from "../../base/tensor.ts";
import type { HeadSpec } from "../../head/spec.ts";
import { slotsOf, type WeightInfo, weightsOf } from "../../head/weights.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import type { HeadOptions } from "../port.ts";
import { type Passed, type StepValues, train } from "./head-layers.ts";
import { lossOf } from "./head-losses.ts";
import { applyOptimizer } from "./head-optimizers.ts";

/** A training step: what it carries from step to step, and what it takes for each. */
export interface StepForm {
	/** Inputs `in:<name>` for what is carried, then `x_step` [b, d], `label_step`, `valid_step` and `weight_step` [b], `rate_step` and `learning_rate_step`, `mask_step:<layer>`; outputs in the order of `carried`, then loss and count of right rows. */
	readonly body: GraphBuilder;
	/** Weights and slots by name, in the order of the graph's inputs and outputs. */
	readonly carried: readonly { readonly name: string; readonly shape: readonly number[] }[];
	/** Dropout layers that draw. */
	readonly masks: readonly { readonly name: string; readonly units: number }[];
}

/** A head's whole training step: forward, loss, backward, optimiser. The one set of formulas that every engine computes. */
export function stepForm(spec: HeadSpec, { loss, optimizer, batch, steadyRate }: HeadOptions): StepForm {
	const infos = weightsOf(spec);
	const slots = slotsOf(optimizer);
	const carried = [
		...infos.map(({ name, shape }) => ({ name, shape })),
		...infos
			.filter(({ trainable }) => trainable)
			.flatMap(({ name, shape }) => slots.map((slot) => ({ name: `${name}/${slot.name}`, shape }))),
	];
	const masks = spec.layers.flatMap((layer) =>
		layer.kind === "dropout" && layer.rate > 0 ? [{ name: layer.name, units: sizeOf(layer.inputShape), keep: 1 - layer.rate }] : [],
	);
	const dim = sizeOf(spec.input);

	const b = new GraphBuilder("step", "s_");
	for (const { name, shape } of carried) b.input(`in:${name}`, "float", shape);
	const x = b.input("x_step", "float", [batch, dim]);
	const labels = b.input("label_step", "float", [batch]);
	const validRow = b.input("valid_step", "float", [batch]);
	const weightRow = b.input("weight_step", "float", [batch]);
	const rate = b.input("rate_step", "float", []);
	const learningRate = b.input("learning_rate_step", "float", []);
	for (const { name, units } of masks) b.input(`mask_step:${name}`, "uint8", [batch, units]);

	const column = b.ints("column", [1]);
	const valid = b.node("Unsqueeze", [validRow, column]);
	const count = b.node("ReduceSum", [validRow], { keepdims: 0 });
	const values: StepValues = {
		weights: new Map(infos.map(({ name }) => [name, `in:${name}`])),
		gradients: new Map(),
		statistics: new Map(),
		masks: new Map(
			masks.map(({ name, keep }) => [name, b.node("Mul", [b.node("Cast", [`mask_step:${name}`], { to: 1 }), b.scalar("scale", 1 / keep)])]),
		),
		valid,
		count,
	};

	const passed: Passed[] = [];
	let y = x;
	for (const layer of spec.layers) {
		const pass = train(b, layer, y, values);
		passed.push(pass);
		y = pass.y;
	}

	const last = spec.layers.at(-1)!;
	const classes = b.constant(
		"classes",
		tensor(
			[spec.classes],
			Float32Array.from({ length: spec.classes }, (_, i) => i),
		),
	);
	const target = b.node("Cast", [b.node("Equal", [b.node("Unsqueeze", [labels, column]), classes])], { to: 1 });
	const share = b.node("Div", [b.node("Unsqueeze", [weightRow, column]), count]);
	const activation = last.kind === "dense" || last.kind === "activation" ? last.activation : "linear";
	const { rows, by, gradient } = lossOf(b, loss, { z: passed.at(-1)!.z, p: y, activation, classes: spec.classes, target, share });
	// A padding row may give anything, 0 / 0 too; what it gives is taken out by choice, not by a factor of 0.
	const isRow = b.node("Greater", [valid, b.scalar("none", 0)]);
	const zero = b.scalar("zero", 0);
	const weighted = b.node("Where", [isRow, b.node("Mul", [rows, share]), zero]);
	const dataLoss = b.node("ReduceSum", [weighted], { keepdims: 0 });
	const isRight = b.node(
		"Cast",
		[b.node("Equal", [b.node("ArgMax", [y], { axis: -1, keepdims: 0 }), b.node("Cast", [labels], { to: 7 })])],
		{ to: 1 },
	);
	const correct = b.node("ReduceSum", [b.node("Mul", [isRight, validRow])], { keepdims: 0 });

	let flow: string | null = b.node("Where", [isRow, gradient, zero]);
	let of: "y" | "z" = by === "z" ? "z" : "y";
	for (let i = passed.length - 1; i >= 0 && flow !== null; i--) {
		const needed = spec.layers.slice(0, i).some((layer) => layer.kind === "dense" || layer.kind === "batch_norm");
		flow = passed[i]!.backward(flow, of, needed);
		of = "y";
	}

	const penalised = penalties(b, infos, values);
	const outputs = new Map<string, string>(values.statistics);
	for (const { name, trainable } of infos) {
		if (!trainable) continue;
		const updated = applyOptimizer(b, optimizer, {
			weight: `in:${name}`,
			gradient: values.gradients.get(name)!,
			slots: Object.fromEntries(slots.map((slot) => [slot.name, `in:${name}/${slot.name}`])),
			rate,
			learningRate,
			unitRate: steadyRate === true && optimizer.learningRate === 1,
		});
		outputs.set(name, updated.weight);
		for (const [slot, value] of Object.entries(updated.slots)) outputs.set(`${name}/${slot}`, value);
	}
	for (const { name, shape } of carried) b.output(outputs.get(name)!, "float", shape);
	b.output(b.node("Identity", [penalised === null ? dataLoss : b.node("Add", [dataLoss, penalised])], {}, "loss_step"), "float", []);
	b.output(b.node("Identity", [correct], {}, "correct_step"), "float", []);

	return { body: b, carried, masks };
}

/**
 * The step as the body of one Scan over the steps: weights and slots are its carried state, so any number of steps is one native call, and cutting the steps
 * into several calls changes nothing.
 */
export function compileStep(spec: HeadSpec, options: HeadOptions): Omit<StepForm, "body"> & { readonly model: Uint8Array } {
	const { body, carried, masks } = stepForm(spec, options);
	return { model: wrap(body, carried, masks, options.batch, sizeOf(spec.input)), carried, masks };
}

/** Keras' L1 and L2: added to the loss as Σ l1 |w| + l2 w², and so to the gradient. */
function penalties(b: GraphBuilder, infos: readonly WeightInfo[], { gradients }: StepValues): string | null {
	let total: string | null = null;
	for (const { name, penalty } of infos) {
		const w = `in:${name}`;
		const add = (factor: number, size: string, slope: string): void => {
			const cost = b.node("Mul", [b.node("ReduceSum", [size], { keepdims: 0 }), b.scalar("factor", factor)]);
			total = total === null ? cost : b.node("Add", [total, cost]);
			gradients.set(name, b.node("Add", [gradients.get(name)!, slope]));
		};
		if (penalty.l1 > 0) add(penalty.l1, b.node("Abs", [w]), b.node("Mul", [b.node("Sign", [w]), b.scalar("l1", penalty.l1)]));
		if (penalty.l2 > 0) add(penalty.l2, b.node("Mul", [w, w]), b.node("Mul", [w, b.scalar("l2", 2 * penalty.l2)]));
	}
	return total;
}

/** The outer graph: one Scan. */
function wrap(body: GraphBuilder, carried: StepForm["carried"], masks: StepForm["masks"], batch: number, dim: number): Uint8Array {
	const b = new GraphBuilder("steps");
	const states = carried.map(({ name, shape }) => b.input(name, "float", shape));
	const scanned = [
		b.input("x", "float", ["k", batch, dim]),
		b.input("labels", "float", ["k", batch]),
		b.input("valid", "float", ["k", batch]),
		b.input("weight", "float", ["k", batch]),
		b.input("rate", "float", ["k"]),
		b.input("learningRate", "float", ["k"]),
		...masks.map(({ name, units }) => b.input(`mask:${name}`, "uint8", ["k", batch, units])),
	];
	const outputs = [...carried.map(({ name }) => `out:${name}`), "loss", "correct"];
	b.nodes("Scan", [...states, ...scanned], { body: { graph: body }, num_scan_inputs: scanned.length }, outputs);
	for (const { name, shape } of carried) b.output(`out:${name}`, "float", shape);
	b.output("loss", "float", ["k"]);
	b.output("correct", "float", ["k"]);
	return b.model();
}
