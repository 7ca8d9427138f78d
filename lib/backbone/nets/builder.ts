import type { KerasLayer } from "../keras-layer.ts";

/** What a layer's weights must look like, in the order that Keras stores them. */
export interface ExpectedWeight {
	readonly name: "kernel" | "bias" | "gamma" | "beta" | "mean" | "variance";
	readonly shape: readonly number[];
}

export interface NetLayer extends KerasLayer {
	readonly weights: readonly ExpectedWeight[];
}

interface ConvOptions {
	readonly stride?: number;
	readonly padding?: "same" | "valid";
	readonly bias?: boolean;
	readonly activation?: string;
}

/** Writes a network of the catalogue layer by layer, as its Keras source reads. Each call answers the layer's name; channels are kept by name. */
export class NetBuilder {
	readonly layers: NetLayer[] = [];
	readonly #channels = new Map<string, number>();
	readonly #epsilon: number;

	constructor(options: { epsilon?: number } = {}) {
		this.#epsilon = options.epsilon ?? 1e-3;
		this.#add("InputLayer", "input_1", { batch_shape: [null, null, null, 3] }, [], 3);
	}

	/** The most recent layer. */
	get last(): string {
		return this.layers.at(-1)!.name;
	}

	conv(
		name: string,
		filters: number,
		kernel: number,
		{ stride = 1, padding = "same", bias = true, activation = "linear" }: ConvOptions = {},
		from = this.last,
	): string {
		const weights: ExpectedWeight[] = [
			{ name: "kernel", shape: [kernel, kernel, this.#of(from), filters] },
			...(bias ? [{ name: "bias" as const, shape: [filters] }] : []),
		];
		return this.#add("Conv2D", name, { strides: [stride, stride], padding, use_bias: bias, activation }, [from], filters, weights);
	}

	depthwise(name: string, { stride = 1, padding = "same" }: ConvOptions = {}): string {
		const channels = this.#of(this.last);
		return this.#add("DepthwiseConv2D", name, { strides: [stride, stride], padding, use_bias: false }, [this.last], channels, [
			{ name: "kernel", shape: [3, 3, channels, 1] },
		]);
	}

	batchNorm(name: string, from = this.last): string {
		const shape = [this.#of(from)];
		const weights = (["gamma", "beta", "mean", "variance"] as const).map((each) => ({ name: each, shape }));
		return this.#add("BatchNormalization", name, { epsilon: this.#epsilon }, [from], shape[0]!, weights);
	}

	relu(name: string, max: 6 | null = null): string {
		return this.#add("ReLU", name, { max_value: max }, [this.last], this.#of(this.last));
	}

	maxPool(name: string, size: number, stride: number): string {
		return this.#add(
			"MaxPooling2D",
			name,
			{ pool_size: [size, size], strides: [stride, stride], padding: "valid" },
			[this.last],
			this.#of(this.last),
		);
	}

	/** [before, after] of rows and of columns. */
	pad(name: string, rows: readonly [number, number], columns = rows): string {
		return this.#add("ZeroPadding2D", name, { padding: [rows, columns] }, [this.last], this.#of(this.last));
	}

	add(name: string, from: readonly string[]): string {
		return this.#add("Add", name, {}, from, this.#of(from[0]!));
	}

	concat(name: string, from: readonly string[]): string {
		return this.#add(
			"Concatenate",
			name,
			{},
			from,
			from.reduce((sum, each) => sum + this.#of(each), 0),
		);
	}

	#of(name: string): number {
		return this.#channels.get(name)!;
	}

	#add(
		type: string,
		name: string,
		config: Record<string, unknown>,
		inputs: readonly string[],
		channels: number,
		weights: readonly ExpectedWeight[] = [],
	): string {
		this.layers.push({ type, name, config, inputs, weights });
		this.#channels.set(name, channels);
		return name;
	}
}
