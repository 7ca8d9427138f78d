// The page docs/why-is-it-stuck.md from page.md and figures.json: `{{percent photos/a/0}}` is a figure in a format. Nothing else in it is a result.

/** How a figure is written; the first operand is its value, a second one another value. */
const formats = {
	percent: (share) => `${(100 * share).toFixed(1)} %`,
	points: (share) => (100 * Math.abs(share)).toFixed(1),
	count: (number) => number.toLocaleString("en-US"),
	decimals: (number) => number.toFixed(3),
	ln: (number) => Math.log(number).toFixed(3),
	small: (number) => String(Number(number.toPrecision(2))),
	times: (one, other) => (one / other).toFixed(1),
	last: (values) => formats.percent(values.at(-1)),
	shares(values) {
		const whole = values.map((share) => Math.round(100 * share));
		const [low, high] = [Math.min(...whole), Math.max(...whole)];
		return low === high ? `${low} %` : `${low} to ${high} %`;
	},
};

/** @returns the template with every figure in its place; throws where one is not there */
export function renderPage(template, figures) {
	return template.replace(/\{\{(\w+) ([^}]+)\}\}/g, (_, format, operands) => {
		const values = operands.split(" ").map((path) => valueAt(figures, path));
		return formats[format](...values);
	});
}

/** `photos/a/0`; a slash within a key is written `\/`. */
function valueAt(figures, path) {
	const keys = path.split(/(?<!\\)\//).map((key) => key.replaceAll("\\/", "/"));
	const value = keys.reduce((at, key) => at?.[key], figures);
	if (value === undefined || value === null)
		throw new Error(`figures.json has no ${path}: run examples/03-why-stuck/answer.js with --keep`);
	return value;
}

/** @param curves lib/report/curves.ts @returns the page's picture, which stands alone in light and dark */
export function renderPicture({ photos }, curves) {
	const lines = [
		["method 1", "first", "a"],
		["method 2", "second", "b"],
		["method 2 with sigmoid", "mended", "c"],
	];
	const { html } = curves({
		title: "held-out accuracy by epoch",
		series: lines.map(([name, key, colour]) => ({ name, values: photos.curves[key], colour })),
		format: (value) => `${Math.round(100 * value)} %`,
		low: 0,
		high: 1,
	});
	const [, attributes, content] = /<svg ([^>]*)>([\s\S]*)<\/svg>/.exec(html);
	return `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>
<style>
:root { --soft: #5d6872; --line: #dfe4e8; --a: #0b67b2; --b: #c4501b; --c: #1b7f4b; }
@media (prefers-color-scheme: dark) { :root { --soft: #9aa6b1; --line: #2c343b; --a: #5eb1f2; --b: #f0946a; --c: #6fcf97; } }
text { font: 11px system-ui, sans-serif; fill: var(--soft); } .label { font-weight: 600; }
</style>${content}</svg>
`;
}
