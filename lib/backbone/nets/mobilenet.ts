import { NetBuilder, type NetLayer } from "./builder.ts";

/** MobileNet v1 (Howard 2017; keras 3.15.1 mobilenet.py L192-234): depthwise and 1×1 convolutions, padding ((0,1),(0,1)) before stride 2. */
export function mobilenet(alpha: number): NetLayer[] {
	const net = new NetBuilder();
	const wide = (filters: number) => Math.trunc(filters * alpha);
	net.conv("conv1", wide(32), 3, { stride: 2, bias: false });
	net.batchNorm("conv1_bn");
	net.relu("conv1_relu", 6);
	const plan = [
		[64, 1],
		[128, 2],
		[128, 1],
		[256, 2],
		[256, 1],
		[512, 2],
		[512, 1],
		[512, 1],
		[512, 1],
		[512, 1],
		[512, 1],
		[1024, 2],
		[1024, 1],
	] as const;
	for (const [i, [filters, stride]] of plan.entries()) {
		const n = i + 1;
		if (stride === 2) {
			net.pad(`conv_pad_${n}`, [0, 1]);
		}
		net.depthwise(`conv_dw_${n}`, { stride, padding: stride === 1 ? "same" : "valid" });
		net.batchNorm(`conv_dw_${n}_bn`);
		net.relu(`conv_dw_${n}_relu`, 6);
		net.conv(`conv_pw_${n}`, wide(filters), 1, { bias: false });
		net.batchNorm(`conv_pw_${n}_bn`);
		net.relu(`conv_pw_${n}_relu`, 6);
	}
	return net.layers;
}

/** MobileNetV2 (Sandler 2018; keras 3.15.1 mobilenet_v2.py L255-477): inverted residuals; padding before stride 2 depends on whether the size is even. */
export function mobilenetV2(alpha: number, [height, width]: readonly [number, number]): NetLayer[] {
	const net = new NetBuilder();
	net.conv("Conv1", divisible(32 * alpha), 3, { stride: 2, bias: false });
	net.batchNorm("bn_Conv1");
	net.relu("Conv1_relu", 6);
	let size = [halved(height), halved(width)] as const;
	const plan = [
		[16, 1, 1],
		[24, 2, 2],
		[32, 3, 2],
		[64, 4, 2],
		[96, 3, 1],
		[160, 3, 2],
		[320, 1, 1],
	] as const;
	let channels = divisible(32 * alpha);
	let block = 0;
	let x = net.last;
	for (const [filters, repeats, firstStride] of plan) {
		for (let n = 0; n < repeats; n++) {
			const stride = n === 0 ? firstStride : 1;
			const prefix = block === 0 ? "expanded_conv_" : `block_${block}_`;
			const out = divisible(Math.trunc(filters * alpha));
			const entry = x;
			if (block > 0) {
				net.conv(`${prefix}expand`, 6 * channels, 1, { bias: false });
				net.batchNorm(`${prefix}expand_BN`);
				net.relu(`${prefix}expand_relu`, 6);
			}
			if (stride === 2) {
				net.pad(`${prefix}pad`, correctPad(size[0]), correctPad(size[1]));
				size = [halved(size[0]), halved(size[1])];
			}
			net.depthwise(`${prefix}depthwise`, { stride, padding: stride === 1 ? "same" : "valid" });
			net.batchNorm(`${prefix}depthwise_BN`);
			net.relu(`${prefix}depthwise_relu`, 6);
			net.conv(`${prefix}project`, out, 1, { bias: false });
			x = net.batchNorm(`${prefix}project_BN`);
			if (stride === 1 && channels === out) x = net.add(`${prefix}add`, [entry, x]);
			channels = out;
			block++;
		}
	}
	net.conv("Conv_1", alpha > 1 ? divisible(1280 * alpha) : 1280, 1, { bias: false });
	net.batchNorm("Conv_1_bn");
	net.relu("out_relu", 6);
	return net.layers;
}

/** Padding of one side before a 3×3 convolution of stride 2 (keras imagenet_utils.py, correct_pad). */
const correctPad = (size: number): readonly [number, number] => (size % 2 === 0 ? [0, 1] : [1, 1]);

const halved = (size: number): number => Math.ceil(size / 2);

/** To a multiple of 8, never losing more than a tenth (keras mobilenet_v2.py, _make_divisible). */
function divisible(value: number): number {
	const rounded = Math.max(8, Math.floor((value + 4) / 8) * 8);
	return rounded < 0.9 * value ? rounded + 8 : rounded;
}
