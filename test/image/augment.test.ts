import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toView } from "../../lib/image/augment.ts";
import { DRAW, drawView, viewFrom } from "../../lib/image/draw-view.ts";
import { type JitterStep, jitter } from "../../lib/image/jitter.ts";
import { kerasTransform, UNCHANGED } from "../../lib/image/keras-transform.ts";
import { partOf, toInput } from "../../lib/image/transform.ts";
import { canonicalAugment, resolveAugment, augment as schema } from "../../lib/job/augment.ts";
import type { Augment, Fill } from "../../lib/job/document.ts";
import { picture } from "./picture.ts";

type KerasParameters = Partial<
	Record<"theta" | "tx" | "ty" | "shear" | "zx" | "zy", number> & Record<"channel_shift_intensity" | "brightness", number | null>
> & { flip_horizontal?: boolean; flip_vertical?: boolean };

interface Case {
	readonly keras: KerasParameters;
	readonly fill: Fill;
	readonly size: [number, number];
	readonly bytes: string;
	readonly settings: Record<string, never>;
	readonly draws: number[];
	readonly drawn: KerasParameters;
	readonly crop: NonNullable<Augment["crop"]>;
	readonly part: number[];
	readonly resized: [number, number, number, number];
	readonly to: [number, number];
	readonly jitter: JitterStep[];
	readonly colours: string;
}

const cases = readFileSync(join(import.meta.dirname, "../oracle/fixtures/augment.jsonl"), "utf8")
	.trimEnd()
	.split("\n")
	.slice(1) // what made it
	.map((line) => JSON.parse(line) as Case);
const of = (key: keyof Case) => cases.filter((each) => key in each);
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

/** The largest difference, in grey levels, and how many values differ at all. */
function difference(a: Uint8Array, b: Uint8Array): { most: number; count: number } {
	expect(a.length).toBe(b.length);
	let most = 0;
	let count = 0;
	for (let i = 0; i < a.length; i++) {
		const by = Math.abs(a[i]! - b[i]!);
		if (by > 0) count++;
		if (by > most) most = by;
	}
	return { most, count };
}

/** The document's section, resolved. */
function augmentOf(written: Record<string, unknown>, seed = 3): Augment {
	const found = resolveAugment(canonicalAugment(schema.parse(written)), seed);
	if (found === null) throw new Error("nothing is changed");
	return found;
}

describe("ImageDataGenerator.apply_transform", () => {
	test.each(of("keras"))("gives Keras' own pixels within one grey level: $keras, $fill, $size", ({ keras, fill, size, bytes }) => {
		const { channel_shift_intensity, flip_horizontal, flip_vertical, brightness, ...motion } = keras;
		const [height, width] = size;
		const out = new Uint8Array(height * width * 3 + 10).fill(7);
		kerasTransform(
			picture(height, width).data,
			height,
			width,
			{
				...UNCHANGED,
				...motion,
				channelShift: channel_shift_intensity ?? null,
				flipHorizontal: flip_horizontal ?? false,
				flipVertical: flip_vertical ?? false,
				brightness: brightness ?? null,
				fill,
				fillValue: 99,
			},
			out,
			5,
		);
		const { most, count } = difference(out.subarray(5, -5), bytesOf(bytes));
		expect(most).toBeLessThanOrEqual(1);
		expect(count).toBeLessThanOrEqual(out.length / 100);
		expect([...out.subarray(0, 5), ...out.subarray(-5)]).toEqual(Array(10).fill(7)); // nothing beside it is touched
	});
});

