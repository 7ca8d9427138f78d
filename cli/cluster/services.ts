import { loadConfig } from "../../lib/service/config.ts";
import { coordinatorMain } from "../../services/coordinator/main.ts";
import { extractorMain } from "../../services/extractor/main.ts";
import { trainerMain } from "../../services/trainer/main.ts";

const mains = { coordinator: coordinatorMain, extractor: extractorMain, trainer: trainerMain } as const;

/** Runs a service until it is asked to stop. */
export function serviceCommand(service: keyof typeof mains, { config }: { config?: string }, version: string): Promise<number> {
	return mains[service](loadConfig({ file: config }), version);
}
