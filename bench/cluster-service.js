// One service in a process of its own, started by cluster-servers.js:  node bench/cluster-service.js coordinator|extractor|trainer|waiting
// `waiting` is the extractor service on a pool that waits BENCH_MS_PER_IMAGE instead of computing, BENCH_LANES calls at a time, and answers rows of BENCH_DIM
// values; with BENCH_NO_IMAGES it reads none either.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const dist = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);

process.on("message", () => {
	const { user, system } = process.cpuUsage();
	process.send({ cpu: (user + system) / 1e6, peak: peak() });
});
process.on("disconnect", () => process.exit(1));
process.channel?.unref();

/** Largest resident memory, bytes. /proc first: the system's other figure begins with that of the process which started this one. */
function peak() {
	try {
		return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]) * 1024;
	} catch {
		return process.resourceUsage().maxRSS * 1024;
	}
}

const [name] = process.argv.slice(2);
process.exitCode = name === "waiting" ? await waiting() : await (await dist("cli/main.js")).main([name]);

async function waiting() {
	const { loadConfig } = await dist("lib/service/config.js");
	const { serviceMain } = await dist("lib/service/open.js");
	const { startExtractor } = await dist("services/extractor/index.js");
	const config = loadConfig();
	const noImages = { list: async () => [], read: async () => null, localFile: async (uri) => uri };
	return serviceMain(config, {
		name: "extractor",
		version: "bench",
		setUp: false,
		children: () => 0,
		start: ({ bus, store, remote, metrics, traces, log }) =>
			startExtractor({
				bus,
				store,
				remote: process.env.BENCH_NO_IMAGES ? noImages : remote,
				pool: waitingPool(Number(process.env.BENCH_LANES), Number(process.env.BENCH_MS_PER_IMAGE), Number(process.env.BENCH_DIM)),
				worker: config.worker,
				version: "bench",
				metrics,
				traces,
				log,
				canary: null,
			}),
	});
}

/** The calls of a ComputePool that an extractor makes. Deadlines count from the call before, as in a child that is never idle while there is work. */
function waitingPool(lanes, msPerImage, dim) {
	const BATCH = 8; // images between two signs of life, as in a compute child
	const free = Array.from({ length: lanes }, () => 0);
	const queue = [];
	return {
		size: lanes,
		lanes,
		part: 16,
		partFor: () => 16,
		async call(_method, { images }, { onProgress, onQueue } = {}) {
			const lane = free.length > 0 ? free.pop() : await new Promise((take) => queue.push({ take, onQueue }));
			let at = Math.max(lane, performance.now() - 2); // what a timer came late is not lost twice
			for (let done = 0; done < images.length; ) {
				const now = Math.min(BATCH, images.length - done);
				at += now * msPerImage;
				if (msPerImage > 0) await pause(Math.max(0, at - performance.now()));
				done += now;
				onProgress?.({ kind: "images", done, skips: 0 });
				for (const waiter of queue) waiter.onQueue?.();
			}
			const next = queue.shift();
			if (next === undefined) free.push(at);
			else next.take(at);
			return {
				rows: new Float32Array(images.length * dim).fill(0.5),
				dim,
				skips: [],
				seconds: { infer: (images.length * msPerImage) / 1000 },
			};
		},
		async close() {},
	};
}
