/** Figures as people read them; NaN and infinity stay visible as what they are. */
export function percent(share: number): string {
	return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : String(share);
}

export function count(number: number): string {
	return number.toLocaleString("en-US");
}

export function decimals(value: number, digits: number): string {
	return Number.isFinite(value) ? value.toFixed(digits) : String(value);
}

export function duration(seconds: number): string {
	if (!Number.isFinite(seconds)) return "?";
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	if (seconds < 90) return `${Math.round(seconds)} s`;
	const minutes = Math.round(seconds / 60);
	return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
