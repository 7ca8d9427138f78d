// Regenerates proto/gen from proto/*.proto as static modules: nothing parses a schema at run time.
// With --check it writes nothing and fails when proto/gen is not what the .proto files say.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const generated = join(root, "proto", "gen");
const check = process.argv.includes("--check");

function run(tool, args) {
	const child = spawn(process.execPath, [join("node_modules", "protobufjs-cli", "bin", tool), ...args], { cwd: root, stdio: "inherit" });
	return new Promise((resolve) => {
		child.on("close", (status) => {
			if (status !== 0) process.exit(status ?? 1);
			resolve();
		});
	});
}

async function generate(name, out) {
	const js = join(out, `${name}.js`);
	const described = join(out, `${name}.described.js`);
	const source = join("proto", `${name}.proto`);
	const form = ["-t", "static-module", "-w", "es6", "--es6", "--no-service", "--no-delimited", "--root", `frostline_${name}`];
	const types = async () => {
		await run("pbjs", [...form, "-o", described, source]); // pbts reads types from the comments
		await run("pbts", ["-o", join(out, `${name}.d.ts`), described]);
		rmSync(described);
	};
	await Promise.all([run("pbjs", [...form, "--no-comments", "-o", js, source]), types()]);
}

const out = check ? mkdtempSync(join(tmpdir(), "frostline-proto-")) : generated;
mkdirSync(out, { recursive: true });
const names = ["frostline", "onnx"];
try {
	await Promise.all(names.map((name) => generate(name, out)));
	const files = names.flatMap((name) => [`${name}.js`, `${name}.d.ts`]);
	const stale = files.filter((file) => !readFileSync(join(out, file)).equals(readFileSync(join(generated, file))));
	if (stale.length > 0) {
		process.stderr.write(`proto/gen is out of date: ${stale.join(", ")}; run \`npm run proto\`\n`);
		process.exitCode = 1;
	}
} finally {
	if (check) rmSync(out, { recursive: true, force: true });
}
