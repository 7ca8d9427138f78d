// The experiments behind docs/lint.md, by code: which documents are run, and the sentence that their figures go into.
import { head, hidden, mean, percent } from "./lint-laboratory.js";

const adam = (learningRate) => ({ optimizer: { name: "adam", learningRate } });
const optimizer = (name, learningRate, rest = {}) => ({ optimizer: { name, learningRate, ...rest } });
const adadelta = optimizer("adadelta", 1);
const outputs = (...layers) => [hidden("relu"), ...layers];
const two = (activation) => head(hidden(activation), hidden(activation));
const range = (numbers) => `${percent(Math.min(...numbers))} to ${percent(Math.max(...numbers))}`;
const base = ({ run }) => run();

/** Views of shifted and turned images, the same number of each. */
const kept = (views) => ({ augment: { augment: { rotation: 20, widthShift: 0.15, heightShift: 0.15 }, views } });

/** Half of the classes have seven training images in place of ninety. */
const uneven = ({ manifest }) =>
	manifest("uneven", ({ path, className, label, number, split }) =>
		split === "train" && label >= 4 && number > 8 ? [] : [{ path, label: className, split }],
	);
const SMALL = [4, 5, 6, 7];

export const experiments = {
	SOFTMAX_INSIDE: {
		async say({ run }) {
			const of = async (activation, fit) => percent((await run({ head: two(activation), fit })).accuracy);
			return `two hidden layers and Adadelta at 1.0: in softmax ${await of("softmax", adadelta)}, in sigmoid ${await of("sigmoid", { ...adadelta, epochs: 60 })} (60 epochs), in relu ${await of("relu", adadelta)}; chance is 12.5 %. Adam moves it slowly: softmax ${await of("softmax", adam(0.003))}, relu ${await of("relu", adam(0.003))}`;
		},
	},
	SOFTMAX_TWICE: {
		async say({ run }) {
			const twice = await run({ head: outputs({ dense: "classes", activation: "softmax" }, { activation: "softmax" }) });
			const once = await base({ run });
			return `softmax twice ${percent(twice.accuracy)}, once ${percent(once.accuracy)}; the training loss ends at ${twice.last("loss").toFixed(2)} in place of ${once.last("loss").toFixed(2)}`;
		},
	},
	SIGMOID_INSIDE: {
		async say({ run }) {
			const of = async (activation, fit) =>
				percent((await run({ head: head(hidden(activation), hidden(activation), hidden(activation)), fit })).accuracy);
			const sgd = optimizer("sgd", 0.05);
			return `three hidden layers, SGD at 0.05: in sigmoid ${await of("sigmoid", sgd)}, in relu ${await of("relu", sgd)}; Adam at 0.003: ${await of("sigmoid", adam(0.003))} and ${await of("relu", adam(0.003))}`;
		},
	},
	LINEAR_INSIDE: {
		async say({ run }) {
			const linear = await run({ head: head({ dense: 64 }) });
			const none = await run({ head: head() });
			return `a hidden layer without activation ${percent(linear.accuracy)}, no hidden layer at all ${percent(none.accuracy)}, in relu ${percent((await base({ run })).accuracy)}`;
		},
	},
	OUTPUT_NOT_SOFTMAX: {
		async say({ run }) {
			const of = async (activation) => percent((await run({ head: outputs({ dense: "classes", activation }) })).accuracy);
			return `softmax ${await of("softmax")}, sigmoid ${await of("sigmoid")}, relu ${await of("relu")}, tanh ${await of("tanh")}, no activation ${await of("linear")}`;
		},
	},
	OUTPUT_NOT_PROBABILITY: {
		async say({ run }) {
			const of = async (activation) =>
				percent((await run({ head: outputs({ dense: "classes", activation }), fit: { loss: "binary_crossentropy" } })).accuracy);
			return `binary cross-entropy on sigmoid ${await of("sigmoid")}, on tanh ${await of("tanh")}, on no activation ${await of("linear")}`;
		},
	},
	BINARY_LOSS_MANY_CLASSES: {
		async say({ run }) {
			const of = async (loss) => run({ fit: { loss, epochs: 5 } });
			const [binary, categorical] = [await of("binary_crossentropy"), await of("categorical_crossentropy")];
			return `after 5 epochs ${percent(binary.accuracy)} at a training loss of ${binary.last("loss").toFixed(2)}, with categorical cross-entropy ${percent(categorical.accuracy)} at ${categorical.last("loss").toFixed(2)}`;
		},
	},
	SQUARED_LOSS: {
		async say({ run }) {
			const of = async (loss, fit) => percent((await run({ fit: { loss, ...fit } })).accuracy);
			const sgd = optimizer("sgd", 0.05);
			return `SGD at 0.05 on a softmax: the squared error ${await of("mse", sgd)}, cross-entropy ${await of("categorical_crossentropy", sgd)}; Adam: ${await of("mse", {})} and ${await of("categorical_crossentropy", {})}`;
		},
	},
	SAME_START: {
		async say({ run }) {
			const of = async (kernelInitializer) => percent((await run({ head: head({ ...hidden("relu"), kernelInitializer }) })).accuracy);
			return `a hidden layer that begins as zeros ${await of("zeros")}, as ones ${await of("ones")}, drawn (glorot_uniform) ${await of("glorot_uniform")}`;
		},
	},
	HEAVY_DROPOUT: {
		async say({ run }) {
			const of = async (dropout) => percent((await run({ head: head(hidden("relu"), { dropout }) })).accuracy);
			return `a dropout of 0.95 ${await of(0.95)}, of 0.8 ${await of(0.8)}, of 0.5 ${await of(0.5)}, none ${await of(0)}`;
		},
	},
	DROPOUT_BEFORE_BATCH_NORM: {
		async say({ run }) {
			const norm = { batch_norm: { momentum: 0.9 } };
			const before = await run({ head: head(hidden("relu"), { dropout: 0.5 }, norm) });
			const behind = await run({ head: head(hidden("relu"), norm, { dropout: 0.5 }) });
			return `dropout 0.5 before batch normalisation ${percent(before.accuracy)} (held-out loss ${before.last("valLoss").toFixed(2)}), behind it ${percent(behind.accuracy)} (${behind.last("valLoss").toFixed(2)})`;
		},
	},
	BATCH_NORM_COLD: {
		async say({ run }) {
			const of = (momentum) => run({ head: head({ batch_norm: { momentum } }, hidden("relu")), fit: { epochs: 3 } });
			const [cold, warm] = [await of(0.99), await of(0.9)];
			return `3 epochs, batch normalisation before the hidden layer: with momentum 0.99 ${percent(cold.last("accuracy"))} while training and ${percent(cold.accuracy)} held out, with 0.9 ${percent(warm.last("accuracy"))} and ${percent(warm.accuracy)}`;
		},
	},
	NARROW_LAYER: {
		async say({ run }) {
			const of = async (units) => percent((await run({ head: head(hidden("relu"), hidden("relu", units)) })).accuracy);
			return `a second hidden layer of 2 units ${await of(2)}, of 16 ${await of(16)}`;
		},
	},
	HUGE_FLATTEN: {
		needsWeights: true,
		async say({ run, squeezenet }) {
			const backbone = { name: "squeezenet", weights: squeezenet, size: 96 };
			const flat = await run({
				backbone: { ...backbone, pooling: "none" },
				head: ["flatten", ...head(hidden("relu", 256))],
				fit: adam(0.001),
			});
			const pooled = await run({ backbone, head: head(hidden("relu", 256)), fit: adam(0.001) });
			const size = ({ reports: [report] }) =>
				`${report.features.dim.toLocaleString("en-US")} values, ${report.head.parameters.toLocaleString("en-US")} weights`;
			return `SqueezeNet at 96 pixels and a hidden layer of 256: flattened ${percent(flat.accuracy)} (${size(flat)}), pooled ${percent(pooled.accuracy)} (${size(pooled)})`;
		},
	},
	ADADELTA_RATE: {
		async say({ run }) {
			const of = async (rate) => percent((await run({ fit: optimizer("adadelta", rate) })).accuracy);
			return `Adadelta at 0.001 ${await of(0.001)}, at 0.01 ${await of(0.01)}, at 1.0 ${await of(1)}`;
		},
	},
	ADAGRAD_RATE: {
		async say({ run }) {
			const of = async (rate) => percent((await run({ fit: optimizer("adagrad", rate) })).accuracy);
			return `Adagrad at 0.001 ${await of(0.001)}, at 0.01 ${await of(0.01)}, at 0.05 ${await of(0.05)}`;
		},
	},
	UNLIKELY_RATE: {
		async say({ run }) {
			const of = async (rate) => percent((await run({ fit: adam(rate) })).accuracy);
			return `Adam at 0.0000005 ${await of(5e-7)}, at 0.003 ${await of(0.003)}, at 0.3 ${await of(0.3)}`;
		},
	},
	RATE_NOT_WRITTEN: {
		async say({ run }) {
			const of = async (name, rate) => percent((await run({ fit: optimizer(name, rate) })).accuracy);
			return `sgd at Keras' 0.01 ${await of("sgd", 0.01)}, at PyTorch's 0.001 ${await of("sgd", 0.001)}; rmsprop at Keras' 0.001 ${await of("rmsprop", 0.001)}, at PyTorch's 0.01 ${await of("rmsprop", 0.01)}`;
		},
	},
	SCHEDULE_STANDS_STILL: {
		async say({ run }) {
			const of = async (decaySteps) => percent((await run({ fit: { schedule: { kind: "cosine", decaySteps } } })).accuracy);
			return `20 epochs of about 22 steps: a cosine with decaySteps 20 ${await of(20)}, with 450 ${await of(450)}`;
		},
	},
	STEPS_NOT_AN_EPOCH: {
		async say({ run }) {
			const few = await run({ fit: { steps: 1 } });
			return `20 epochs of 1 step, fewer images than there are: ${percent(few.accuracy)}; 20 whole passes ${percent((await base({ run })).accuracy)}`;
		},
	},
	FEW_UPDATES: {
		async say({ run }) {
			const of = async (batch) => percent((await run({ fit: { batch } })).accuracy);
			return `20 epochs in batches of 1,024, which are 20 updates, ${await of(1024)}; in batches of 32, which are 440 or so, ${await of(32)}`;
		},
	},
	PART_OF_VALIDATION: {
		async say({ run }) {
			const jumps = ({ of }) =>
				of(({ epochs }) => mean(epochs.slice(10).map((each, i) => Math.abs(each.valAccuracy - epochs[9 + i].valAccuracy))));
			const part = await run({ fit: { validationSteps: 1 } });
			return `from one epoch to the next of the second half, held-out accuracy moves by ${percent(jumps(part))} with validationSteps 1 and by ${percent(jumps(await base({ run })))} without; the head is the same`;
		},
	},
	STOPS_AT_ONCE: {
		async say({ run }) {
			const of = async (patience) => {
				const each = await run({ fit: { epochs: 60, earlyStopping: { monitor: "valAccuracy", patience, restoreBest: true } } });
				return `${percent(each.accuracy)} after ${each.of(({ epochs }) => epochs.length).toFixed(0)} epochs`;
			};
			return `of 60 epochs at most, watching valAccuracy and keeping the best: patience 0 ${await of(0)}, patience 10 ${await of(10)}`;
		},
	},
	STOPS_ON_TRAINING: {
		async say({ run }) {
			const of = async (monitor) => {
				const each = await run({ fit: { epochs: 80, earlyStopping: { monitor, patience: 5, restoreBest: true } } });
				const kept = each.of(({ epochs, bestEpoch }) => epochs[bestEpoch - 1].valLoss);
				return `${each.of(({ epochs }) => epochs.length).toFixed(0)} epochs and a held-out loss of ${kept.toFixed(2)}`;
			};
			return `of 80 epochs at most with patience 5, keeping the best: watching the training loss ${await of("loss")}, watching valLoss ${await of("valLoss")}`;
		},
	},
	ONE_VIEW: {
		async say({ run }) {
			const of = async (views) => percent((await run(kept(views))).accuracy);
			return `shifted and turned: one kept view ${await of(1)}, eight ${await of(8)}, one for each of the 20 passes ${await of(20)}; images as they are ${percent((await base({ run })).accuracy)}`;
		},
	},
	SOME_VIEWS: {
		async say({ run }) {
			const [some, all] = [await run(kept(5)), await run(kept(20))];
			const forwards = (runs) => Math.round(runs.of((report) => report.forwards.featuresWay));
			return `5 kept views ${percent(some.accuracy)} with ${forwards(some).toLocaleString("en")} images through the backbone, 20 views ${percent(all.accuracy)} with ${forwards(all).toLocaleString("en")}`;
		},
	},
	UNSEEN_VIEWS: {
		async say({ run }) {
			const [all, more] = [await run(kept(20)), await run(kept(30))];
			const same = all.runs.every(({ report }, i) => report.head.sha256 === more.runs[i].report.head.sha256);
			const forwards = (runs) => Math.round(runs.of((report) => report.forwards.featuresWay));
			return `20 passes with 20 views and with 30: ${same ? "the same heads" : `${percent(all.accuracy)} and ${percent(more.accuracy)}`}, with ${forwards(all).toLocaleString("en")} and ${forwards(more).toLocaleString("en")} images through the backbone`;
		},
	},
	FOREIGN_PREPROCESS: {
		needsWeights: true,
		async say({ run, squeezenet }) {
			const of = async (preprocess) =>
				percent((await run({ backbone: { name: "squeezenet", weights: squeezenet, size: 96, preprocess }, fit: adam(0.001) })).accuracy);
			return `SqueezeNet at 96 pixels: its own caffe ${await of("caffe")}, tf ${await of("tf")}, torch ${await of("torch")}`;
		},
	},
	RANDOM_BACKBONE: {
		needsWeights: true,
		async say({ run, squeezenet }) {
			const of = async (weights) =>
				percent((await run({ backbone: { name: "squeezenet", weights, size: 96 }, fit: adam(0.001) })).accuracy);
			return `SqueezeNet at 96 pixels with random weights ${await of("random")}, with published ones ${await of(squeezenet)}; scattering, which has none, ${percent((await base({ run })).accuracy)}`;
		},
	},
	SMALL_INPUT: {
		needsWeights: true,
		async say({ run, draw, squeezenet }) {
			const images = await draw({ perClass: 60, edge: 128 });
			const of = async (size) =>
				percent(
					(await run({ data: { train: images }, backbone: { name: "squeezenet", weights: squeezenet, size }, fit: adam(0.001) })).accuracy,
				);
			return `480 drawn images of 128 pixels, SqueezeNet: at 48 pixels ${await of(48)}, at 128 ${await of(128)}`;
		},
	},
	UNEVEN_CLASSES: {
		async say(laboratory) {
			const data = await uneven(laboratory);
			const plain = await laboratory.run({ data });
			const balanced = await laboratory.run({ data, fit: { classWeight: "balanced" } });
			return `four classes with 7 training images in place of 90: accuracy ${percent(plain.accuracy)}, but ${percent(plain.recall(SMALL))} of the small classes' images are found and ${percent(plain.recall([0, 1, 2, 3]))} of the others'; balanced, ${percent(balanced.recall(SMALL))} and ${percent(balanced.recall([0, 1, 2, 3]))}`;
		},
	},
	CLASS_NOT_HELD_OUT: {
		async say({ run, manifest }) {
			const whole = await run();
			const recalls = [...Array(8).keys()].map((c) => ({ c, recall: whole.recall([c]) })).sort((a, b) => a.recall - b.recall);
			const hardest = recalls.slice(0, 2).map(({ c }) => c);
			const data = await manifest("not-held-out", ({ path, className, label, split }) =>
				split === "validation" && hardest.includes(label) ? [] : [{ path, label: className, split }],
			);
			const all = await manifest("held-out", ({ path, className, split }) => [{ path, label: className, split }]);
			return `with the two hardest of eight classes left out of the held-out images accuracy reads ${percent((await run({ data })).accuracy)}, over all of them ${percent((await run({ data: all })).accuracy)}: the same heads`;
		},
	},
	FEW_HELD_OUT: {
		async say({ run }) {
			const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
			const of = async (split) => {
				const each = await run({ data: { validation: { split } }, seeds });
				return `${range(each.accuracies)} on ${Math.round(each.of(({ images }) => images.validation))} or so`;
			};
			return `accuracies of eight seeds, each with its own split: ${await of(0.03)}, ${await of(0.25)}`;
		},
	},
	NUMBERED_CLASSES: {
		async say({ run, draw }) {
			const images = await draw({ classes: 10, perClass: 60 });
			const { rename, readdir } = await import("node:fs/promises");
			for (const [i, name] of (await readdir(images)).sort().entries())
				if (!/^\d+$/.test(name)) await rename(`${images}/${name}`, `${images}/${i + 1}`);
			const each = await run({ data: { train: images } });
			const right = each.of(({ confusion, classes }) => {
				const byNumber = [...classes.keys()].sort((a, b) => Number(classes[a].name) - Number(classes[b].name));
				const all = confusion.flat().reduce((a, b) => a + b, 0);
				return byNumber.reduce((sum, c, output) => sum + confusion[c][output], 0) / all;
			});
			return `ten classes named 1 to 10: ${percent(each.accuracy)} by the names in the model file, ${percent(right)} where output 0 is taken for class 1, output 1 for class 2 and so on`;
		},
	},
	CLASSES_MOVED: {
		async say({ run }) {
			const each = await base({ run });
			const right = each.of(({ confusion }) => {
				const all = confusion
					.slice(1)
					.flat()
					.reduce((a, b) => a + b, 0);
				return confusion.slice(1).reduce((sum, row, before) => sum + row[before], 0) / all;
			});
			return `a class that came first in the alphabet was added to seven: read by the numbers of before, ${percent(right)} of the other classes' images are right, by name ${percent(each.recall([1, 2, 3, 4, 5, 6, 7]))}`;
		},
	},
	COPIES_HELD_OUT: {
		async say({ run, manifest }) {
			const data = await manifest("copies", ({ path, className, number, split }) => [
				{ path, label: className, split },
				...(split === "train" && number % 4 === 0 ? [{ path, label: className, split: "validation" }] : []),
			]);
			const clean = await manifest("clean", ({ path, className, split }) => [{ path, label: className, split }]);
			return `with as many copies of training images among the held-out ones accuracy reads ${percent((await run({ data })).accuracy)}, without them ${percent((await run({ data: clean })).accuracy)}: the same heads`;
		},
	},
	TWO_LABELS: {
		async say({ run, manifest }) {
			const data = await manifest("two-labels", ({ path, className, label, number, split, names }) => [
				{ path, label: className, split },
				...(split === "train" && number % 2 === 0 ? [{ path, label: names[(label + 1 + (number % 7)) % names.length], split }] : []),
			]);
			const clean = await manifest("clean", ({ path, className, split }) => [{ path, label: className, split }]);
			return `two thirds of the training images under a second, wrong label too: ${percent((await run({ data })).accuracy)}, without ${percent((await run({ data: clean })).accuracy)}`;
		},
	},
	DUPLICATE_IMAGES: {
		async say({ run, manifest, broken: _ }) {
			const { copyFile } = await import("node:fs/promises");
			const copies = [];
			const data = await manifest("duplicates", ({ path, className, label, number, split }) => {
				const own = { path, label: className, split };
				if (label !== 0 || split !== "train") return [own];
				const more = [1, 2, 3, 4, 5, 6, 7].map((copy) => path.replace(".png", `-${copy}.png`));
				copies.push(...more.map((to) => [path, to, number]));
				return [own, ...more.map((to) => ({ path: to, label: className, split }))];
			});
			for (const [from, to] of copies) await copyFile(from, to);
			const clean = await manifest("clean", ({ path, className, split }) => [{ path, label: className, split }]);
			const told = (each) =>
				each.of(({ confusion }) => confusion.reduce((sum, row) => sum + row[0], 0) / confusion.flat().reduce((a, b) => a + b, 0));
			const result = `one of eight classes with each training image there eight times: ${percent(told(await run({ data })))} of the held-out images are told to be of it, without the copies ${percent(told(await run({ data: clean })))}`;
			const { rm } = await import("node:fs/promises");
			for (const [, to] of copies) await rm(to);
			return result;
		},
	},
	IMAGES_SKIPPED: {
		async say({ run, manifest, broken }) {
			const files = [];
			const data = await manifest("skipped", ({ path, className, label, number, split }) => {
				if (label !== 0 || split !== "train" || number < 8) return [{ path, label: className, split }];
				const line = { path, label: className, split };
				files.push(line);
				return [line];
			});
			const copies = new Map();
			for (const { path } of files) copies.set(path, await broken(path));
			const again = await manifest("skipped", ({ path, className, split }) => [
				{ path: copies.get(path) ?? path, label: className, split },
			]);
			const clean = await manifest("clean", ({ path, className, split }) => [{ path, label: className, split }]);
			void data;
			return `84 of 90 training files of one class cut off in the middle: ${percent((await run({ data: again })).recall([0]))} of its held-out images are found, with whole files ${percent((await run({ data: clean })).recall([0]))}`;
		},
	},
	FROZEN_COST: {
		async say({ run }) {
			const fit = { epochs: 5 };
			const frozen = await run({ way: "frozen", fit, seeds: [1] });
			const features = await run({ fit, seeds: [1] });
			const same = frozen.reports[0].head.sha256 === features.reports[0].head.sha256;
			if (!same) throw new Error("the two ways gave different heads");
			return `5 epochs: ${frozen.reports[0].forwards.frozenWay.toLocaleString("en-US")} images through the backbone the frozen way, ${frozen.reports[0].forwards.featuresWay.toLocaleString("en-US")} the features way, and the heads are equal bit for bit`;
		},
	},
	NOT_LEARNED: {
		async say({ run }) {
			const slow = await run({ fit: optimizer("sgd", 0.00001) });
			return `SGD at 0.00001 ${percent(slow.accuracy)}, at 0.05 ${percent((await run({ fit: optimizer("sgd", 0.05) })).accuracy)}; always saying one class gives 12.5 % or so`;
		},
	},
	CONSTANT_PREDICTIONS: {
		async say({ run }) {
			const most = (each) =>
				each.of(({ confusion }) => {
					const told = confusion.map((_, c) => confusion.reduce((sum, row) => sum + row[c], 0));
					return Math.max(...told) / told.reduce((a, b) => a + b, 0);
				});
			const softmax = await run({ head: two("softmax"), fit: adadelta });
			const relu = await run({ head: two("relu"), fit: adadelta });
			return `two hidden layers and Adadelta at 1.0: of the held-out images ${percent(most(softmax))} are told to be of one class with softmax inside, ${percent(most(relu))} with relu`;
		},
	},
	CLASS_NEVER_FOUND: {
		async say(laboratory) {
			const data = await laboratory.manifest("one-small", ({ path, className, label, number, split }) =>
				split === "train" && label === 5 && number > 2 ? [] : [{ path, label: className, split }],
			);
			const plain = await laboratory.run({ data });
			const balanced = await laboratory.run({ data, fit: { classWeight: "balanced" } });
			return `one of eight classes with 3 training images: ${percent(plain.recall([5]))} of its held-out images are found at an accuracy of ${percent(plain.accuracy)}; balanced, ${percent(balanced.recall([5]))}`;
		},
	},
	OVERFIT: {
		async say({ run }) {
			const plain = await run({ fit: { epochs: 60 } });
			const less = await run({
				fit: { epochs: 60 },
				head: head({ dropout: 0.3 }, { ...hidden("relu"), kernelRegularizer: { l2: 0.0003 } }, { dropout: 0.5 }),
			});
			return `60 epochs: ${percent(plain.last("accuracy"))} on training images and ${percent(plain.accuracy)} held out; with dropout and an L2 penalty ${percent(less.last("accuracy"))} and ${percent(less.accuracy)}`;
		},
	},
	DEAD_UNITS: {
		async say({ run }) {
			const of = async (rate, activation = "relu") => {
				const each = await run({ head: head(hidden(activation)), fit: adam(rate) });
				return `${percent(each.layer(0)("constant") / 64)} of the units and an accuracy of ${percent(each.accuracy)}`;
			};
			return `Adam at 1.0: ${await of(1)}; at 0.003: ${await of(0.003)}`;
		},
	},
	SATURATED_UNITS: {
		async say({ run }) {
			const of = async (rate) => {
				const each = await run({ head: head(hidden("tanh")), fit: adam(rate) });
				return `${percent(each.layer(0)("saturated"))} of the values and an accuracy of ${percent(each.accuracy)}`;
			};
			return `a hidden layer in tanh, Adam at 0.3: ${await of(0.3)}; at 0.003: ${await of(0.003)}`;
		},
	},
	LAYER_NOT_MOVED: {
		async say({ run }) {
			const moved = async (activation) =>
				`${((await run({ head: two(activation), fit: adadelta })).layer(0)("moved") * 100).toPrecision(2)} %`;
			return `the first of two hidden layers with Adadelta at 1.0 moves by ${await moved("softmax")} of its size with softmax, by ${await moved("relu")} with relu`;
		},
	},
	WEIGHTS_EXPLODED: {
		async say({ run }) {
			const of = async (rate) => {
				const each = await run({ fit: adam(rate) });
				return `${each.layer(0)("moved").toPrecision(2)} times and ${percent(each.accuracy)}`;
			};
			return `how far a hidden layer moves relative to its size, and accuracy: Adam at 1.0 ${await of(1)}, at 0.003 ${await of(0.003)}`;
		},
	},
	LOSS_NOT_FINITE: {
		async say({ run }) {
			const each = await run({ fit: { ...optimizer("sgd", 1000), loss: "mse" }, head: outputs({ dense: "classes" }) });
			const ended = each.runs.filter(({ error }) => error !== null).length;
			return `SGD at 1000 on a squared error ends ${ended} of ${each.runs.length} runs with DIVERGED in the first epoch; at 0.05 accuracy is ${percent((await run({ fit: { ...optimizer("sgd", 0.05), loss: "mse" }, head: outputs({ dense: "classes" }) })).accuracy)}`;
		},
	},
	LOSS_AT_CHANCE: {
		async say({ run }) {
			const loss = async (activation) => (await run({ head: two(activation), fit: adadelta })).last("loss").toFixed(3);
			return `two hidden layers and Adadelta at 1.0: the training loss ends at ${await loss("softmax")} with softmax inside, and ln 8 is ${Math.log(8).toFixed(3)}; with relu at ${await loss("relu")}`;
		},
	},
	LOSS_JUMPED: {
		async say({ run }) {
			const of = async (rate) => {
				const each = await run({ fit: optimizer("sgd", rate, { momentum: 0.9 }) });
				const worst = each.of(({ epochs }) =>
					Math.max(...epochs.map(({ loss }, i) => loss / Math.min(loss, ...epochs.slice(0, i).map((before) => before.loss)))),
				);
				return `${worst.toFixed(1)} times the lowest before, and ${percent(each.accuracy)}`;
			};
			return `SGD with momentum 0.9: the highest training loss at 1.0 is ${await of(1)}; at 0.01 ${await of(0.01)}`;
		},
	},
	STILL_LEARNING: {
		async say({ run }) {
			const of = async (epochs) => percent((await run({ fit: { epochs } })).accuracy);
			return `5 epochs ${await of(5)}, 10 epochs ${await of(10)}, 20 epochs ${await of(20)}, 40 epochs ${await of(40)}`;
		},
	},
	KEPT_NOT_BEST: {
		async say({ run }) {
			const last = await run({ fit: { epochs: 60 } });
			const best = await run({ fit: { epochs: 60, earlyStopping: { monitor: "valAccuracy", patience: 60, restoreBest: true } } });
			return `of 60 epochs the last gives ${percent(last.accuracy)} and the best ${percent(best.accuracy)}, which is chosen by these same images and so a little too good`;
		},
	},
};
