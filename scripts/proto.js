// Regenerates proto/gen from proto/*.proto as static modules: nothing parses a schema at run time.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = process.argv[2] ?? join("proto", "gen");
const bin = (name) => join("node_modules", "protobufjs-cli", "bin", name);
const run = (args) => {
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
	if (status !== 0) process.exit(status ?? 1);
};

for (const name of ["frostline", "onnx"]) {
	const js = join(out, `${name}.js`);
	run([
		bin("pbjs"),
		"-t",
		"static-module",
		"-w",
		"es6",
		"--es6",
		"--no-comments",
		"--no-service",
		"--no-delimited",
		"--root",
		`frostline_${name}`,
		"-o",
		js,
		join("proto", `${name}.proto`),
	]);
	run([
		bin("pbjs"),
		"-t",
		"static-module",
		"-w",
		"es6",
		"--es6",
		"--no-service",
		"--no-delimited",
		"--root",
		`frostline_${name}`,
		"-o",
		`${js}.tmp.js`,
		join("proto", `${name}.proto`),
	]);
	run([bin("pbts"), "-o", join(out, `${name}.d.ts`), `${js}.tmp.js`]);
	rmSync(join(root, `${js}.tmp.js`));
}
