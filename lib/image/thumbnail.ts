import sharp from "sharp";
import { sniff } from "./sniff.ts";

/**
 * A small upright JPEG for the report, at most `edge` pixels on its longer side. Only what decode.ts would let through reaches the decoder;
 * anything else throws, for the caller to leave a gap.
 */
export async function thumbnail(bytes: Uint8Array, edge: number): Promise<Uint8Array> {
	if (sniff(bytes).kind !== "format") throw new Error("a thumbnail can be made of JPEG, PNG, WebP, GIF and TIFF only");
	return sharp(bytes, { limitInputPixels: 50e6, failOn: "none" })
		.autoOrient()
		.resize(edge, edge, { fit: "inside", withoutEnlargement: true })
		.flatten({ background: "white" })
		.jpeg({ quality: 78 })
		.toBuffer();
}

/** Encodes RGB pixels [height, width, 3] as a file, for images that Frostline draws itself. */
export async function encodePng(data: Uint8Array, width: number, height: number): Promise<Uint8Array> {
	return sharp(data, { raw: { width, height, channels: 3 } })
		.png({ compressionLevel: 6 })
		.toBuffer();
}
