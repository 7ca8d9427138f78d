// The engine `onnx`: graph forms compiled to ONNX and run by ONNX Runtime. In the order things meet:
//   session.ts     — the one importer of onnxruntime-node: a model's bytes to something that runs
//   ops.ts         — one row per operation of the graph form: how it is written in ONNX
//   backbone.ts    — a cut graph: uint8 pixels in, feature rows out
//   head*.ts       — a head's whole training step, many steps as one Scan; its forward pass
//   classifier.ts  — backbone and head as one model file, and that file run again
import type { Engine } from "../port.ts";
import { openBackbone } from "./backbone.ts";
import { openHead } from "./head.ts";

export const onnxEngine: Engine = { name: "onnx", openBackbone, openHead };
export { buildClassifier, type Classifier, openClassifier } from "./classifier.ts";
