import type { Tensor } from "../base/tensor.ts";
import type { Node } from "./graph.ts";
import type { Operand } from "./keras-call.ts";

/** One Keras layer of a flat model: nested models are already opened up. `inputs` are names of other layers. */
export interface KerasLayer {
	readonly type: string;
	readonly name: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly inputs: readonly string[];
	/** What it is called with, constants too; without it the inputs. */
	readonly operands?: readonly Operand[];
}

/** Keras 2's hard_sigmoid is another function than Keras 3's. */
export type Dialect = 2 | 3;

export interface Context {
	readonly layer: KerasLayer;
	readonly weights: readonly Tensor[];
	readonly dialect: Dialect;
	/** Axes of the first input without the batch's. */
	readonly rank: number;
	/** A setting; one that is null counts as missing, one of another kind than the fallback as an error. */
	get<T extends boolean | number | string>(key: string, fallback: T): T extends boolean ? boolean : T extends number ? number : string;
	/** A setting as it stands, for rules that take several kinds; undefined where it is missing or null. */
	raw(key: string): unknown;
	fail(expected: string, got: unknown): never;
}

export type Rule = (context: Context) => Node | readonly Node[] | null;
