import { TerminalError } from "../base/errors.ts";
import { inTurns } from "../base/in-turns.ts";
import { isRemote, type RemoteImages } from "../data/remote.ts";
import { digestInKey } from "../store/keys.ts";
import type { Store } from "../store/port.ts";

export interface ImagePlaces {
	readonly store: Store;
	/** null: no S3 service is configured, and images there cannot be read. */
	readonly remote: RemoteImages | null;
}

/** Images fetched at a time: enough to hide a remote store's latency. */
const FETCHED = 16;

/** Local files of images, in their order: compute children read files and never the network (F7). `origin` is a local path, a key of the store, or `s3://…`. */
export function imageFiles(
	images: readonly { readonly origin: string; readonly image: string }[],
	places: ImagePlaces,
	onEach: () => void = () => {},
): Promise<string[]> {
	return inTurns(images, FETCHED, async ({ origin, image }) => {
		const file = await imageFile(origin, image, places);
		onEach();
		return file;
	});
}

async function imageFile(origin: string, image: string, { store, remote }: ImagePlaces): Promise<string> {
	if (isRemote(origin)) {
		if (remote === null)
			throw new TerminalError("NO_REMOTE_IMAGES", `${origin} cannot be read: no S3 service is configured`, {
				fix: "set FROSTLINE_S3_ENDPOINT and its credentials (docs/configuration.md)",
			});
		const file = await remote.localFile(origin, image);
		if (file !== null) return file;
	} else if (digestInKey(origin) !== null) {
		const file = await store.localFile(origin);
		if (file !== null) return file;
	} else if (store.local) return origin;
	// Whoever submits writes the list of images: on a cluster it must not lead to files of a service's machine.
	else
		throw new TerminalError(
			"IMAGE_GONE",
			`${origin} is no image of the store and none at s3://…, and ${store.where} is not on this machine`,
			{
				fix: "submit the job again: it uploads the images",
			},
		);
	throw new TerminalError("IMAGE_GONE", `${origin} was there when the job was planned and is not now`, {
		fix: "submit the job again: it plans anew and keeps every feature that still holds",
	});
}
