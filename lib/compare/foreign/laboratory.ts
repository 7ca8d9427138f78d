import type { OwnImage } from "./assignments.ts";
import type { Change, Own } from "./hypotheses.ts";
import type { Rows } from "./rows.ts";

/** Where explanations are tried: the job's images, its stored rows, and its backbone under other conditions. */
export interface Laboratory {
	readonly own: Own;
	/** Images that have a row, as the dataset lists them. */
	readonly images: readonly OwnImage[];
	readonly rowShape: readonly number[];
	readonly space: string;
	/** The job's own rows. */
	stored(images: readonly number[]): Promise<Rows>;
	/** Rows of images under other conditions; null where the backbone gives none, of too small an input say. */
	rows(change: Change, images: readonly number[]): Promise<Rows | null>;
	/** Tells a person what goes on. */
	say(text: string): void;
}
