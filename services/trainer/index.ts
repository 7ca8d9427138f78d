// The trainer: a fit plan in, a head and a model in the store out. In the order the data meets them:
//   main.ts        — from configuration to a running service
//   service.ts     — pulls fits from the bus, one at a time
//   fit-job.ts     — one fit: sequences the stages below and says what happens
//   rows.ts        — where rows come from: feature files, or the backbone here and now
//   checkpoints.ts — after every epoch to the store, and back after a crash
//   export.ts      — head and model files
export { trainerMain } from "./main.ts";
export { startTrainer, type Trainer } from "./service.ts";
