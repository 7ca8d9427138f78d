import type { Activation, Initializer, Penalty } from "../job/document.ts";

/** A head with every shape known and every layer named as Keras names them (dense, dropout, dense_1, …). */
export interface HeadSpec {
	/** Shape of one feature row. */
	readonly input: readonly number[];
	readonly classes: number;
	readonly layers: readonly HeadNode[];
}

interface Base {
	readonly name: string;
	/** Without the batch axis. */
	readonly inputShape: readonly number[];
	readonly outputShape: readonly number[];
}

export type HeadNode =
	| (Base & {
			readonly kind: "dense";
			readonly units: number;
			readonly activation: Activation;
			readonly useBias: boolean;
			readonly kernelInitializer: Initializer;
			readonly biasInitializer: Initializer;
			readonly kernelRegularizer: Penalty;
			readonly biasRegularizer: Penalty;
	  })
	| (Base & { readonly kind: "dropout"; readonly rate: number })
	| (Base & { readonly kind: "flatten" })
	| (Base & {
			readonly kind: "batch_norm";
			readonly momentum: number;
			readonly epsilon: number;
			readonly center: boolean;
			readonly scale: boolean;
	  })
	| (Base & { readonly kind: "activation"; readonly activation: Activation });
