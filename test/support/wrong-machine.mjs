// Loaded before a compute process' own code: makes a machine that is wrong, in the way that WRONG names.
//   bgr    — pictures reach the network with red and blue exchanged
//   weight — one weight of the network is another, as after a flipped bit in memory
//   small  — it has memory for five images at a time, and is killed of more
import fs from "node:fs/promises";
import { createRequire, syncBuiltinESMExports } from "node:module";

const wrong = process.env.WRONG;

if (wrong === "bgr") {
	const { InferenceSession, Tensor } = createRequire(import.meta.url)("onnxruntime-node");
	const { run } = InferenceSession.prototype;
	InferenceSession.prototype.run = function (feeds, ...rest) {
		const { image } = feeds;
		if (image === undefined) return run.call(this, feeds, ...rest);
		const swapped = image.data.map((_, i, pixels) => pixels[i - (i % 3) + (2 - (i % 3))]);
		return run.call(this, { ...feeds, image: new Tensor(image.type, swapped, image.dims) }, ...rest);
	};
} else if (wrong === "weight") {
	const { readFile } = fs;
	fs.readFile = async (file, ...rest) => {
		const bytes = await readFile(file, ...rest);
		if (Buffer.isBuffer(bytes) && bytes[8] === "{".charCodeAt(0)) changeOneWeight(bytes);
		return bytes;
	};
	syncBuiltinESMExports();
} else if (wrong === "small") {
	const { emit } = process;
	process.emit = function (name, message, ...rest) {
		if (name === "message" && message.method === "embed" && message.params.images.length > 5) process.kill(process.pid, "SIGKILL");
		return emit.call(this, name, message, ...rest);
	};
} else throw new Error(`WRONG is bgr, weight or small, not ${wrong}`);

/** In a safetensors file: a little-endian length, so many bytes of JSON, the tensors. */
function changeOneWeight(bytes) {
	const begin = 8 + Number(bytes.readBigUInt64LE(0));
	const header = JSON.parse(bytes.subarray(8, begin).toString());
	const kernel = Object.values(header).find(({ shape }) => shape?.length === 4);
	if (kernel === undefined) return;
	const at = begin + kernel.data_offsets[0] + 4 * 5;
	bytes.writeFloatLE(bytes.readFloatLE(at) + 1, at);
}
