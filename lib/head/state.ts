import type { Tensor } from "../base/tensor.ts";

/** Everything that training changes: weights by name (`dense/kernel`), moving statistics, optimiser slots (`dense/kernel/accumulator`), step count. */
export interface HeadState {
	readonly weights: ReadonlyMap<string, Tensor>;
	readonly slots: ReadonlyMap<string, Tensor>;
	/** Updates done so far. */
	readonly step: number;
}
