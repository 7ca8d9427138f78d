import { readPlace } from "../base/file-part.ts";
import { thumbnail } from "../image/thumbnail.ts";
import type { Calls } from "./calls.ts";

/** Small pictures for the report; an image that gives none leaves a gap, not an error. */
export async function makeThumbnails({ files, edge }: Calls["thumbnails"]["params"]): Promise<(Uint8Array | null)[]> {
	return Promise.all(files.map(async (file) => thumbnail(await readPlace(file), edge).catch(() => null)));
}