describe("ImageDataGenerator.get_random_transform", () => {
	const words: Record<string, string> = {
		rotation_range: "rotation",
		// Keras 3 draws the first from the height's range and moves columns by it: see draw-view.ts.
		height_shift_range: "widthShift",
		width_shift_range: "heightShift",
		shear_range: "shear",
		zoom_range: "zoom",
		channel_shift_range: "channelShift",
		brightness_range: "brightness",
	};

	test.each(of("drawn"))("draws what Keras draws from the same uniform numbers: $settings", ({ settings, size, draws, drawn }) => {
		const flips = [settings.horizontal_flip && "horizontal", settings.vertical_flip && "vertical"].filter(Boolean);
		const written = Object.fromEntries(Object.entries(settings).flatMap(([key, value]) => (key in words ? [[words[key]!, value]] : [])));
		const augment = augmentOf({ ...written, ...(flips.length === 0 ? {} : { flip: flips.length === 2 ? "both" : flips[0] }) });
		const signed = (shift: Augment["widthShift"]) => Array.isArray(shift) || Number.isInteger(shift);
		const order = [
			...(augment.rotation === undefined ? [] : [DRAW.rotation]),
			...(augment.widthShift === undefined ? [] : [DRAW.widthShift, ...(signed(augment.widthShift) ? [DRAW.widthSign] : [])]),
			...(augment.heightShift === undefined ? [] : [DRAW.heightShift, ...(signed(augment.heightShift) ? [DRAW.heightSign] : [])]),
			...(augment.shear === undefined ? [] : [DRAW.shear]),
			...(augment.zoom === undefined ? [] : [DRAW.zoomX, DRAW.zoomY]),
			DRAW.flipHorizontal,
			DRAW.flipVertical,
			...(augment.channelShift === undefined ? [] : [DRAW.channelShift]),
			...(augment.brightness === undefined ? [] : [DRAW.brightness]),
		];
		expect(order.length).toBe(draws.length);
		const given = new Map<number, number>(order.map((at, i) => [at, draws[i]!]));
		const [height, width] = size;
		const turned = { height: width, width: height }; // with the ranges, the sizes change places
		const { transform } = viewFrom((at) => given.get(at) ?? 0.5, augment, turned, turned);
		const { theta, tx, ty, shear, zx, zy, channel_shift_intensity, brightness } = drawn;
		const expected = { theta, tx, ty, shear, zx, zy, channelShift: channel_shift_intensity, brightness };
		for (const [name, value] of Object.entries(expected)) {
			const got = transform[name as "theta"];
			if (value === null || value === undefined) expect(got, name).toBeNull();
			else expect(got, name).toBeCloseTo(value, 9);
		}
		expect([transform.flipHorizontal, transform.flipVertical]).toEqual([drawn.flip_horizontal, drawn.flip_vertical]);
	});
});

describe("torchvision", () => {
	test.each(of("part"))(
		"RandomResizedCrop takes the same part from the same uniform numbers: $crop of $size",
		({ crop, size, draws, part }) => {
			const [height, width] = size;
			let used = 0;
			const given = new Map<number, number>();
			// It draws area and aspect, and then the place only where they fit; here each try has four numbers of its own.
			for (let attempt = 0; attempt < 10 && used < draws.length; attempt++) {
				given.set(DRAW.crop + 4 * attempt, draws[used]!);
				given.set(DRAW.crop + 4 * attempt + 1, draws[used + 1]!);
				used += 2;
				const fits = draws.length - used === 2 && part.join() !== "0";
				if (!fits) continue;
				given.set(DRAW.crop + 4 * attempt + 2, draws[used]!);
				given.set(DRAW.crop + 4 * attempt + 3, draws[used + 1]!);
			}
			const [top, left, partHeight, partWidth] = part;
			const drawn = viewFrom((at) => given.get(at) ?? 0.5, { crop, seed: 0 }, { height, width }, { height: 12, width: 12 });
			expect(drawn.part).toEqual({ top, left, height: partHeight, width: partWidth });
		},
	);

	test.each(of("resized"))("resized_crop gives the same pixels: $resized", ({ resized: [top, left, height, width], size, to, bytes }) => {
		const out = new Uint8Array(to[0] * to[1] * 3);
		const part = partOf(picture(...size), { top, left, height, width });
		toInput(part, { height: to[0], width: to[1], interpolation: "bilinear", fit: "stretch" }, out, 0);
		expect(difference(out, bytesOf(bytes)).most).toBeLessThanOrEqual(1);
	});

	test.each(of("jitter"))("ColorJitter gives the same pixels: $jitter", ({ jitter: steps, bytes, colours }) => {
		const data = picture(12, 12).data.slice();
		jitter(data, steps);
		expect(difference(data, bytesOf(bytes))).toEqual({ most: 0, count: 0 });
		const cube: number[] = [];
		// As numpy's meshgrid of (red, green, blue) with "ij" lays them out.
		for (let red = 0; red < 256; red += 51)
			for (let green = 0; green < 256; green += 17) for (let blue = 0; blue < 256; blue += 85) cube.push(red, green, blue);
		const all = Uint8Array.from(cube);
		jitter(all, steps);
		expect(difference(all, bytesOf(colours))).toEqual({ most: 0, count: 0 });
	});
});

