import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TerminalError } from "../../lib/base/errors.ts";
import {
	bytesOf,
	type Dtype,
	decodeSafetensors,
	encodeSafetensors,
	float32Of,
	type NamedTensor,
	readSafetensorsHeader,
} from "../../lib/feature/safetensors.ts";
import { temporaryFolder } from "../support/folder.ts";

const WIDTH: Readonly<Record<Dtype, number>> = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, U8: 1 };

const tensor = fc
	.record({ dtype: fc.constantFrom<Dtype>("F32", "F64", "F16", "U8", "I32", "I64"), shape: fc.array(fc.nat(4), { maxLength: 3 }) })
	.chain(({ dtype, shape }) => {
		const length = shape.reduce((product, dim) => product * dim, WIDTH[dtype]);
		return fc.record({
			dtype: fc.constant(dtype),
			shape: fc.constant(shape),
			data: fc.uint8Array({ minLength: length, maxLength: length }),
		});
	});
const name = fc
	.oneof(fc.string({ minLength: 1 }), fc.constantFrom("constructor", "__proto__", "toString", "ü"))
	.filter((text) => text !== "__metadata__");
const tensors = fc
	.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 6 })
	.map((list) => list.map(([key, value]): NamedTensor => ({ name: key, ...value })));
const metadata = fc.dictionary(
	fc.string().filter((key) => key !== "__proto__"),
	fc.string(),
	{ maxKeys: 4 },
);

const two = (): NamedTensor[] => [
	{ name: "ids", dtype: "U8", shape: [3], data: new Uint8Array([1, 2, 3]) },
	{ name: "rows", dtype: "F32", shape: [2, 1], data: bytesOf(new Float32Array([1.5, -2])) },
];

/** A file with a header of one's own making. */
function file(header: string, data = new Uint8Array()): Uint8Array {
	const text = Buffer.from(header);
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(text.length));
	return Buffer.concat([length, text, data]);
}

describe("round trip", () => {
	test("any tensors with any names and metadata come back as they were", () => {
		fc.assert(
			fc.property(tensors, metadata, (list, words) => {
				const read = decodeSafetensors(encodeSafetensors(list, words));
				expect(Object.fromEntries(Object.entries(read.metadata))).toEqual(words);
				expect([...read.tensors.keys()].sort()).toEqual(list.map((each) => each.name).sort());
				for (const { name, dtype, shape, data } of list) {
					const found = read.tensors.get(name)!;
					expect([found.dtype, found.shape]).toEqual([dtype, shape]);
					expect(Buffer.compare(found.data, data)).toBe(0);
				}
			}),
			{ numRuns: 150 },
		);
	});

	test("F2: the same tensors in any order give the same bytes", () => {
		const bytes = encodeSafetensors(two(), { b: "2", a: "1" });
		expect(Buffer.compare(encodeSafetensors(two().reverse(), { a: "1", b: "2" }), bytes)).toBe(0);
	});

	test("the bytes are those of the format: length, header, tensors by width, each aligned to its own", () => {
		const bytes = Buffer.from(encodeSafetensors(two(), { format: "x" }));
		const length = Number(bytes.readBigUInt64LE(0));
		expect(length % 8).toBe(0);
		expect(JSON.parse(bytes.toString("utf8", 8, 8 + length))).toEqual({
			__metadata__: { format: "x" },
			rows: { dtype: "F32", shape: [2, 1], data_offsets: [0, 8] },
			ids: { dtype: "U8", shape: [3], data_offsets: [8, 11] },
		});
		expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0, 1, 2, 3]);
	});

	test("float32 values are a view where that is possible, and right where it is not", () => {
		const bytes = encodeSafetensors(two());
		const shifted = new Uint8Array(bytes.length + 1);
		shifted.set(bytes, 1);
		for (const place of [bytes, shifted.subarray(1)])
			expect([...float32Of(decodeSafetensors(place).tensors.get("rows")!)]).toEqual([1.5, -2]);
	});

	test("the header of a file is read without its tensors, and says where they are", async () => {
		const path = join(await temporaryFolder(), "a.safetensors");
		const bytes = encodeSafetensors(two(), { format: "x" });
		await writeFile(path, bytes);
		const { tensors, metadata } = readSafetensorsHeader(path, bytes.length);
		expect(metadata).toEqual({ format: "x" });
		const { from, to } = tensors.get("ids")!;
		expect([...bytes.subarray(from, to)]).toEqual([1, 2, 3]);
	});
});

describe("a tensor that is not what it says is not written", () => {
	test("wrong length", () => {
		expect(() => encodeSafetensors([{ name: "w", dtype: "F32", shape: [2, 2], data: new Uint8Array(15) }])).toThrow(
			"tensor w of shape [2, 2] and type F32 needs 16 bytes, got 15",
		);
	});

	test("two of one name", () => {
		expect(() => encodeSafetensors([...two(), ...two()])).toThrow(/two tensors are named/);
	});
});

