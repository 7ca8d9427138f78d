import type { Optimizer } from "../../job/document.ts";
import type { GraphBuilder } from "../../onnx/builder.ts";

/** The names of one weight's values inside the step, and how an optimiser changes them. */
export interface Update {
	readonly weight: string;
	readonly gradient: string;
	/** By slot name. */
	readonly slots: Readonly<Record<string, string>>;
	/** Scalar: the step's learning rate, with Adam's bias correction already in it. */
	readonly rate: string;
	/** Scalar: the step's learning rate as the schedule gives it. */
	readonly learningRate: string;
	/** The learning rate is 1 at every step. */
	readonly unitRate: boolean;
}

interface Updated {
	readonly weight: string;
	readonly slots: Readonly<Record<string, string>>;
}

type Rule<N extends Optimizer["name"]> = (b: GraphBuilder, o: Extract<Optimizer, { name: N }>, update: Update) => Updated;

/** One row per optimiser, with Keras 3's formulas (keras/src/optimizers/<name>.py, update_step). */
const rules: { readonly [N in Optimizer["name"]]: Rule<N> } = {
	sgd: (b, { momentum, nesterov }, { weight, gradient, slots, rate }) => {
		const step = b.node("Mul", [gradient, rate]);
		if (momentum === 0) return { weight: b.node("Sub", [weight, step]), slots: {} };
		const mu = b.scalar("momentum", momentum);
		const velocity = b.node("Sub", [b.node("Mul", [slots.momentum!, mu]), step]);
		const moved = nesterov
			? b.node("Sub", [b.node("Add", [weight, b.node("Mul", [velocity, mu])]), step])
			: b.node("Add", [weight, velocity]);
		return { weight: moved, slots: { momentum: velocity } };
	},
	adam: (b, o, update) => adam(b, o, update),
	adamw: (b, o, update) => {
		// Decay first, apart from the gradient: p ← p · (1 − rate · decay) (base_optimizer.py, _apply_weight_decay).
		const kept = b.node("Sub", [b.scalar("one", 1), b.node("Mul", [update.learningRate, b.scalar("decay", o.weightDecay)])]);
		return adam(b, o, { ...update, weight: b.node("Mul", [update.weight, kept]) });
	},
	rmsprop: (b, { rho, momentum, epsilon, centered }, { weight, gradient, slots, rate }) => {
		const velocity = blend(b, slots.velocity!, b.node("Mul", [gradient, gradient]), rho);
		const average = centered ? blend(b, slots.average!, gradient, rho) : null;
		const spread = average === null ? velocity : b.node("Sub", [velocity, b.node("Mul", [average, average])]);
		const step = b.node("Div", [b.node("Mul", [gradient, rate]), b.node("Sqrt", [b.node("Add", [spread, b.scalar("epsilon", epsilon)])])]);
		const moved = momentum > 0 ? b.node("Add", [b.node("Mul", [slots.momentum!, b.scalar("momentum", momentum)]), step]) : null;
		return {
			weight: b.node("Sub", [weight, moved ?? step]),
			slots: { velocity, ...(average === null ? {} : { average }), ...(moved === null ? {} : { momentum: moved }) },
		};
	},
	adagrad: (b, { epsilon }, { weight, gradient, slots, rate }) => {
		const accumulator = b.node("Add", [slots.accumulator!, b.node("Mul", [gradient, gradient])]);
		const step = b.node("Div", [
			b.node("Mul", [gradient, rate]),
			b.node("Sqrt", [b.node("Add", [accumulator, b.scalar("epsilon", epsilon)])]),
		]);
		return { weight: b.node("Sub", [weight, step]), slots: { accumulator } };
	},
	adadelta: (b, { rho, epsilon }, { weight, gradient, slots, rate, unitRate }) => {
		// Keras: a ← ρ a + (1 − ρ) g², u = g · sqrt(d + ε) / sqrt(a + ε), d ← ρ d + (1 − ρ) u², w ← w − rate · u. A step is as long as its passes over memory,
		// so the slots are A = (a + ε) / (1 − ρ) and D = (d + ε) / (1 − ρ): A ← ρ A + g² + ε, u = g · sqrt(D / A), D ← ρ D + u² + ε.
		const eps = b.scalar("epsilon", epsilon);
		const grown = (slot: string, by: string) =>
			b.node("Add", [b.node("Mul", [slot, b.scalar("rho", rho)]), b.node("Add", [b.node("Mul", [by, by]), eps])]);
		const grad = grown(slots.scaled_grad!, gradient);
		const delta = b.node("Mul", [gradient, b.node("Sqrt", [b.node("Div", [slots.scaled_delta!, grad])])]);
		return {
			weight: b.node("Sub", [weight, unitRate ? delta : b.node("Mul", [delta, rate])]),
			slots: { scaled_grad: grad, scaled_delta: grown(slots.scaled_delta!, delta) },
		};
	},
};

export function applyOptimizer(b: GraphBuilder, optimizer: Optimizer, update: Update): Updated {
	return (rules[optimizer.name] as Rule<Optimizer["name"]>)(b, optimizer as never, update);
}

/** Adam's factor on the learning rate at update `step` (1: the first): sqrt(1 − β₂ᵗ) / (1 − β₁ᵗ). 1 for the others. */
export function rateCorrection(optimizer: Optimizer, step: number): number {
	if (optimizer.name !== "adam" && optimizer.name !== "adamw") return 1;
	return Math.sqrt(1 - optimizer.beta2 ** step) / (1 - optimizer.beta1 ** step);
}

function adam(
	b: GraphBuilder,
	{ beta1, beta2, epsilon }: { beta1: number; beta2: number; epsilon: number },
	{ weight, gradient, slots, rate }: Update,
): Updated {
	// m + (g − m)(1 − β), as keras writes it: adam.py L109-120.
	const toward = (slot: string, target: string, beta: number) =>
		b.node("Add", [slot, b.node("Mul", [b.node("Sub", [target, slot]), b.scalar("rest", 1 - beta)])]);
	const m = toward(slots.m!, gradient, beta1);
	const v = toward(slots.v!, b.node("Mul", [gradient, gradient]), beta2);
	const step = b.node("Div", [b.node("Mul", [m, rate]), b.node("Add", [b.node("Sqrt", [v]), b.scalar("epsilon", epsilon)])]);
	return { weight: b.node("Sub", [weight, step]), slots: { m, v } };
}

/** ρ · old + (1 − ρ) · new */
function blend(b: GraphBuilder, old: string, next: string, rho: number): string {
	return b.node("Add", [b.node("Mul", [old, b.scalar("rho", rho)]), b.node("Mul", [next, b.scalar("rest", 1 - rho)])]);
}
