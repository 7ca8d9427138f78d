import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import inspector from "node:inspector";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import threads from "node:worker_threads";

/**
 * F7, kept: a compute process opens no connection and starts no program, whatever its libraries try. Everything in Node that connects (http, tls, fetch) ends in
 * one of these methods. This stops JavaScript. Machine code, of a decoder that an image has taken over, is stopped only by the operating system: SECURITY.md says how.
 */
function refuse(): never {
	throw new Error("a compute process has no network and starts no programs (F7)");
}

function seal(object: object, ...names: readonly string[]): void {
	for (const name of names) Object.defineProperty(object, name, { value: refuse, writable: false, configurable: false });
}

seal(net.Socket.prototype, "connect");
seal(net.Server.prototype, "listen");
seal(dgram.Socket.prototype, "bind", "connect", "send");
const asked = Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name));
seal(dns, ...asked);
seal(dns.promises, ...asked.filter((name) => name in dns.promises));
seal(childProcess.ChildProcess.prototype, "spawn");
seal(childProcess, "spawnSync", "execSync", "execFileSync");
// Would give Node's inner sockets. The reader of HDF5 asks for the system's constants as it loads, and for nothing else.
const constants = (process as unknown as { binding(name: string): unknown }).binding("constants");
Object.defineProperty(process, "binding", {
	value: (name: string) => (name === "constants" ? constants : refuse()),
	writable: false,
	configurable: false,
});
seal(threads, "Worker"); // would begin with all of this anew
seal(inspector, "open"); // would listen
syncBuiltinESMExports();
