// What the three services and the cluster commands share. In the order a process meets it:
//   config.ts             — option, variable, file, default → one frozen Config
//   config-schema.ts      — every setting: the single source; config-settings.ts reads it as rows
//   config-chart.ts       — settings that the Helm chart takes, as JSON Schema
//   config-environment.ts — values by variables, and variables that are misspelt
//   config-file.ts        — values by a YAML or JSON file
//   config-problems.ts    — what is wrong, in sentences; config-error.ts: all of it in one error
//   connect.ts            — from a Config to bus and store; open.ts: everything a service has, and its life
//   roles.ts              — what each service does with bus and store; rights.ts: what those have to allow for it
//   metric-rows.ts        — every metric as a row; metrics.ts: how they are told; no-metrics.ts: where nobody looks; gpu-memory.ts: what a GPU's driver says
//   traces.ts             — spans of jobs, shards and fits, for a collector
//   http.ts               — probes and metrics
//   drain.ts              — taking no more work before an end: what the service answers, and how it is asked
//   run.ts                — from start over signals to exit code
//   reference.ts          — docs/configuration.md
export { type Config, type ConfigSources, describeConfig, loadConfig, type Overrides } from "./config.ts";
export { strayVariables } from "./config-environment.ts";
export { type BusOpening, openBus, openStore, type StoreOpening } from "./connect.ts";
export { type HttpOptions, type StartedHttp, startHttp } from "./http.ts";
export type { ServiceName } from "./metric-rows.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { noMetrics } from "./no-metrics.ts";
export { type Running, type RunOptions, runService } from "./run.ts";
export { noTraces, type Traces } from "./traces.ts";
