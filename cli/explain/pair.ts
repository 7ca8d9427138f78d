import { basename } from "node:path";
import type { Change } from "../../lib/explain/changes.ts";
import type { Side } from "./side.ts";

/** Two names that can be told apart. */
export function apart(a: Side, b: Side, argument: string): Side {
	if (a.name !== b.name) return b;
	const file = basename(argument);
	return {
		...b,
		name: file === a.name ? `${b.name} (second)` : `${b.name} (${/^(result|report)\.json$/.test(file) ? (b.recorded?.job ?? file) : file})`,
	};
}

/** What belongs to a network's weights by itself stands in words where both have the same network, so that a document that says otherwise differs in words too. */
export function spelledOut(a: Side, b: Side): [Side, Side] {
	const network = ({ canonical: { backbone } }: Side) => [backbone.name, backbone.file, backbone.weights].join("\n");
	if (network(a) !== network(b)) return [a, b];
	const spell = (side: Side): Side => {
		const { preprocess, transform } = side.space.space;
		const backbone = { ...side.canonical.backbone, preprocess, size: [transform.height, transform.width] as [number, number] };
		return { ...side, canonical: { ...side.canonical, backbone } };
	};
	return [spell(a), spell(b)];
}

/** Of a run that has ended the backbone is there as a whole, and no files to make another of. */
export function divisible({ within, ...change }: Change, a: Side, b: Side): Change {
	return within === undefined || a.finished || b.finished ? change : { ...change, within };
}
