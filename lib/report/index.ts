// What a job leaves for people to read. In the order the data meets them:
//   data.ts        — the JSON twin of the page: everything that is shown, the findings of lib/lint among it
//   page.ts        — one job as one page; comparison.ts — several runs side by side
//   curves.ts, confusion.ts, mistakes.ts, cost.ts — the page's sections
//   html.ts, style.ts, figures.ts — escaping, the style sheet, numbers as people read them
export { renderComparison } from "./comparison.ts";
export type { Finding, Mistake, ReportData, ReportEpoch, ReportViews } from "./data.ts";
export { renderReport } from "./page.ts";
