// The trainer: a fit plan in, a head and a model in the store out. In the order the data meets them:
//   main.ts        — from configuration to a running service; the only other file that the command line imports
//   service.ts     — pulls fits from the bus, one at a time
//   fit-job.ts     — one fit: sequences the stages below and says what happens
//   views.ts       — which view of an image a row is of
//   rows.ts        — where rows come from: feature files, the backbone here and now, or
//   passes.ts      —   the extractors, which compute every pass anew, ahead of the fit
//   pass-shards.ts —   the shards of these passes in the order in which the fit reads them
//   pass-files.ts  —   these shards on their way: published, awaited, read, removed
//   news.ts        —   wakes whoever waits for a shard when the job's events tell of one
//   checkpoints.ts — after every epoch to the store, and back after a crash
//   export.ts      — head and model files
export type { FitWitness } from "./fit-job.ts";
export { startTrainer, type Trainer } from "./service.ts";
