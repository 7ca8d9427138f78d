// What `frostline doctor` looks at, in its order. Each file gives checks; none leaves anything behind.
//   check.ts       — a thing that was looked at, and what to do about it
//   settings.ts    — what the process was told
//   environment.ts — what the machine gives it
//   engines.ts     — whether engines compute, and how fast; gpu.ts: whether there is one
//   bus.ts         — from the address to the streams
//   store.ts       — from the endpoint to the bucket
//   clock.ts       — against the store's
//   rights.ts      — what a service does, held against what bus and store allow
//   versions.ts    — who else is there
import type { Config } from "../service/config.ts";
import type { Role } from "../service/roles.ts";
import { examineBus } from "./bus.ts";
import type { Area, Check } from "./check.ts";
import { examineClock } from "./clock.ts";
import { examineEngines } from "./engines.ts";
import { examineEnvironment } from "./environment.ts";
import { examineGpu } from "./gpu.ts";
import { examineNatsRights, examineStoreRights } from "./rights.ts";
import { examineSettings } from "./settings.ts";
import { examineStore } from "./store.ts";
import { examineVersions } from "./versions.ts";

export { AREAS, type Area, type Check } from "./check.ts";

export interface Subject {
	/** Option `--config`. */
	readonly file: string | undefined;
	readonly env: NodeJS.ProcessEnv;
	/** As which service it looks. */
	readonly role: Role;
	readonly version: string;
	/** `engines.node` of package.json. */
	readonly node: string;
	/** Nothing else is looked at. Settings are read in any case. */
	readonly areas: ReadonlySet<Area>;
}

/** All checks, each as it is known. */
export async function* examine({ file, env, role, version, node, areas }: Subject): AsyncGenerator<Check> {
	const { config, checks } = examineSettings(file, env);
	yield* checks;
	if (areas.has("environment")) yield* await examineEnvironment(config, node);
	if (areas.has("engines")) yield* await examineEngines(config?.compute ?? {});
	if (areas.has("engines")) yield examineGpu(env);
	if (config !== null) yield* examineCluster(config, { role, version, areas });
}

/** What is asked of a server comes after what shows that it is there. */
async function* examineCluster(
	config: Config,
	{ role, version, areas }: Pick<Subject, "role" | "version" | "areas">,
): AsyncGenerator<Check> {
	const wanted = (...names: readonly Area[]) => names.some((name) => areas.has(name));
	const bus = wanted("bus", "rights", "versions") ? await examineBus(config, role) : null;
	if (bus !== null && wanted("bus")) yield* bus.checks;
	const store = wanted("store", "clock", "rights") ? await examineStore(config, role) : null;
	if (store !== null && wanted("store")) yield* store.checks;
	if (store?.answer && wanted("clock")) yield examineClock(store.answer);
	if (bus?.inspection && wanted("rights")) yield* examineNatsRights(config, role, bus.inspection);
	if (store?.inspection && wanted("rights")) yield* await examineStoreRights(config, role, store.inspection);
	if (bus?.inspection && wanted("versions")) yield* await examineVersions(config, role, version);
}
