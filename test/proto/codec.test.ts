import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FrostlineError } from "../../lib/base/errors.ts";
import {
	decodeEvent,
	decodeFitTask,
	decodeKnownEvent,
	decodeServiceInfos,
	decodeShardTask,
	type Event,
	encodeEvent,
	encodeFitTask,
	encodeServiceInfo,
	encodeShardTask,
	type FitTask,
	PROTOCOL,
	type ShardTask,
} from "../../proto/codec.ts";
import { frostline } from "../../proto/gen/frostline.js";

const uint = fc.nat(2 ** 32 - 1);
const word = fc.string({ minLength: 1 });
const text = fc.string();
/** Every double but the negative zero, which `toEqual` tells from zero and protobuf does not. */
const double = fc.double().map((value) => value + 0);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

const shardTask: fc.Arbitrary<ShardTask> = fc.record({
	job: word,
	number: uint,
	key: word,
	space: word,
	maxPixels: fc.maxSafeNat(),
	samples: fc.array(fc.record({ id: bytes(16), image: bytes(32), view: uint, origin: text }), { maxLength: 5 }),
});
const fitTask: fc.Arbitrary<FitTask> = fc.record({ job: word, plan: word, fresh: fc.boolean() });
const kinds = {
	phase: { name: text, total: uint, unit: text },
	progress: { phase: text, done: uint, total: uint, shard: uint, worker: text, skips: uint },
	shardDone: {
		number: uint,
		key: text,
		rows: uint,
		skips: uint,
		worker: text,
		seconds: fc.dictionary(
			text.filter((key) => key !== "__proto__"),
			double,
		),
	},
	shardFailed: { number: uint, code: text, message: text, fix: text },
	epoch: {
		number: uint,
		of: uint,
		loss: double,
		accuracy: double,
		valLoss: double,
		valAccuracy: double,
		seconds: double,
		learningRate: double,
		resumed: fc.boolean(),
	},
	fitDone: { key: text },
	failed: { code: text, message: text, fix: text },
	note: { code: text, message: text },
	state: { state: text, detail: text },
	fitReturned: { code: text, message: text, keys: fc.array(text) },
} satisfies Record<Event["kind"], object>;
const eventOf = (kind: Event["kind"]): fc.Arbitrary<Event> =>
	fc.record({
		kind: fc.constant(kind),
		job: word,
		time: fc.nat(),
		...(kinds[kind] as Record<string, fc.Arbitrary<unknown>>),
	}) as unknown as fc.Arbitrary<Event>;

/** Bytes that came over a wire are a Buffer in one place and a Uint8Array in another; the values count. */
const plain = (task: ShardTask) => ({
	...task,
	samples: task.samples.map((sample) => ({ ...sample, id: [...sample.id], image: [...sample.image] })),
});

describe("what is encoded decodes to the same", () => {
	test("shard tasks", () => {
		fc.assert(
			fc.property(shardTask, (task) => void expect(plain(decodeShardTask(encodeShardTask(task)))).toEqual(plain(task))),
			{ numRuns: 100 },
		);
	});

	test("fit tasks", () => {
		fc.assert(
			fc.property(fitTask, (task) => void expect(decodeFitTask(encodeFitTask(task))).toEqual(task)),
			{ numRuns: 50 },
		);
	});

	test.each(Object.keys(kinds) as Event["kind"][])("events of the kind %s, zeros and empty texts too", (kind) => {
		fc.assert(
			fc.property(eventOf(kind), (event) => void expect(decodeEvent(encodeEvent(event))).toEqual(event)),
			{ numRuns: 50 },
		);
	});

	test("losses that are not finite stay what they are", () => {
		const event: Event = {
			kind: "epoch",
			job: "j",
			time: 1,
			number: 1,
			of: 2,
			loss: Number.NaN,
			accuracy: 0,
			valLoss: Number.POSITIVE_INFINITY,
			valAccuracy: 0,
			seconds: 1,
			learningRate: 1,
			resumed: false,
		};
		expect(decodeEvent(encodeEvent(event))).toEqual(event);
	});

	test("an event without a time gets the time of day", () => {
		const before = Date.now();
		const { time } = decodeEvent(encodeEvent({ kind: "note", job: "j", code: "C", message: "m" }));
		expect(time).toBeGreaterThanOrEqual(before);
		expect(time).toBeLessThanOrEqual(Date.now());
	});
});

const sample = { id: new Uint8Array(16), image: new Uint8Array(32), view: 0, origin: "/data/flowers/rose/1.jpg" };
const task: ShardTask = { job: "flowers-1", number: 3, key: "features/s/a.safetensors", space: "{}", maxPixels: 5, samples: [sample] };

describe("sizes are capped", () => {
	test("a shard of 1,024 samples with long paths goes through", () => {
		const samples = Array.from({ length: 1024 }, () => ({ ...sample, origin: `/${"long/".repeat(150)}a.jpg` }));
		expect(decodeShardTask(encodeShardTask({ ...task, samples })).samples).toHaveLength(1024);
	});

	test("a larger one is not sent, and the message says what to do", () => {
		const samples = [{ ...sample, origin: "x".repeat(1024 * 1024) }];
		expect(() => encodeShardTask({ ...task, samples })).toThrow(
			expect.objectContaining({
				name: "TerminalError",
				code: "MESSAGE_TOO_LARGE",
				message: expect.stringMatching(/^shard 3 takes \d{7} bytes as a message, more than 1048576$/),
				fix: "make extract.shard smaller",
			}),
		);
		expect(() => encodeEvent({ kind: "note", job: "j", code: "C", message: "x".repeat(256 * 1024) })).toThrow(
			expect.objectContaining({ code: "MESSAGE_TOO_LARGE", message: expect.stringMatching(/^a "note" event takes/) }),
		);
	});

	test.each([
		["shard task", decodeShardTask, 1024 * 1024 + 1],
		["fit task", decodeFitTask, 1024 * 1024 + 1],
		["event", decodeEvent, 256 * 1024 + 1],
	])("a longer %s that comes is refused unread", (what, decode, length) => {
		expect(() => decode(new Uint8Array(length))).toThrow(
			expect.objectContaining({
				name: "TerminalError",
				code: "BAD_MESSAGE",
				message: `a ${what} of ${length} bytes came; more than ${length - 1} are refused unread`,
			}),
		);
	});
});

