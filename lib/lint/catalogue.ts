import type { Rule } from "./rule.ts";
import { activationRules } from "./rules/activations.ts";
import { augmentRules } from "./rules/augment.ts";
import { backboneRules } from "./rules/backbone.ts";
import { classRules } from "./rules/classes.ts";
import { copyRules } from "./rules/copies.ts";
import { costRules } from "./rules/cost.ts";
import { curveRules } from "./rules/curves.ts";
import { layerRules } from "./rules/layers.ts";
import { learnedRules } from "./rules/learned.ts";
import { outputRules } from "./rules/output.ts";
import { rateRules } from "./rules/rate.ts";
import { stepRules } from "./rules/steps.ts";
import { stoppingRules } from "./rules/stopping.ts";
import { unitRules } from "./rules/units.ts";

/** Every finding that there is. docs/lint.md is made from it. */
export const catalogue: readonly Rule[] = [
	...activationRules,
	...outputRules,
	...layerRules,
	...rateRules,
	...stepRules,
	...stoppingRules,
	...augmentRules,
	...backboneRules,
	...classRules,
	...copyRules,
	...costRules,
	...learnedRules,
	...unitRules,
	...curveRules,
];
