"""
Writes networks.json: what Keras 3 computes with each network of the catalogue, whole and at its published width, at several cuts and for sides even and
odd. Weights are a formula (formula.py); of an output every so many values are kept. And networks.zip: the MobileNets so narrow that their files are
small, as Keras 2 and Keras 3 write them, and the beginning of ResNet50; and the order in which Keras has the layers.
"""

import os
import tempfile
import zipfile
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import nets
import numpy as np
import tf_keras
from fixture import OUT, tensor, write
from formula import fill, pixels
from keras.applications.imagenet_utils import preprocess_input

SAMPLES = 256
# Name in the catalogue, maker, preprocessing, cuts (None: the last layer), sizes.
NETWORKS = [
    ("vgg16", nets.vgg16, "caffe", ["block1_conv2", None], [(48, 33)]),
    ("vgg19", nets.vgg19, "caffe", ["block2_pool", None], [(33, 48)]),
    ("resnet50", nets.resnet50, "caffe", ["conv1_conv", "conv2_block1_out", "conv3_block2_2_bn", None], [(48, 33)]),
    ("resnet50", nets.resnet50_old, "caffe", ["bn_conv1", "res3a_branch1", None], [(33, 48)]),
    ("mobilenet", nets.mobilenet, "tf", ["conv1_relu", "conv_dw_2_bn", "conv_pw_6_relu", None], [(64, 48), (33, 47)]),
    ("mobilenet_v2", nets.mobilenet_v2, "tf", ["expanded_conv_project_BN", "block_2_add", "block_6_depthwise_relu", "block_14_project_BN", None], [(64, 48), (33, 47)]),
    ("squeezenet", nets.squeezenet, "caffe", ["pool1", "fire3/concat", "fire5/expand3x3", None], [(48, 61)]),
]


def outputs(K, model, cuts, preprocess, size):
    """[h, w, c] at each cut; None is the last layer."""
    ends = [model.output if cut is None else model.get_layer(cut).output for cut in cuts]
    image = preprocess_input(pixels(*size)[None].astype("float32"), mode=preprocess)
    return [np.asarray(each)[0] for each in K.Model(model.input, ends).predict_on_batch(image)]


def sampled(values):
    """Every so many values: a step that shares no factor with the channels, so that every channel has its turn."""
    flat = values.ravel()
    step = max(1, flat.size // SAMPLES)
    while np.gcd(step, values.shape[-1]) != 1:
        step += 1
    return {"shape": list(values.shape), "step": step, "largest": float(np.abs(flat).max()), "values": tensor(flat[::step])}


def whole():
    for name, build, preprocess, cuts, sizes in NETWORKS:
        for size in sizes:
            K = tf_keras if build is nets.squeezenet else keras
            K.backend.clear_session()
            model = build(K, size)
            fill(model)
            for cut, values in zip(cuts, outputs(K, model, cuts, preprocess, size)):
                yield {"network": name, "graph": build.__name__, "size": size, "preprocess": preprocess, "cut": cut, **sampled(values)}


def orders():
    """Layers with weights in the order of model.layers, by which files that know no names count them."""
    for name, build, _, _, sizes in NETWORKS:
        tf_keras.backend.clear_session()
        model = build(tf_keras, sizes[0])
        yield {"network": name, "graph": build.__name__, "layers": [layer.name for layer in model.layers if layer.weights]}


def narrow():
    """(case, file, bytes) of each file; a whole model is read with its weights and as weights of the catalogue's network."""
    size, alpha = (40, 51), 1 / 16
    layouts = {
        "mobilenet": {tf_keras: ["h5", "weights.h5", "keras"], keras: ["h5", "weights.h5", "keras"]},
        "mobilenet_v2": {tf_keras: ["weights.h5"], keras: ["weights.h5"]},
    }
    cuts = {"mobilenet": ["conv_pw_4", None], "mobilenet_v2": ["block_5_add", None]}
    for name, dialects in layouts.items():
        for K, suffixes in dialects.items():
            K.backend.clear_session()
            model = getattr(nets, name)(K, size, alpha)
            fill(model, coarse=True)
            files = {}
            for suffix in suffixes:
                with tempfile.TemporaryDirectory() as folder:
                    path = f"{folder}/{name}.{suffix}"
                    (model.save_weights if suffix == "weights.h5" else model.save)(path)
                    files[f"{name}-{K.__name__}.{suffix}"] = Path(path).read_bytes()
            found = outputs(K, model, cuts[name], "tf", size)
            for cut, values in zip(cuts[name], found):
                yield {"network": name, "alpha": alpha, "size": size, "files": list(files), "cut": cut, "pooling": "none", **tensor(values)}, files


def beginning():
    """ResNet50 up to its first block, as tf_keras 2 writes weights without names: there the order of the layers decides."""
    size, cuts = (40, 51), ["conv2_block1_0_bn", "conv2_block1_out"]
    tf_keras.backend.clear_session()
    whole = nets.resnet50(tf_keras, size)
    model = tf_keras.Model(whole.input, whole.get_layer(cuts[1]).output)
    fill(model, coarse=True)
    with tempfile.TemporaryDirectory() as folder:
        model.save_weights(f"{folder}/resnet50.weights.h5")
        files = {"resnet50-tf_keras.weights.h5": Path(f"{folder}/resnet50.weights.h5").read_bytes()}
    for cut, values in zip(cuts, outputs(tf_keras, model, cuts, "caffe", size)):
        yield {"network": "resnet50", "alpha": 1, "size": size, "files": list(files), "cut": cut, "pooling": "max", **tensor(values.max((0, 1)))}, files


archive = zipfile.ZipFile(OUT / "networks.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9)
cases = []
for case, files in [*narrow(), *beginning()]:
    for name, data in files.items():
        if name not in archive.namelist():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    cases.append(case)
archive.close()
write("networks.json", dict(keras=keras.__version__, kerasTwo=tf_keras.__version__), whole=list(whole()), narrow=cases, orders=list(orders()))
