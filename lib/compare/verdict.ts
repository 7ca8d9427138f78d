import type { Certificate, Verdict } from "./certificate.ts";

/** Where two ways part, in the order in which a fit comes by these places: what comes later only follows. */
export function verdictOf(found: Omit<Certificate, "verdict">): Verdict {
	const { plan, features, order, firstLoss, epochs } = found;
	if (!plan.equal)
		return parted("plan", null, `The two ways were not given the same job: ${plan.differences.slice(0, 3).join("; ")}.`, [
			"whether images or the document changed between the two runs: run the same command again",
		]);
	if (!features.equal) {
		const { worst, differing, rows, maxAbs, maxRelative } = features;
		return parted(
			"feature row",
			worst?.path ?? null,
			`${differing} of ${rows.inFit + rows.besides} rows that the backbone gave now are not the stored ones; furthest off is ${worst?.path}: by ${figure(maxRelative)} of its length, ${figure(maxAbs)} in one value.`,
			[
				"whether the stored rows come from another machine or release: frostline compare with --store and an empty folder computes all of them here",
				"whether --threads, the processor or ONNX Runtime's version changed since they were stored",
			],
		);
	}
	if (!order.equal) {
		const { epoch, batch } = order.first!;
		return parted(
			"batch order",
			place(epoch, batch),
			`The rows are the same, but not the order in which the head sees them: from ${place(epoch, batch)} on.`,
			[
				"fit.seed, fit.batch and fit.steps of both runs",
				"whether the checkpoint of one run is of an older release: --fresh fits both from the start",
			],
		);
	}
	if (!firstLoss.equal)
		return parted(
			"first-step loss",
			null,
			`Rows and their order are the same, but the first step's loss is ${firstLoss.features} the features way and ${firstLoss.frozen} the frozen way: the head begins with other weights, dropout masks or weights of the classes.`,
			["fit.seed, head and fit.classWeight of both runs", "whether both fits use as many threads: a head's last bits depend on them"],
		);
	const epoch = epochs.find(({ equal }) => !equal);
	if (epoch !== undefined) {
		const { features: a, frozen: b, maxDifference } = epoch;
		const says =
			a === null || b === null
				? `The ${a === null ? "frozen" : "features"} way goes on to epoch ${epoch.epoch}, the other stops before.`
				: `Everything is the same up to the first step; after epoch ${epoch.epoch} the heads are not${maxDifference === null ? "" : `: the largest difference of a weight is ${figure(maxDifference)}`}.`;
		return parted("epoch", String(epoch.epoch), says, [
			"whether both fits use as many threads (--threads): a head's last bits depend on them",
			"whether one of the fits was in the store already, from another machine or release: --fresh fits both from the start",
		]);
	}
	return {
		pass: true,
		place: null,
		at: null,
		says: `Both ways are the same computation on ${found.name}: ${features.images} images give the same rows, the head sees them in the same order, and its weights are the same bit for bit after each of ${epochs.length} epochs.`,
		look: [],
	};
}

function parted(at: NonNullable<Verdict["place"]>, which: string | null, says: string, look: readonly string[]): Verdict {
	return { pass: false, place: at, at: which, says, look };
}

function place(epoch: number, batch: number | null): string {
	return batch === null ? `epoch ${epoch}` : `batch ${batch} of epoch ${epoch}`;
}

/** Two digits tell how bad it is. */
export function figure(value: number): string {
	if (value === 0 || !Number.isFinite(value)) return String(value);
	return value < 1e-3 ? value.toExponential(1) : value.toPrecision(2);
}
