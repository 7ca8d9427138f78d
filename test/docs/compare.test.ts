import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { certify } from "../../lib/compare/certify.ts";
import { evidence } from "../compare/evidence.ts";

const root = resolve(import.meta.dirname, "../..");
const page = readFileSync(resolve(root, "docs/compare.md"), "utf8");

/** Names in the first column of the table below a heading. */
function documented(heading: string): string[] {
	const text = page.split(`### ${heading}\n`)[1]!.split(/^#/m)[0]!;
	return [...text.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names]) => [...names!.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
}

/** Fields of an interface in a source file, in its order. */
function fields(file: string, name: string): string[] {
	const text = readFileSync(resolve(root, file), "utf8");
	const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, "m").exec(text)![1]!;
	return [...body.matchAll(/^\treadonly (\w+)/gm)].map(([, field]) => field!);
}

describe("docs/compare.md", () => {
	test("has every field of a certificate, and no other", () => {
		expect(documented("certificate.json").sort()).toEqual(fields("lib/compare/certificate.ts", "Certificate").sort());
		expect(Object.keys(certify(evidence())).sort()).toEqual(documented("certificate.json").sort());
	});

	test("has every field of a comparison with foreign features, and no other", () => {
		expect(documented("foreign.json").sort()).toEqual(fields("lib/compare/foreign/report.ts", "ForeignReport").sort());
	});

	test("names every place where two ways can part, and every kind of cause", () => {
		const verdict = readFileSync(resolve(root, "lib/compare/certificate.ts"), "utf8");
		const places = [...(/readonly place: ([^;]+);/.exec(verdict)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(([, place]) => place!);
		expect(places.length).toBe(5);
		for (const place of places) expect(page).toContain(`\n| ${place} |`);
		const hypotheses = readFileSync(resolve(root, "lib/compare/foreign/hypotheses.ts"), "utf8");
		const kinds = [...(/export type Kind = ([^;]+);/.exec(hypotheses)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(([, kind]) => kind!);
		for (const kind of [...kinds.filter((each) => each !== "none"), "order", "augmented", "rows"]) expect(page).toContain(`\`${kind}\``);
	});
});
