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

/** `8.9 MB`: powers of ten, as file managers and price lists count. */
export function bytes(number: number): string {
	const units = ["B", "kB", "MB", "GB", "TB"];
	const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, number)) / 3)));
	const value = number / 1000 ** power;
	return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
