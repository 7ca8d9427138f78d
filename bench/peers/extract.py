"""Peers of feature extraction: the best simple form of each, JPEG files in, one .npy of pooled features out.

    python extract.py torch|keras NETWORK FILES.txt OUT.npy

Prints one JSON line: {"peer", "network", "images", "seconds", "rate"}. Starting, loading the model and a first warm batch are
not counted, for nobody. Both cores are used: by the library's own threads and, for PyTorch, by loader processes.
"""

import json
import os
import sys
import time

import numpy as np

CORES = int(os.environ.get("BENCH_CORES", "2"))
SIZE = 224


def torch_extract(network, files, out):
    import torch
    import torchvision
    from PIL import Image
    from torch import nn
    from torch.utils.data import DataLoader, Dataset

    torch.set_num_threads(CORES)
    models = {
        "vgg16": lambda: torchvision.models.vgg16().features,
        "resnet50": lambda: nn.Sequential(*list(torchvision.models.resnet50().children())[:-2]),
        "mobilenet_v2": lambda: torchvision.models.mobilenet_v2().features,
        "squeezenet": lambda: torchvision.models.squeezenet1_1().features,
    }
    model = nn.Sequential(models[network](), nn.AdaptiveAvgPool2d(1), nn.Flatten()).eval()

    class Photos(Dataset):
        def __init__(self, paths):
            self.paths = paths

        def __len__(self):
            return len(self.paths)

        def __getitem__(self, i):
            image = Image.open(self.paths[i]).convert("RGB").resize((SIZE, SIZE), Image.BILINEAR)
            return torch.from_numpy(np.array(image)).permute(2, 0, 1)

    def run(paths, model, layout, workers, batch):
        loader = DataLoader(Photos(paths), batch_size=batch, num_workers=workers)
        with torch.inference_mode():
            rows = [model((x.float() / 127.5 - 1).to(memory_format=layout)) for x in loader]
        return torch.cat(rows).numpy()

    # The faster of the two memory layouts, with and without a loader process, is the peer.
    best = None
    probe = files[: max(16, min(64, len(files) // 4))]
    for layout in (torch.contiguous_format, torch.channels_last):
        model = model.to(memory_format=layout)
        for workers in (0, 1):
            run(probe[:16], model, layout, workers, 16)
            began = time.perf_counter()
            run(probe, model, layout, workers, 16)
            spent = time.perf_counter() - began
            if best is None or spent < best[0]:
                best = (spent, layout, workers)
    _, layout, workers = best
    model = model.to(memory_format=layout)
    run(files[:16], model, layout, workers, 16)
    began = time.perf_counter()
    np.save(out, run(files, model, layout, workers, 16))
    return time.perf_counter() - began


def keras_extract(network, files, out):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(CORES)
    import keras

    def squeezenet(include_top, weights, input_shape, pooling):
        x = inputs = keras.Input(input_shape)
        layers = keras.layers
        x = layers.Conv2D(64, 3, 2, activation="relu")(x)
        x = layers.MaxPooling2D(3, 2)(x)
        for squeeze, expand, pool in [(16, 64, 0), (16, 64, 1), (32, 128, 0), (32, 128, 1), (48, 192, 0), (48, 192, 0), (64, 256, 0), (64, 256, 0)]:
            s = layers.Conv2D(squeeze, 1, activation="relu")(x)
            x = layers.Concatenate()([layers.Conv2D(expand, 1, activation="relu")(s), layers.Conv2D(expand, 3, padding="same", activation="relu")(s)])
            if pool:
                x = layers.MaxPooling2D(3, 2)(x)
        return keras.Model(inputs, layers.GlobalAveragePooling2D()(x))

    build = {
        "vgg16": keras.applications.VGG16,
        "resnet50": keras.applications.ResNet50,
        "mobilenet_v2": keras.applications.MobileNetV2,
        "squeezenet": squeezenet,
    }[network]
    model = build(include_top=False, weights=None, input_shape=(SIZE, SIZE, 3), pooling="avg")

    def load(path):
        image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
        return tf.image.resize(image, (SIZE, SIZE)) / 127.5 - 1.0

    def run(paths):
        data = tf.data.Dataset.from_tensor_slices(paths).map(load, num_parallel_calls=CORES).batch(32).prefetch(2)
        return model.predict(data, verbose=0)

    run(files[:32])
    began = time.perf_counter()
    np.save(out, run(files))
    return time.perf_counter() - began


if __name__ == "__main__":
    peer, network, listing, out = sys.argv[1:]
    with open(listing) as lines:
        files = lines.read().split("\n")
    seconds = {"torch": torch_extract, "keras": keras_extract}[peer](network, files, out)
    print(json.dumps({"peer": peer, "network": network, "images": len(files), "seconds": seconds, "rate": len(files) / seconds}))
