import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const seal = pathToFileURL(resolve(import.meta.dirname, "../../dist/lib/compute/seal.js")).href;

/** What a library might do, by name. */
const ATTEMPTS = {
	"a TCP connection": "(await import('node:net')).connect(9, '127.0.0.1')",
	"a named import of it": "const { createConnection } = await import('node:net'); createConnection(9, '127.0.0.1')",
	"a server": "(await import('node:net')).createServer().listen(0)",
	http: "(await import('node:http')).get('http://127.0.0.1:9')",
	tls: "(await import('node:tls')).connect(9, '127.0.0.1')",
	fetch: "await fetch('http://127.0.0.1:8123')",
	"a datagram": "(await import('node:dgram')).createSocket('udp4').send('x', 9, '127.0.0.1')",
	"a name": "(await import('node:dns')).lookup('localhost', () => {})",
	"a promised name": "await (await import('node:dns/promises')).resolve('localhost')",
	"a program": "(await import('node:child_process')).spawn('true')",
	"a program, waited for": "(await import('node:child_process')).execFileSync('true')",
	"Node's inner sockets": "process.binding('tcp_wrap')",
	"a thread of its own": "new (await import('node:worker_threads')).Worker('0', { eval: true })",
	"a debugger": "(await import('node:inspector')).open(0)",
	"undoing it": "(await import('node:net')).default.Socket.prototype.connect = () => {}",
};

test("F7: a compute process cannot connect, listen, look up names or start programs", async () => {
	const script = Object.entries(ATTEMPTS).map(
		([name, code]) =>
			`await (async () => { ${code} })().then(() => "done", (error) => String(error.cause ?? error)).then((how) => console.log(JSON.stringify([${JSON.stringify(name)}, how])));`,
	);
	const child = spawn(process.execPath, [
		"--input-type=module",
		"-e",
		`await import(${JSON.stringify(seal)});\n${script.join("\n")}\nprocess.exit(0);`,
	]);
	let said = "";
	child.stdout.on("data", (bytes: Buffer) => {
		said += bytes.toString();
	});
	await new Promise((done) => child.once("close", done));
	const outcomes = new Map(
		said
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line) as [string, string]),
	);
	for (const name of Object.keys(ATTEMPTS))
		expect([name, outcomes.get(name)]).toEqual([
			name,
			expect.stringMatching(name === "undoing it" ? /read only/ : /has no network and starts no programs/),
		]);
});

test("and still reads HDF5 files, whose library asks Node for constants as it loads", async () => {
	const child = spawn(process.execPath, [
		"--input-type=module",
		"-e",
		`await import(${JSON.stringify(seal)});\nconst { ready } = await import("h5wasm/node");\nawait ready;\nconsole.log("loaded");\nprocess.exit(0);`,
	]);
	let said = "";
	for (const stream of [child.stdout, child.stderr])
		stream.on("data", (bytes: Buffer) => {
			said += bytes.toString();
		});
	await new Promise((done) => child.once("close", done));
	expect(said).toBe("loaded\n");
});
