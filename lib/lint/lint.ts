import type { Finding } from "../report/data.ts";
import { catalogue } from "./catalogue.ts";
import { measured } from "./measured.ts";
import type { Found, Rule, Seen, SeenAfterRun, SeenWithImages } from "./rule.ts";

const ORDER: readonly Finding["severity"][] = ["error", "warning", "note"];

/** What in a document, in its images and in its run deserves a word, the gravest first; in the order of the document within one severity. */
export function lint(seen: Seen): Finding[] {
	return catalogue
		.flatMap((rule) => {
			const found = apply(rule, seen);
			return found === null ? [] : [{ code: rule.code, ...found, measured: measured[rule.code] ?? null }];
		})
		.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** null too where less is seen than the rule needs. */
function apply(rule: Rule, seen: Seen): Found | null {
	switch (rule.needs) {
		case "document":
			return rule.find(seen);
		case "images":
			return hasImages(seen) ? rule.find(seen) : null;
		case "run":
			return hasRun(seen) ? rule.find(seen) : null;
	}
}

function hasImages(seen: Seen): seen is SeenWithImages {
	return seen.images !== null;
}

function hasRun(seen: Seen): seen is SeenAfterRun {
	return seen.images !== null && seen.run !== null;
}
