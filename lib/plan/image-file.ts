import { TerminalError } from "../base/errors.ts";
import type { FilePlace } from "../base/file-part.ts";
import { inTurns } from "../base/in-turns.ts";
import { isRemote, type RemoteImages } from "../data/remote.ts";
import { type PackedImage, parsePackedImage } from "../store/keys.ts";
import type { Store } from "../store/port.ts";

export interface ImagePlaces {
	readonly store: Store;
	/** null: no S3 service is configured, and images there cannot be read. */
	readonly remote: RemoteImages | null;
}

interface Wanted {
	/** A local path, an image in a pack of the store, or `s3://…`. */
	readonly origin: string;
	readonly image: string;
}

/** Images fetched at a time: enough to hide a remote store's latency. */
const FETCHED = 16;
/** A pack of which so many images are wanted is fetched whole: a shard's. Of one that few are wanted of, as by a batch in another order, each image is. */
const WHOLE = 8;

/** Where images are on this machine, in their order: compute children read files and never the network (F7). */
export async function imageFiles(
	images: readonly Wanted[],
	{ store, remote }: ImagePlaces,
	onEach: () => void = () => {},
): Promise<FilePlace[]> {
	const packed = images.map(({ origin }) => parsePackedImage(origin));
	const wanted = new Map<string, number>();
	for (const at of packed) if (at !== null) wanted.set(at.pack, (wanted.get(at.pack) ?? 0) + 1);
	const wholes = new Map<string, Promise<string | null>>();
	const fromPack = async ({ pack, from, length }: PackedImage, image: string): Promise<FilePlace | null> => {
		if (wanted.get(pack)! < WHOLE) return store.localPart(pack, { from, length, sha256: image });
		const whole = wholes.get(pack) ?? store.localFile(pack);
		wholes.set(pack, whole);
		const file = await whole;
		return file === null ? null : { file, from, length };
	};
	return inTurns([...images.entries()], FETCHED, async ([i, { origin, image }]) => {
		const at = packed[i] ?? null;
		const place = at === null ? await unpacked(origin, image, { store, remote }) : await fromPack(at, image);
		if (place === null)
			throw new TerminalError("IMAGE_GONE", `${origin} was there when the job was planned and is not now`, {
				fix: "submit the job again: it plans anew and keeps every feature that still holds",
			});
		onEach();
		return place;
	});
}

async function unpacked(origin: string, image: string, { store, remote }: ImagePlaces): Promise<FilePlace | null> {
	if (isRemote(origin)) {
		if (remote !== null) return remote.localFile(origin, image);
		throw new TerminalError("NO_REMOTE_IMAGES", `${origin} cannot be read: no S3 service is configured`, {
			fix: "set FROSTLINE_S3_ENDPOINT and its credentials (docs/configuration.md)",
		});
	}
	if (store.local) return origin;
	// Whoever submits writes the list of images: on a cluster it must not lead to files of a service's machine.
	throw new TerminalError(
		"IMAGE_GONE",
		`${origin} is no image of the store and none at s3://…, and ${store.where} is not on this machine`,
		{
			fix: "submit the job again: it uploads the images",
		},
	);
}
