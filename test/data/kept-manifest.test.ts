import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { decodeManifest, encodeManifest } from "../../lib/data/manifest.ts";
import { packedImage, packKey } from "../../lib/store/keys.ts";

/** Names that a reader of lines or of parts could cut: what ends lines elsewhere, and characters of several bytes. */
const NAMES = ["plain", "line\u2028end", "carriage\rreturn", "new\nline", "größe", "🌷🌻", 'quo"te'];

/** Far more text than one part of what zlib gives. */
function large(): Dataset {
	const images = Array.from({ length: 3000 }, (_, i) => sha256(`image ${i}`));
	return {
		classes: ["rose", "tulip\u2029"],
		digest: "d",
		entries: images.map((image, i) => ({
			image,
			path: `${NAMES[i % NAMES.length]}/${i}.jpg`,
			file:
				i % 3 === 0
					? `s3://bucket/${NAMES[i % NAMES.length]}`
					: packedImage({ pack: packKey(sha256(`pack ${i % 7}`)), from: i, length: 1 }),
			label: i % 2,
			split: i % 5 === 0 ? ("validation" as const) : ("train" as const),
			bytes: i,
		})),
		skips: [{ image: sha256("bad"), path: "bad\u2028.jpg", code: "EMPTY", detail: "no bytes — none" }],
	};
}

describe("a dataset's manifest in the store", () => {
	test("comes back as it was, whatever is in its names", async () => {
		const { key, bytes } = encodeManifest(large());
		expect(await decodeManifest(bytes, key)).toEqual(large());
	});

	test.each([
		["nothing", gzipSync("")],
		["a head without classes", gzipSync('{"digest":"d"}\n')],
		[
			"that of a run on one machine, whose images are files",
			encodeManifest({ ...large(), entries: [{ ...large().entries[1]!, file: "/home/a.jpg" }] }).bytes,
		],
	])("%s is no manifest of a submission", async (_, bytes) => {
		await expect(decodeManifest(bytes, "datasets/x")).rejects.toMatchObject({ code: "BAD_DATASET" });
	});

	test("half a manifest is an error, never half a dataset", async () => {
		const { bytes } = encodeManifest(large());
		await expect(decodeManifest(bytes.subarray(0, bytes.length / 2), "datasets/x")).rejects.toThrow(/unexpected end of file/);
	});
});
