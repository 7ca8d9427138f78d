// What `frostline doctor` looks at, in its order. Each file gives checks; none changes anything.
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
import type { Check } from "./check.ts";
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
}

/** All checks, each as it is known. */
export async function* examine({ file, env, role, version, node }: Subject): AsyncGenerator<Check> {
	const { config, checks } = examineSettings(file, env);
	yield* checks;
	yield* await examineEnvironment(config, node);
	yield* await examineEngines(config?.compute ?? {});
	yield examineGpu(env);
	if (config !== null) yield* examineCluster(config, role, version);
}

async function* examineCluster(config: Config, role: Role, version: string): AsyncGenerator<Check> {
	const bus = await examineBus(config, role);
	yield* bus.checks;
	const store = await examineStore(config, role);
	yield* store.checks;
	if (store.answer !== null) yield examineClock(store.answer);
	if (bus.inspection !== null) yield* examineNatsRights(config, role, bus.inspection);
	if (store.inspection !== null) yield* await examineStoreRights(config, role, store.inspection);
	if (bus.inspection !== null) yield* await examineVersions(config, role, version);
}
