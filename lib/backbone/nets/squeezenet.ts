import { NetBuilder, type NetLayer } from "./builder.ts";

/** SqueezeNet 1.1 (Iandola 2016; rcmalli/keras-squeezenet squeezenet.py L21-91): fire modules, no batch normalisation, 'valid' pools. */
export function squeezenet(): NetLayer[] {
	const net = new NetBuilder();
	const fire = (n: number, squeeze: number, expand: number): void => {
		net.conv(`fire${n}/squeeze1x1`, squeeze, 1, { padding: "valid" });
		const squeezed = net.relu(`fire${n}/relu_squeeze1x1`);
		net.conv(`fire${n}/expand1x1`, expand, 1, { padding: "valid" }, squeezed);
		const left = net.relu(`fire${n}/relu_expand1x1`);
		net.conv(`fire${n}/expand3x3`, expand, 3, { padding: "same" }, squeezed);
		const right = net.relu(`fire${n}/relu_expand3x3`);
		net.concat(`fire${n}/concat`, [left, right]);
	};
	net.conv("conv1", 64, 3, { stride: 2, padding: "valid" });
	net.relu("relu_conv1");
	net.maxPool("pool1", 3, 2);
	fire(2, 16, 64);
	fire(3, 16, 64);
	net.maxPool("pool3", 3, 2);
	fire(4, 32, 128);
	fire(5, 32, 128);
	net.maxPool("pool5", 3, 2);
	fire(6, 48, 192);
	fire(7, 48, 192);
	fire(8, 64, 256);
	fire(9, 64, 256);
	return net.layers;
}
