import { sha256 } from "../base/digest.ts";
import type { Tensor } from "../base/tensor.ts";
import { bytesOf, decodeSafetensors, encodeSafetensors, float32Of } from "../feature/safetensors.ts";
import type { HeadState } from "./state.ts";

/** A head's weights as safetensors; the same weights give the same bytes, whose digest names the head. */
export function encodeHead({ weights }: Pick<HeadState, "weights">): Uint8Array {
	return encodeSafetensors(
		[...weights].map(([name, { shape, data }]) => ({ name, dtype: "F32", shape, data: bytesOf(data) })),
		{ format: "frostline-head/1" },
	);
}

export function decodeHead(bytes: Uint8Array): Map<string, Tensor> {
	const { tensors } = decodeSafetensors(bytes, "the stored head");
	return new Map([...tensors].map(([name, stored]) => [name, { shape: stored.shape, data: float32Of(stored) }]));
}

export function headDigest(state: Pick<HeadState, "weights">): string {
	return sha256(encodeHead(state));
}
