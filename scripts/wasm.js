// Compiles lib/image/wasm/resample.as.ts to WebAssembly and writes it, as text, into resample.ts beside it. --check: only says whether it is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("../lib/image/wasm/", import.meta.url));
const { error, binary } = await compile("resample.as.ts");
if (error) {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}
const text = `// Written by \`npm run wasm\` from resample.as.ts: ${binary.length} bytes of WebAssembly.
export const resampleModule =
	"${Buffer.from(binary).toString("base64")}";
`;
const target = join(folder, "resample.ts");
if (process.argv.includes("--check")) {
	if (readFileSync(target, "utf8") !== text) {
		process.stderr.write("lib/image/wasm/resample.ts is not what resample.as.ts gives: run `npm run wasm`\n");
		process.exit(1);
	}
} else {
	writeFileSync(target, text);
}

async function compile(name) {
	let binary = new Uint8Array();
	const flags = ["-O3", "--enable", "simd", "--runtime", "stub", "--noAssert", "--importMemory", "--outFile", "out.wasm"];
	const { error, stderr } = await asc.main([name, ...flags], {
		readFile: (file) => (file === name ? readFileSync(join(folder, name), "utf8") : null),
		writeFile(_, contents) {
			binary = contents;
		},
		listFiles: () => [],
	});
	return { error: error && new Error(stderr.toString()), binary };
}
