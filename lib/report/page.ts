import type { ReportData } from "./data.ts";
// placeholder so that everything compiles: overwrite this file
export function renderReport(data: ReportData): string {
	return data.job;
}
export function renderComparison(_runs: readonly ReportData[], why: string): string {
	return why;
}
