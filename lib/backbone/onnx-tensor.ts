import type { onnx } from "../../proto/gen/onnx.js";
import { UserError } from "../base/errors.ts";
import { sizeOf, type Tensor, tensor } from "../base/tensor.ts";
import { halfToFloat } from "./half.ts";

/** A stored tensor as float32, whatever numbers it holds. */
export function tensorOf(value: onnx.Tensor, shown: string): Tensor {
	const shape = (value.dims ?? []).map(Number);
	if (value.dataLocation === 1 || (value.externalData?.length ?? 0) > 0)
		throw badOnnx(shown, `the weight ${value.name} lies in another file, which is not read`);
	// Two negative axes would multiply to a size that fits.
	if (!shape.every((dim) => Number.isSafeInteger(dim) && dim >= 0))
		throw badOnnx(shown, `the weight ${value.name} has the shape [${shape.join(", ")}]`);
	try {
		return tensor(shape, valuesOf(value, shown));
	} catch (cause) {
		if (cause instanceof UserError) throw cause;
		throw badOnnx(shown, `the weight ${value.name} does not fill its shape [${shape.join(", ")}]`, cause);
	}
}

function valuesOf(value: onnx.Tensor, shown: string): Float32Array {
	const raw = value.rawData && value.rawData.length > 0 ? new Uint8Array(value.rawData) : null;
	// Element types by their number in the format (onnx.proto, TensorProto.DataType).
	switch (value.dataType) {
		case 1:
			return raw ? new Float32Array(raw.buffer) : Float32Array.from(value.floatData ?? []);
		case 6:
			return raw ? Float32Array.from(new Int32Array(raw.buffer)) : Float32Array.from(value.int32Data ?? []);
		case 7:
			return raw ? Float32Array.from(new BigInt64Array(raw.buffer), Number) : Float32Array.from(value.int64Data ?? [], Number);
		case 10:
			return raw ? Float32Array.from(new Uint16Array(raw.buffer), halfToFloat) : Float32Array.from(value.int32Data ?? [], halfToFloat);
		case 11:
			return raw ? Float32Array.from(new Float64Array(raw.buffer)) : Float32Array.from(value.doubleData ?? []);
		default:
			throw badOnnx(shown, `the weight ${value.name} has element type ${value.dataType}, which is not read`);
	}
}

/** Axes in another order: axis i of the result is axis order[i] of the tensor. */
export function permute({ shape, data }: Tensor, order: readonly number[]): Tensor {
	const outShape = order.map((axis) => shape[axis]!);
	const steps = order.map((axis) => sizeOf(shape.slice(axis + 1)));
	const out = new Float32Array(data.length);
	const [inner = 1] = outShape.slice(-1);
	const [step = 1] = steps.slice(-1);
	const index = new Array<number>(order.length - 1).fill(0);
	let from = 0;
	for (let at = 0; at < out.length; at += inner) {
		for (let i = 0, source = from; i < inner; i++, source += step) out[at + i] = data[source]!;
		for (let axis = index.length - 1; axis >= 0; axis--) {
			from += steps[axis]!;
			if (++index[axis]! < outShape[axis]!) break;
			from -= steps[axis]! * outShape[axis]!;
			index[axis] = 0;
		}
	}
	return { shape: outShape, data: out };
}

export function badOnnx(shown: string, what: string, cause?: unknown): UserError {
	return new UserError("BAD_MODEL_FILE", `${shown} is not an ONNX network that can be read: ${what}`, {
		cause,
		fix: "export it again, with weights inside and one image input",
	});
}
