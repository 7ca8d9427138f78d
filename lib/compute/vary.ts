import { readPlace } from "../base/file-part.ts";
import { decode } from "../image/decode.ts";
import { encodePng } from "../image/thumbnail.ts";
import { vary } from "../image/vary.ts";
import type { Calls } from "./calls.ts";

/** Pictures as another program may have seen them. PNG keeps every value, and a picture of the input's own size is not resized again. */
export async function varyPictures({ images, transform, maxPixels }: Calls["vary"]["params"]): Promise<(Uint8Array | null)[]> {
	return Promise.all(
		images.map(async ({ file, variation }) => {
			const decoded = await decode(await readPlace(file), { maxPixels });
			if (decoded.kind === "skip") return null;
			return encodePng(vary(decoded.pixels, transform, variation), transform.width, transform.height);
		}),
	);
}