describe("a view", () => {
	const input = { height: 16, width: 16, interpolation: "bilinear", fit: "stretch" } as const;
	const photo = picture(40, 30);
	const image = "5f".repeat(32);
	const full = augmentOf({
		crop: { scale: [0.3, 1] },
		rotation: 25,
		widthShift: 0.1,
		zoom: 0.2,
		channelShift: 10,
		flip: "both",
		brightness: [0.7, 1.2],
		jitter: { contrast: 0.3, hue: 0.1 },
	});
	const viewOf = (view: number, { augment = full, of = image, at = 0 } = {}): string => {
		const out = new Uint8Array(at + 16 * 16 * 3);
		toView(photo, input, augment, of, view, out, at);
		return Buffer.from(out.subarray(at)).toString("hex");
	};

	test("F5: is the same whenever and wherever it is made, and another one for each number, image and seed", () => {
		const views = [1, 2, 3, 1000].map((view) => viewOf(view));
		expect(new Set([...views, viewOf(1, { of: "60".repeat(32) }), viewOf(1, { augment: { ...full, seed: 4 } })]).size).toBe(6);
		expect([1000, 3, 2, 1].map((view) => viewOf(view, { at: 7 })).reverse()).toEqual(views);
	});

	test("0 is the image itself", () => {
		const plain = new Uint8Array(16 * 16 * 3);
		toInput(photo, input, plain, 0);
		expect(viewOf(0)).toBe(Buffer.from(plain).toString("hex"));
		expect(viewOf(1)).not.toBe(viewOf(0));
	});

	test("keeps what it draws when another setting is added: a stream's places have each one meaning", () => {
		const size = { height: 16, width: 16 };
		const alone = drawView(augmentOf({ rotation: 25 }), image, 1, size, size);
		const together = drawView(full, image, 1, size, size);
		expect(together.transform.theta).toBe(alone.transform.theta);
		expect(drawView(augmentOf({ rotation: 50 }), image, 1, size, size).transform.theta).toBeCloseTo(2 * alone.transform.theta, 9);
	});

	test("draws every range evenly, and mirrors half of the images", () => {
		const size = { height: 20, width: 10 };
		const drawn = Array.from({ length: 4000 }, (_, i) =>
			drawView({ ...full, heightShift: 3 }, image, i + 1, { height: 40, width: 30 }, size),
		);
		const mean = (of: (each: (typeof drawn)[number]) => number) => drawn.reduce((sum, each) => sum + of(each), 0) / drawn.length;
		const range = (of: (each: (typeof drawn)[number]) => number) => [Math.min(...drawn.map(of)), Math.max(...drawn.map(of))];
		expect(mean(({ transform }) => transform.theta)).toBeCloseTo(0, -1);
		expect(range(({ transform }) => Math.abs(transform.theta))[1]).toBeGreaterThan(24.9);
		expect(range(({ transform }) => Math.abs(transform.theta))[1]).toBeLessThanOrEqual(25);
		expect(range(({ transform }) => transform.tx)[1]).toBeLessThanOrEqual(1); // a tenth of ten columns
		expect(range(({ transform }) => transform.zx)).toEqual([expect.closeTo(0.8, 2), expect.closeTo(1.2, 2)]);
		expect(new Set(drawn.map(({ transform }) => transform.ty + 0))).toEqual(new Set([-2, -1, 0, 1, 2]));
		expect(mean(({ transform }) => Number(transform.flipHorizontal))).toBeCloseTo(0.5, 1);
		expect(mean(({ transform }) => Number(transform.flipVertical))).toBeCloseTo(0.5, 1);
		expect(mean(({ jitter: [first] }) => Number(first?.[0] === "hue"))).toBeCloseTo(0.5, 1);
		expect(range(({ part }) => part!.height * part!.width)[0]).toBeGreaterThan(0.28 * 1200);
	});
});
