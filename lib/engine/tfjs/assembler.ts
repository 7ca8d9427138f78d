import type { Tensor as Device } from "@tensorflow/tfjs-core";
import type { Tensor } from "../../base/tensor.ts";
import { GraphBuilder } from "../../onnx/builder.ts";
import { stepsOf } from "./formula.ts";
import type { Tf } from "./library.ts";
import type { Program, Step } from "./program.ts";

/** Writes a program step by step; a step's output is named after its layer and numbered. */
export class Assembler {
	readonly #constants = new Map<string, Tensor>();
	readonly #steps: Step[] = [];

	constant(hint: string, value: Tensor): string {
		const name = `${hint}#${this.#constants.size}`;
		this.#constants.set(name, value);
		return name;
	}

	step<const I extends readonly string[]>(
		hint: string,
		inputs: I,
		run: (tf: Tf, inputs: { readonly [K in keyof I]: Device }) => Device,
	): string {
		const output = `${hint}:${this.#steps.length}`;
		this.#steps.push({ inputs, output, run: run as Step["run"] });
		return output;
	}

	/** What a formula that is written for ONNX makes of a value. */
	formula(hint: string, x: string, write: (builder: GraphBuilder, x: string) => string): string {
		const builder = new GraphBuilder(hint, `${hint}:${this.#steps.length}/`);
		const output = write(builder, x);
		const { constants, steps } = stepsOf(builder.graph());
		for (const [name, value] of constants) this.#constants.set(name, value);
		this.#steps.push(...steps);
		return output;
	}

	program(outputs: readonly string[]): Program {
		return { constants: this.#constants, steps: this.#steps, outputs };
	}
}
