// The coordinator: a job document in, a result and a report in the store out. In the order the data meets them:
//   submit.ts    — a person's half: document, backbone and images into the store (submission.ts), and word to the coordinator
//   main.ts      — from configuration to a running service; the only other file that the command line imports
//   service.ts   — one leads (fenced.ts), takes up every job that has not ended, and answers requests
//   perform-submitted.ts — a submission's job, from what is in the store
//   run-job.ts   — sequences and times the stages; job-deps.ts is what it needs of its machine
//   plan.ts      — images, backbone and space: what is to be computed, and under which conditions
//   located.ts   — errors onto the line of the document that they are about
//   extract.ts   — publishes the shards whose rows are missing and sees them done
//   extract-job.ts — the same without a fit, for who only wants the rows
//   shards.ts    — samples in, shard tasks out
//   await.ts     — follows a job's events until something has happened, and looks into the store when news fails to come
//   reasons.ts   — why features are computed again
//   fit-plan.ts  — rows and labels into the one object that a trainer needs
//   given-up.ts  — work that nobody will do any more ends its job
//   fit.ts       — hands the fit to a trainer and waits for its outcome
//   evaluate.ts  — validation outputs into confusion, worst mistakes and findings
//   lint-job.ts  — what a run would say of a document, without the run
//   skips.ts     — images that gave no row, and too many of them
//   finish.ts    — result, report

export { type ExtractedJob, extractJob } from "./extract-job.ts";
export type { JobOutcome, JobResult } from "./finish.ts";
export type { JobDeps } from "./job-deps.ts";
export { lintJob } from "./lint-job.ts";
export { located } from "./located.ts";
export { type JobPlan, jobPlan, planJob, planSpace, type SpacePlan } from "./plan.ts";
export { performJob, runJob } from "./run-job.ts";
export { type Coordinator, type CoordinatorDeps, startCoordinator } from "./service.ts";
export { type SubmitDeps, type Submitted, submitJob, tell } from "./submit.ts";