describe("BAD_SAFETENSORS", () => {
	test.each([
		["no bytes", new Uint8Array(), "it has 0 bytes, fewer than the 8 that give the header's length"],
		["a header longer than the file", file("{}").subarray(0, 9), "its header claims 2 bytes, and the file has 9"],
		["a header of absurd length", Buffer.alloc(64, 0xff), /its header claims 18446744073709552000 bytes, and the file has 64/],
		["a header that is no JSON", file("{oops"), "its header is not JSON"],
		["a header that is a list", file("[1]"), "its header is not a JSON object"],
		["a header that is null", file("null"), "its header is not a JSON object"],
		["metadata that are numbers", file('{"__metadata__":{"a":1}}'), "its metadata are not strings"],
		["a tensor that is null", file('{"w":null}'), "tensor w has the unknown type undefined"],
		[
			"an unknown type",
			file('{"w":{"dtype":"F8","shape":[],"data_offsets":[0,1]}}', new Uint8Array(1)),
			"tensor w has the unknown type F8",
		],
		[
			"a type that every object has",
			file('{"w":{"dtype":"constructor","shape":[],"data_offsets":[0,1]}}', new Uint8Array(1)),
			"tensor w has the unknown type constructor",
		],
		[
			"a negative side",
			file('{"w":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}', new Uint8Array(1)),
			"tensor w has no proper shape or offsets",
		],
		[
			"half an offset",
			file('{"w":{"dtype":"U8","shape":[1],"data_offsets":[0]}}', new Uint8Array(1)),
			"tensor w has no proper shape or offsets",
		],
		[
			"offsets that do not fit the shape",
			file('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', new Uint8Array(4)),
			"tensor w of shape [2] needs 8 bytes and has 4",
		],
		[
			"a shape beyond all numbers",
			file('{"w":{"dtype":"F32","shape":[9007199254740991,9007199254740991],"data_offsets":[0,4]}}', new Uint8Array(4)),
			/tensor w of shape .* needs 3\.2\d*e\+32 bytes and has 4/,
		],
		[
			"a hole",
			file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}', new Uint8Array(3)),
			"there is a hole or an overlap before tensor b",
		],
		[
			"an overlap",
			file('{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}', new Uint8Array(3)),
			"there is a hole or an overlap before tensor b",
		],
		[
			"bytes after the last tensor",
			file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', new Uint8Array(2)),
			/its tensors end at byte 62 and the file has 63/,
		],
	])("%s", (_, bytes, message) => {
		const decoding = () => decodeSafetensors(bytes, "w.safetensors");
		expect(decoding).toThrow(TerminalError);
		expect(decoding).toThrow(message);
		expect(decoding).toThrow(
			expect.objectContaining({
				code: "BAD_SAFETENSORS",
				message: expect.stringMatching(/^w\.safetensors is not a whole safetensors file: /),
				fix: expect.stringContaining("remove it"),
			}),
		);
	});

	test("a file cut anywhere is refused", () => {
		const bytes = encodeSafetensors(two(), { format: "x" });
		for (let length = 0; length < bytes.length; length++)
			expect(() => decodeSafetensors(bytes.subarray(0, length)), `${length} bytes`).toThrow(
				expect.objectContaining({ code: "BAD_SAFETENSORS" }),
			);
	});

	test("so is one in a folder, by its header alone", async () => {
		const path = join(await temporaryFolder(), "cut.safetensors");
		const bytes = encodeSafetensors(two());
		for (const length of [0, 7, 8, 20, bytes.length - 1]) {
			await writeFile(path, bytes.subarray(0, length));
			expect(() => readSafetensorsHeader(path, length)).toThrow(
				expect.objectContaining({ code: "BAD_SAFETENSORS", message: expect.stringContaining(path) }),
			);
		}
	});

	test("fuzz: changed bytes and invented headers are tensors that lie inside the file, or BAD_SAFETENSORS", () => {
		const whole = encodeSafetensors(two(), { format: "x" });
		const judged = (bytes: Uint8Array): void => {
			try {
				for (const { dtype, shape, data } of decodeSafetensors(bytes).tensors.values())
					expect(data.length).toBe(shape.reduce((product, dim) => product * dim, WIDTH[dtype]));
			} catch (error) {
				expect(error).toMatchObject({ name: "TerminalError", code: "BAD_SAFETENSORS" });
			}
		};
		fc.assert(
			fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
				const changed = new Uint8Array(whole);
				changed[at] = byte;
				judged(changed);
			}),
			{ numRuns: 300 },
		);
		fc.assert(fc.property(fc.uint8Array(), judged), { numRuns: 100 });
		fc.assert(
			fc.property(fc.json(), fc.uint8Array(), (header, data) => judged(file(header, data))),
			{ numRuns: 200 },
		);
		const entry = fc.record({
			dtype: fc.constantFrom("U8", "F32", "Q4"),
			shape: fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
			data_offsets: fc.array(fc.integer({ min: -1, max: 20 }), { maxLength: 3 }),
		});
		fc.assert(
			fc.property(fc.dictionary(fc.string(), entry, { maxKeys: 3 }), fc.uint8Array({ maxLength: 20 }), (header, data) =>
				judged(file(JSON.stringify(header), data)),
			),
			{ numRuns: 200 },
		);
	});
});
