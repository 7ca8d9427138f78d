import type { Pixels } from "../../lib/image/pixels.ts";

/** A picture by formula, [height, width, 3]: waves of every length, with hard edges. test/oracle/makers/resize.py draws the same. */
export function picture(height: number, width: number): Pixels {
	const data = new Uint8Array(height * width * 3);
	for (let y = 0, at = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			for (let c = 0; c < 3; c++, at++) {
				data[at] = Math.floor((x * x * 3 + y * y * 5 + x * y * 7) / 16) + c * 85 + (((x * 37) ^ (y * 91)) & 63);
			}
		}
	}
	return { height, width, data };
}
