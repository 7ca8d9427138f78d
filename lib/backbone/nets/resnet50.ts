import { NetBuilder, type NetLayer } from "./builder.ts";

/** ResNet50 v1 as tf.keras and Keras 3 build it (keras-applications 1.0.8 resnet_common.py L63-106): convN_blockM names, epsilon 1.001e-5. */
export function resnet50(): NetLayer[] {
	const net = new NetBuilder({ epsilon: 1.001e-5 });
	net.pad("conv1_pad", [3, 3]);
	net.conv("conv1_conv", 64, 7, { stride: 2, padding: "valid" });
	net.batchNorm("conv1_bn");
	net.relu("conv1_relu");
	net.pad("pool1_pad", [1, 1]);
	let x = net.maxPool("pool1_pool", 3, 2);
	for (const [stage, filters, blocks] of [
		[2, 64, 3],
		[3, 128, 4],
		[4, 256, 6],
		[5, 512, 3],
	] as const) {
		for (let block = 1; block <= blocks; block++) {
			const name = `conv${stage}_block${block}`;
			const stride = block === 1 && stage > 2 ? 2 : 1;
			let shortcut = x;
			if (block === 1) {
				net.conv(`${name}_0_conv`, 4 * filters, 1, { stride, padding: "valid" }, x);
				shortcut = net.batchNorm(`${name}_0_bn`);
			}
			net.conv(`${name}_1_conv`, filters, 1, { stride, padding: "valid" }, x);
			net.batchNorm(`${name}_1_bn`);
			net.relu(`${name}_1_relu`);
			net.conv(`${name}_2_conv`, filters, 3);
			net.batchNorm(`${name}_2_bn`);
			net.relu(`${name}_2_relu`);
			net.conv(`${name}_3_conv`, 4 * filters, 1, { padding: "valid" });
			const residual = net.batchNorm(`${name}_3_bn`);
			net.add(`${name}_add`, [shortcut, residual]);
			x = net.relu(`${name}_out`);
		}
	}
	return net.layers;
}

/** ResNet50 as Keras 2.0–2.2 built it (keras-applications 1.0.4 resnet50.py): res2a_branch2a names, epsilon 1e-3, no padding before the pool. */
export function resnet50Old(): NetLayer[] {
	const net = new NetBuilder();
	net.pad("conv1_pad", [3, 3]);
	net.conv("conv1", 64, 7, { stride: 2, padding: "valid" });
	net.batchNorm("bn_conv1");
	net.relu("activation_1");
	let x = net.maxPool("max_pooling2d_1", 3, 2);
	let activation = 1;
	for (const [stage, filters, blocks] of [
		[2, 64, 3],
		[3, 128, 4],
		[4, 256, 6],
		[5, 512, 3],
	] as const) {
		for (const block of "abcdef".slice(0, blocks)) {
			const stride = block === "a" && stage > 2 ? 2 : 1;
			const name = (branch: string) => `${stage}${block}_branch${branch}`;
			net.conv(`res${name("2a")}`, filters, 1, { stride, padding: "valid" }, x);
			net.batchNorm(`bn${name("2a")}`);
			net.relu(`activation_${++activation}`);
			net.conv(`res${name("2b")}`, filters, 3);
			net.batchNorm(`bn${name("2b")}`);
			net.relu(`activation_${++activation}`);
			net.conv(`res${name("2c")}`, 4 * filters, 1, { padding: "valid" });
			const residual = net.batchNorm(`bn${name("2c")}`);
			let shortcut = x;
			if (block === "a") {
				net.conv(`res${name("1")}`, 4 * filters, 1, { stride, padding: "valid" }, x);
				shortcut = net.batchNorm(`bn${name("1")}`);
			}
			net.add(`add_${stage}${block}`, [residual, shortcut]);
			x = net.relu(`activation_${++activation}`);
		}
	}
	return net.layers;
}
