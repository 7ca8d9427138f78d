import type { Tensor as Device, TypedArray } from "@tensorflow/tfjs-core";
import { TerminalError } from "../../base/errors.ts";
import type { Tensor } from "../../base/tensor.ts";
import type { Tf } from "./library.ts";

/** One operation: from values by name to one more. What it makes on the way is its own and goes when it returns. */
export interface Step {
	readonly inputs: readonly string[];
	readonly output: string;
	run(tf: Tf, inputs: readonly Device[]): Device;
}

/** Steps in their order, with the values that are there before it runs. */
export interface Program {
	readonly constants: ReadonlyMap<string, Tensor>;
	readonly steps: readonly Step[];
	readonly outputs: readonly string[];
}

/** A program on the device. */
export interface Machine {
	/** Answers the outputs in their order; they are the caller's, as the feeds are. */
	run(feeds: Readonly<Record<string, Device>>): Device[];
	close(): void;
}

/**
 * Puts a program's constants on the device. A value is let go after the last step that reads it, so that of a deep network two or three layers are in memory and
 * not all of them; and nothing but the outputs outlives a run.
 *
 * @throws TerminalError ENGINE_RUN_FAILED if the library cannot do a step.
 */
export function load(tf: Tf, program: Program): Machine {
	const constants = new Map([...program.constants].map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape], "float32")]));
	const gone = lastReads(program);
	const run = (feeds: Readonly<Record<string, Device>>): Device[] =>
		tf.tidy(() => {
			const values = new Map<string, Device>([...constants, ...Object.entries(feeds)]);
			const find = (name: string): Device => {
				const value = values.get(name);
				if (value === undefined) throw new RangeError(`a step reads ${name}, which no earlier one has made`);
				return value;
			};
			for (const [i, step] of program.steps.entries()) {
				values.set(
					step.output,
					tf.tidy(() => step.run(tf, step.inputs.map(find))),
				);
				for (const name of gone[i]!) {
					values.get(name)?.dispose();
					values.delete(name);
				}
			}
			return program.outputs.map(find);
		});
	return {
		run(feeds) {
			try {
				return run(feeds);
			} catch (cause) {
				const reason = cause instanceof Error ? cause.message : String(cause);
				throw new TerminalError("ENGINE_RUN_FAILED", `TensorFlow.js should run a compiled network, but stopped: ${reason}`, { cause });
			}
		},
		close() {
			for (const constant of constants.values()) constant.dispose();
		},
	};
}

/** For each step the values made by steps that nobody reads after it. */
function lastReads({ steps, outputs }: Program): string[][] {
	const last = new Map<string, number>();
	for (const [i, { output, inputs }] of steps.entries()) for (const name of [output, ...inputs]) last.set(name, i);
	for (const name of outputs) last.delete(name);
	const made = new Set(steps.map(({ output }) => output));
	const gone: string[][] = steps.map(() => []);
	for (const [name, i] of last) if (made.has(name)) gone[i]!.push(name);
	return gone;
}

/** Values of a device tensor, which is let go. */
export function taken(value: Device): Float32Array {
	const data: TypedArray = value.dataSync();
	value.dispose();
	return data instanceof Float32Array ? data : Float32Array.from(data);
}
