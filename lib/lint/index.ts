// Traps: what in a document, in its images or in its run deserves a word. In the order of a question:
//   seen.ts      — what is known, as rules see it: a document, its images, a run that ended
//   rule.ts      — one row of the catalogue, and what several of them ask
//   rules/       — the rows, by what they look at; chance.ts and rates.ts: what luck alone gives, which learning rates a fit has
//   catalogue.ts — all of them
//   lint.ts      — rows onto what is seen, the gravest finding first
//   measured.ts  — what each did in a small experiment; written by `npm run lint-figures`
//   page.ts      — docs/lint.md
export { lint } from "./lint.ts";
export type { Path, Seen, SeenImages } from "./rule.ts";
export { imagesOf, seenAfter, seenBefore } from "./seen.ts";
