import { expect, test } from "vitest";
import { TerminalError } from "../../../lib/base/errors.ts";
import { createSession } from "../../../lib/engine/onnx/session.ts";
import { GraphBuilder } from "../../../lib/onnx/builder.ts";

function doubling(): Uint8Array {
	const builder = new GraphBuilder("double");
	const x = builder.input("x", "float", ["n", 2]);
	builder.output(builder.node("Add", [x, x], {}, "y"), "float", ["n", 2]);
	return builder.model();
}

test("a session runs a model held in memory and gives outputs with their shapes", async () => {
	const session = await createSession(doubling(), { threads: 1 });
	expect([session.inputs, session.outputs]).toEqual([["x"], ["y"]]);
	const { y } = await session.run({ x: { type: "float32", shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 5, 6]) } });
	expect(y).toEqual({ type: "float32", shape: [3, 2], data: new Float32Array([2, 4, 6, 8, 10, 12]) });
	await session.close();
});

test("bytes that are no model are a terminal error, not a crash", async () => {
	const opening = createSession(new TextEncoder().encode("not a model"), { threads: 1 });
	await expect(opening).rejects.toThrow(TerminalError);
	await expect(opening).rejects.toMatchObject({ code: "ENGINE_MODEL_REFUSED" });
});

test("a run that cannot be is a terminal error, and the session lives on", async () => {
	const session = await createSession(doubling(), { threads: 1 });
	const wrong = session.run({ x: { type: "float32", shape: [1, 5], data: new Float32Array(5) } });
	await expect(wrong).rejects.toMatchObject({ name: "TerminalError", code: "ENGINE_RUN_FAILED" });
	const { y } = await session.run({ x: { type: "float32", shape: [1, 2], data: new Float32Array([1, 2]) } });
	expect(y!.data).toEqual(new Float32Array([2, 4]));
	await session.close();
});
