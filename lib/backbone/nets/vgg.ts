import { NetBuilder, type NetLayer } from "./builder.ts";

/** VGG16 and VGG19 (Simonyan & Zisserman 2014; keras-applications 1.0.8 vgg16.py L109-185, vgg19.py): 3×3 convolutions, `convs` per block. */
export function vgg(convs: readonly number[]): NetLayer[] {
	const net = new NetBuilder();
	for (const [i, count] of convs.entries()) {
		const filters = [64, 128, 256, 512, 512][i]!;
		for (let n = 1; n <= count; n++) net.conv(`block${i + 1}_conv${n}`, filters, 3, { activation: "relu" });
		net.maxPool(`block${i + 1}_pool`, 2, 2);
	}
	return net.layers;
}
