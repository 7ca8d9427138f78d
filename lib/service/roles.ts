import type { BusUse } from "../bus/use.ts";
import {
	backboneKey,
	canaryKey,
	canaryResultKey,
	checkpointPrefix,
	datasetKey,
	featureKey,
	jobKey,
	jobStateKey,
	packKey,
	passesPrefix,
	spaceKey,
} from "../store/keys.ts";
import type { StoreUse } from "../store/policy.ts";

/** Who talks to bus and store. `cli` is a person, or a program, with the cluster's commands. */
export type Role = "coordinator" | "extractor" | "trainer" | "cli";

export interface RoleUse {
	readonly bus: BusUse;
	readonly store: StoreUse;
}

const job = (name: string) => jobKey("*", name);
const passes = `${passesPrefix("*")}*`;

/**
 * What each does with bus and store: the one place that rights are derived from (rights.ts), that `frostline doctor` asks for, and that
 * test/cluster/rights.test.ts holds against what the processes really do.
 */
export const roles: Readonly<Record<Role, RoleUse>> = {
	coordinator: {
		bus: {
			setUp: true,
			publish: ["extract", "fit"],
			purge: ["extract", "fit"],
			backlog: ["extract", "fit"],
			emit: true,
			events: true,
			serves: ["services", "submit", "cancel"],
			leads: ["coordinator"],
			deadLetters: true,
		},
		store: {
			setUp: true,
			images: "reads and lists",
			reads: [datasetKey("*"), packKey("*"), featureKey("*", "*"), job("*")],
			writes: [datasetKey("*"), spaceKey("*"), job("*")],
			removes: [featureKey("*", "*"), job("*")],
		},
	},
	extractor: {
		bus: { pull: ["extract"], emit: true, serves: ["services"] },
		store: {
			images: "reads",
			reads: [backboneKey("*"), canaryKey("*", "*"), packKey("*"), featureKey("*", "*"), passes],
			writes: [featureKey("*", "*"), canaryResultKey("*", "*"), passes],
			removes: [],
		},
	},
	trainer: {
		// Beside its fits: passes of the frozen way that the extractors compute for it.
		bus: {
			pull: ["fit"],
			publish: ["extract"],
			purge: ["extract"],
			emit: true,
			events: true,
			asks: ["services"],
			serves: ["services"],
		},
		store: {
			images: "reads",
			reads: [backboneKey("*"), packKey("*"), featureKey("*", "*"), job("*")],
			writes: [`${checkpointPrefix("*", "*")}*`, job("fits/*"), job("model/*")],
			removes: [`${checkpointPrefix("*", "*")}*`, passes],
		},
	},
	cli: {
		bus: { backlog: ["extract", "fit"], events: true, asks: ["services", "submit", "cancel"], deadLetters: true },
		store: {
			// Of a backbone it makes the rows that extractors are compared with.
			reads: [backboneKey("*"), canaryKey("*", "*"), datasetKey("*"), packKey("*"), job("*")],
			writes: [backboneKey("*"), canaryKey("*", "*"), datasetKey("*"), packKey("*"), jobStateKey("*"), job("plan.json"), job("spec.json")],
			removes: [],
		},
	},
};
