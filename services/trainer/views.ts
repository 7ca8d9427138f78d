import { ViewOrder } from "../../lib/data/views.ts";
import { passOf, type Reading } from "../../lib/feature/source.ts";
import type { FitPlan } from "../../lib/plan/fit-plan.ts";

/** Which view of an image the row at a place is of. Images are only augmented to learn from: what a head is evaluated on is view 0, the image itself (F6). */
export function viewsOf({ views, entries }: FitPlan): (image: string, reading: Reading) => number {
	if (views === undefined) return () => 0;
	const order = new ViewOrder(views);
	const samples = entries.filter(({ split }) => split === "train").length;
	return (image, { of, place }) => (of === "train" ? order.of(image, passOf(place, samples)) : 0);
}
