import { saysWhat, type WrittenAugment } from "./augment.ts";
import { type Problem, RATES_DIFFER } from "./problems.ts";
import type { WrittenJob } from "./schema.ts";

/** Networks that come in several widths. */
const WITH_ALPHA = new Set(["mobilenet", "mobilenet_v2"]);

/** What a schema cannot say: settings that contradict each other. */
export function contradictions(job: WrittenJob): Problem[] {
	const found: Problem[] = [];
	const { backbone, head, fit } = job;
	if (backbone.name === undefined && backbone.file === undefined)
		found.push({ path: ["backbone"], message: "needs a `name` of the catalogue or a model `file`" });
	if (backbone.name !== undefined && backbone.file !== undefined)
		found.push({
			path: ["backbone", "file"],
			message: "a `name` and a whole model `file` contradict each other; for weights of a named backbone use `weights`",
		});
	if (backbone.weights === "imagenet" && backbone.name === undefined)
		found.push({ path: ["backbone", "weights"], message: "`imagenet` needs a `name` of the catalogue" });
	if (backbone.name === "scattering" && backbone.weights !== undefined)
		found.push({ path: ["backbone", "weights"], message: "scattering has no weights: its filters are a formula" });
	if (backbone.alpha !== 1 && !WITH_ALPHA.has(backbone.name ?? ""))
		found.push({
			path: ["backbone", "alpha"],
			message: `is the width of the networks ${[...WITH_ALPHA].join(" and ")}; ${backbone.name ?? "a model file"} has one width only`,
		});
	const outputs = head.flatMap((layer, i) => (typeof layer === "object" && "dense" in layer ? [{ layer, i }] : []));
	const last = outputs.at(-1);
	if (last === undefined) found.push({ path: ["head"], message: "needs at least one dense layer; the last one is { dense: classes, … }" });
	else {
		const behind = head.slice(last.i + 1).findIndex((layer) => typeof layer === "string" || !("activation" in layer));
		if (behind !== -1)
			found.push({
				path: ["head", last.i + 1 + behind],
				message: "nothing but an activation may follow the last dense layer: its units are the classes",
			});
		if (last.layer.dense !== "classes" && last.layer.dense === 1)
			found.push({ path: ["head", last.i, "dense"], message: "one unit cannot tell two classes apart here; write `dense: classes`" });
	}
	if (typeof fit.optimizer === "object" && fit.optimizer.name === "sgd" && fit.optimizer.nesterov && fit.optimizer.momentum === 0) {
		found.push({ path: ["fit", "optimizer", "nesterov"], message: "needs a momentum above 0" });
	}
	if (typeof fit.optimizer === "string" && RATES_DIFFER[fit.optimizer] !== undefined) {
		const rates = RATES_DIFFER[fit.optimizer];
		found.push({
			path: ["fit", "optimizer"],
			message: `${fit.optimizer} needs a learning rate, because its default differs between frameworks: ${rates}; write { name: ${fit.optimizer}, learningRate: … }`,
		});
	}
	if (fit.schedule.kind === "piecewise" && fit.schedule.values.length !== fit.schedule.boundaries.length + 1) {
		found.push({
			path: ["fit", "schedule", "values"],
			message: `expected one more value than boundaries (${fit.schedule.boundaries.length + 1}), got ${fit.schedule.values.length}`,
		});
	}
	return [...found, ...contradictingViews(job)];
}

/** Ranges whose ends are the wrong way round, and views that contradict the rest. */
function contradictingViews({ augment, views, way }: WrittenJob): Problem[] {
	if (augment === undefined) {
		if (views === undefined) return [];
		return [
			{ path: ["views"], message: "without `augment` all views of an image are the image itself: say what changes, or leave it out" },
		];
	}
	const found = turnedRanges(augment);
	if (!saysWhat(augment)) found.push({ path: ["augment"], message: "says nothing that changes an image, as { rotation: 20 } does" });
	if (way === "features" && views === undefined)
		found.push({
			path: ["augment"],
			message:
				"the features way keeps views of each training image and has to know how many: add `views: 8`, say, or set `way: frozen`, which makes a new one for every pass",
		});
	return found;
}

function turnedRanges({ zoom, brightness, crop }: WrittenAugment): Problem[] {
	const ranges = { zoom: Array.isArray(zoom) ? zoom : undefined, brightness, "crop.scale": crop?.scale, "crop.ratio": crop?.ratio };
	return Object.entries(ranges).flatMap(([place, range]) =>
		range !== undefined && range[0] > range[1]
			? [{ path: ["augment", ...place.split(".")], message: `expected the smaller value first, got [${range.join(", ")}]` }]
			: [],
	);
}