describe("BAD_MESSAGE", () => {
	test.each([
		["half a message", encodeShardTask(task).subarray(0, 40), "does not decode"],
		["a wrong wire type", Uint8Array.of(0x0f), "does not decode"],
		["a length beyond the end", Uint8Array.of(0x12, 0x7f, 0x41), "does not decode"],
		["no job", frostline.ShardTask.encode({ ...task, job: "", samples: [], protocol: PROTOCOL }).finish(), "names no job, key or space"],
		[
			"a short id",
			encodeShardTask({ ...task, samples: [{ ...sample, id: new Uint8Array(15) }] }),
			"has a sample without a whole id and digest",
		],
		[
			"no digest",
			encodeShardTask({ ...task, samples: [{ ...sample, image: new Uint8Array() }] }),
			"has a sample without a whole id and digest",
		],
	])("a shard task with %s", (_, message, why) => {
		expect(() => decodeShardTask(message)).toThrow(
			expect.objectContaining({
				name: "TerminalError",
				code: "BAD_MESSAGE",
				message: `a shard task of ${message.length} bytes came that ${why}`,
			}),
		);
	});

	test("a fit task without a plan", () => {
		expect(() => decodeFitTask(encodeFitTask({ job: "j", plan: "", fresh: false }))).toThrow(
			expect.objectContaining({ code: "BAD_MESSAGE" }),
		);
	});

	test.each([
		["shard tasks", decodeShardTask, encodeShardTask(task)],
		["fit tasks", decodeFitTask, encodeFitTask({ job: "j", plan: "p", fresh: true })],
		[
			"events",
			decodeEvent,
			encodeEvent({ kind: "shardDone", job: "j", number: 1, key: "k", rows: 2, skips: 0, worker: "w", seconds: { all: 1 } }),
		],
	])("fuzz: any bytes are %s or an error with a code, never a crash", (_, decode, whole) => {
		const judged = (message: Uint8Array): void => {
			try {
				decode(message);
			} catch (error) {
				expect(error).toBeInstanceOf(FrostlineError);
				expect(["BAD_MESSAGE", "PROTOCOL_MISMATCH", "UNKNOWN_EVENT"]).toContain((error as FrostlineError).code);
			}
		};
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), judged), { numRuns: 300 });
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (rest) => judged(Buffer.concat([Uint8Array.of(0x08, PROTOCOL), rest]))),
			{ numRuns: 300 },
		);
		fc.assert(
			fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
				const changed = new Uint8Array(whole);
				changed[at] = byte;
				judged(changed);
			}),
			{ numRuns: 300 },
		);
	});
});

describe("another release on the other side", () => {
	test.each([
		["shard task", decodeShardTask, frostline.ShardTask.encode({ ...task, samples: [], protocol: 2 }).finish(), 2],
		["fit task", decodeFitTask, frostline.FitTask.encode({ job: "j", plan: "p" }).finish(), 0],
		["event", decodeEvent, frostline.Event.encode({ job: "j", protocol: 7 }).finish(), 7],
	])(
		"is PROTOCOL_MISMATCH for a %s, with both numbers: a newer message waits for a newer reader, an older one never gets one",
		(what, decode, message, protocol) => {
			expect(() => decode(message)).toThrow(
				expect.objectContaining({
					name: protocol > PROTOCOL ? "RetryableError" : "TerminalError",
					code: "PROTOCOL_MISMATCH",
					message: `a ${what} of protocol ${protocol} came; it was read by a release that knows 1`,
					fix: protocol > PROTOCOL ? "upgrade it to the release that the message came from" : "upgrade whoever sent it",
				}),
			);
		},
	);

	test("who follows a job steps over news of a newer protocol, and who asks all services over such an answer", () => {
		expect(decodeKnownEvent(frostline.Event.encode({ job: "j", protocol: PROTOCOL + 1 }).finish())).toBeNull();
		const info = { service: "extractor", worker: "w", version: "1", started: 1, hands: [], done: 0, leads: false };
		const newer = frostline.ServiceInfo.encode({ ...info, protocol: PROTOCOL + 1 }).finish();
		expect(decodeServiceInfos([newer, encodeServiceInfo(info)])).toEqual([info]);
	});

	test("its new fields are passed over, its new kinds of event are UNKNOWN_EVENT", () => {
		const more = Buffer.concat([encodeFitTask({ job: "j", plan: "p", fresh: true }), Uint8Array.of(0xaa, 0x06, 2, 0x68, 0x69)]); // field 101, text
		expect(decodeFitTask(more)).toEqual({ job: "j", plan: "p", fresh: true });
		expect(() => decodeEvent(frostline.Event.encode({ job: "j", protocol: 1 }).finish())).toThrow(
			expect.objectContaining({ name: "RetryableError", code: "UNKNOWN_EVENT", fix: "upgrade this side" }),
		);
	});
});
