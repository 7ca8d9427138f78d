// The engine alone: pixels in memory through the compiled backbone, as many processes as cores, one thread each.
// Started by extract.js:  node bench/model-only.js GRAPH JSON-OPTIONS IMAGES   → prints images per second of this process
import { readFileSync } from "node:fs";
import { decodeGraph } from "../dist/lib/backbone/serial.js";
import { onnxEngine } from "../dist/lib/engine/onnx/index.js";

const [graph, options, images] = process.argv.slice(2);
const backbone = await onnxEngine.openBackbone(decodeGraph(readFileSync(graph)), { ...JSON.parse(options), threads: 1 });
const { batch } = backbone;
const { height, width } = JSON.parse(options);
const pixels = Uint8Array.from({ length: batch * height * width * 3 }, (_, i) => (i * 7919) & 255);
await backbone.embed(pixels, batch);
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));
const began = performance.now();
let done = 0;
for (; done < Number(images); done += batch) await backbone.embed(pixels, batch);
process.stdout.write(`${done / ((performance.now() - began) / 1000)}\n`);
process.exit(0);
