// One engine on one network, or on the head's training step; started by engines.js. Answers rate and the numbers that it computed.
import { readBackbone } from "../dist/lib/backbone/read.js";
import { engineOf, headEngineOf } from "../dist/lib/compute/engines.js";
import { buildHead } from "../dist/lib/head/build.js";
import { initialState } from "../dist/lib/head/init.js";
import { parseJob } from "../dist/lib/job/load.js";

const HEAD = { dim: 512, classes: 10, batch: 32, steps: 93 };

process.on("message", async ({ engine, what, seconds, batch }) => {
	try {
		const { values, ...answer } =
			what === "head step" ? await headStep(headEngineOf(engine), seconds) : await backbone(engineOf(engine), what, seconds, batch);
		process.send({ ...answer, values, peak: Math.round(process.resourceUsage().maxRSS / 1024) });
	} catch (error) {
		process.send({ error: error.message });
	}
});

function jobOn(name) {
	const dense = (units, activation) => ({ dense: units, activation });
	const document = {
		version: 1,
		name: "bench",
		data: { train: "." },
		backbone: { name, ...(name === "scattering" ? {} : { weights: "random", preprocess: "tf" }) },
		head: [dense(1024, "sigmoid"), { dropout: 0.5 }, dense(512, "sigmoid"), { dropout: 0.5 }, dense("classes", "softmax")],
		fit: { loss: "categorical_crossentropy", optimizer: { name: "adadelta", learningRate: 1 }, batch: HEAD.batch, seed: 7 },
	};
	return parseJob(JSON.stringify(document), "bench.json").job;
}

/** Images a second of pixels in memory, and the rows of four of them. `wanted`: images at a time, the engine's own number without it. */
async function backbone(engine, name, seconds, wanted) {
	const { backbone: section } = jobOn(name);
	const { graph } = await readBackbone(section, 1);
	const [height, width] = section.size;
	const opened = await engine.openBackbone(graph, {
		...{ height, width, pooling: "avg", preprocess: section.preprocess ?? "none", threads: 1 },
		...(wanted === undefined ? {} : { batch: wanted }),
	});
	const { batch } = opened;
	const pixels = Uint8Array.from({ length: Math.max(batch, 4) * height * width * 3 }, (_, i) => (Math.imul(i, 2654435761) >>> 24) & 255);
	const rows = await opened.embed(pixels, pixels.length / (height * width * 3));
	const part = pixels.subarray(0, batch * height * width * 3);
	let images = 0;
	const began = performance.now();
	do {
		await opened.embed(part, batch);
		images += batch;
	} while (performance.now() - began < seconds * 1000);
	const rate = images / ((performance.now() - began) / 1000);
	return { unit: "images/s", rate, batch, values: rows.slice(0, (rows.length / Math.max(batch, 4)) * 4) };
}

/** Steps a second of the head of bench/head.js, and its output kernel after an epoch of 93 steps. */
async function headStep(engine, seconds) {
	const { dim, classes, batch, steps } = HEAD;
	const { head, fit } = jobOn("scattering");
	const spec = buildHead(head, [dim], classes);
	const trainer = await engine.openHead(
		spec,
		{ loss: fit.loss, optimizer: fit.optimizer, batch, threads: 1, steadyRate: true },
		initialState(spec, fit.optimizer, 7),
	);
	const rows = steps * batch;
	const mask = (units) => Uint8Array.from({ length: rows * units }, (_, i) => (Math.imul(i, 2654435761) >>> 31) & 1);
	const chunk = {
		steps,
		x: Float32Array.from({ length: rows * dim }, (_, i) => (Math.imul(i, 2654435761) >>> 8) / 2 ** 24),
		labels: Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes),
		valid: new Float32Array(rows).fill(1),
		weight: new Float32Array(rows).fill(1),
		learningRate: new Float32Array(steps).fill(1),
		masks: new Map([
			["dropout", mask(1024)],
			["dropout_1", mask(512)],
		]),
	};
	await trainer.steps(chunk);
	const last = [...trainer.state().weights.keys()].findLast((name) => name.endsWith("/kernel"));
	const values = Float32Array.from(trainer.state().weights.get(last).data);
	let done = 0;
	const began = performance.now();
	do {
		await trainer.steps(chunk);
		done += steps;
	} while (performance.now() - began < seconds * 1000);
	return { unit: "steps/s", rate: done / ((performance.now() - began) / 1000), batch, values };
}
