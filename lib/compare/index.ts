// Proof that two computations are one, or where they part. In the order the data meets them:
//   witness.ts      — looks over the shoulder of both fits: row-differences.ts, head-differences.ts
//   batches.ts      — which images make which batch, from the plans
//   certify.ts      — what both ways left, place by place; verdict.ts — the first where they part
//   certificate.ts  — what comes of it; certificate-section.ts — the same on a page
// foreign/: features of another program's
//   features-file.ts, npy.ts — the file; assignments.ts — which row is which image's
//   hypotheses.ts   — what that program may do otherwise; laboratory.ts — where it is tried, trials.ts — what came of it
//   explain.ts      — sequences the search; moved.ts, augmented.ts, similarity.ts — what no recomputed row shows
//   judge.ts        — the verdict; report.ts — what comes of it
export type { Certificate } from "./certificate.ts";
export { certify } from "./certify.ts";
export { explainForeign } from "./foreign/explain.ts";
export type { ForeignReport } from "./foreign/report.ts";
export { Witness } from "./witness.ts";
