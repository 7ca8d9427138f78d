// Real servers and services for the cluster's measurements: NATS and MinIO from two binaries, Frostline's services as processes of their own.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "./show.js";

export const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);

const READY_MS = 30_000;
const BINARIES = { FROSTLINE_NATS_SERVER: "nats-server", FROSTLINE_MINIO: "minio" };

/** Ends the program with one line where a binary is not named. */
export function wantBinaries(what) {
	const missing = Object.keys(BINARIES).filter((name) => !process.env[name]);
	if (missing.length === 0) return;
	const wanted = missing.map((name) => `${name} (path of a ${BINARIES[name]} binary)`).join(" and ");
	process.stderr.write(`${what} wants ${wanted} in the environment\n`);
	process.exit(2);
}

function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer().on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

const ended = (child) => child.exitCode !== null || child.signalCode !== null;

async function end(child, signal) {
	if (ended(child)) return;
	const gone = new Promise((resolve) => child.once("exit", resolve));
	child.kill(signal);
	await gone;
}

/** Both servers on free ports, with data in a temporary folder; `env` is what services need to find them. */
export async function startServers() {
	const folder = mkdtempSync(join(tmpdir(), "frostline-cluster-"));
	const [natsPort, minioPort] = [await freePort(), await freePort()];
	const [user, password] = ["frostline-bench", "frostline-secret"];
	const nats = spawn(process.env.FROSTLINE_NATS_SERVER, ["-js", "-a", "127.0.0.1", "-p", String(natsPort), "-sd", join(folder, "nats")], {
		stdio: ["ignore", "ignore", "pipe"],
	});
	const minio = spawn(process.env.FROSTLINE_MINIO, ["server", join(folder, "minio"), "--address", `127.0.0.1:${minioPort}`, "--quiet"], {
		stdio: "ignore",
		env: { ...process.env, MINIO_ROOT_USER: user, MINIO_ROOT_PASSWORD: password },
	});
	const stop = async () => {
		await Promise.all([end(nats, "SIGKILL"), end(minio, "SIGKILL")]);
		rmSync(folder, { recursive: true, force: true });
	};
	const endpoint = `http://127.0.0.1:${minioPort}`;
	try {
		await Promise.all([
			until("nats-server", nats, async () => {
				for await (const line of createInterface({ input: nats.stderr })) if (line.includes("Server is ready")) break;
				nats.stderr.resume();
				return true;
			}),
			until("minio", minio, () =>
				fetch(`${endpoint}/minio/health/live`).then(
					({ ok }) => ok,
					() => false,
				),
			),
		]);
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		folder,
		env: {
			FROSTLINE_NATS_URL: `nats://127.0.0.1:${natsPort}`,
			FROSTLINE_S3_ENDPOINT: endpoint,
			FROSTLINE_S3_ACCESS_KEY: user,
			FROSTLINE_S3_SECRET_KEY: password,
			FROSTLINE_HTTP_PORT: "0",
			FROSTLINE_HTTP_HOST: "127.0.0.1",
		},
		/** Seconds of processor time that each has used; null where the system does not say. */
		spent: () => ({ nats: spentBy(nats.pid), minio: spentBy(minio.pid) }),
		stop,
	};
}

async function until(name, child, look) {
	const failed = new Promise((_, reject) => {
		child.once("error", reject);
		child.once("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
	});
	failed.catch(() => {});
	const limit = performance.now() + READY_MS;
	while (!(await Promise.race([look(), failed]))) {
		if (performance.now() > limit) throw new Error(`${name} did not come up within ${READY_MS / 1000} s`);
		await pause(50);
	}
}

/** /proc counts in hundredths of a second. */
function spentBy(pid) {
	try {
		const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
		return (Number(fields[11]) + Number(fields[12])) / 100;
	} catch {
		return null;
	}
}

/**
 * Starts cluster-service.js: `coordinator`, `extractor`, `trainer`, or `waiting`, an extractor that waits instead of computing. Resolves once it says that it is
 * ready. It ends with this process.
 */
export async function startService(name, env, nodeOptions = []) {
	const child = spawn(process.execPath, [...nodeOptions, join(root, "bench", "cluster-service.js"), name], {
		env: { ...process.env, FROSTLINE_LOG: "info", ...env },
		stdio: ["ignore", "ignore", "pipe", "ipc"],
	});
	let said = "";
	const ready = new Promise((resolve, reject) => {
		createInterface({ input: child.stderr }).on("line", (line) => {
			said = `${said}${line}\n`.slice(-20_000);
			if (/ is ready"/.test(line)) resolve();
		});
		child.once("exit", (code, signal) =>
			reject(new Error(`${name} ended with ${code ?? signal} before it was ready:\n${said.slice(-2000)}`)),
		);
	});
	const service = {
		name,
		pid: child.pid,
		ready,
		get said() {
			return said;
		},
		/** { cpu: seconds of processor time, peak: bytes } of its own process, compute children aside. */
		usage: () =>
			new Promise((resolve) => {
				child.once("message", resolve);
				child.send("usage");
			}),
		kill: () => end(child, "SIGKILL"),
		stop: () => end(child, "SIGTERM"),
	};
	ready.catch(() => {});
	return service;
}

/** This process's own connections, as a coordinator has them. */
export async function connect(env, setUp = true) {
	const { loadConfig } = await dist("lib/service/config.js");
	const { openBus, openStore } = await dist("lib/service/connect.js");
	const { openRemote } = await dist("lib/service/open.js");
	const config = loadConfig({ env: { FROSTLINE_CACHE: join(tmpdir(), "frostline-no-cache"), ...env } });
	const bus = await openBus(config, { service: "bench", setUp });
	const store = await openStore(config, { setUp });
	return {
		bus,
		store,
		remote: openRemote(config),
		async close() {
			await store.close();
			await bus.close();
		},
	};
}
