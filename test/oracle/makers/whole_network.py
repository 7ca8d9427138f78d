"""
Writes one network of the catalogue as Keras saves it, at its published width and with the weights of formula.py, and whole.json: what Keras computes.

    whole_network.py FOLDER keras|tf_keras NAME [ALPHA]
"""

import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"

import importlib

import nets
import numpy as np
from fixture import OUT, tensor, write
from formula import fill, pixels

SIZE = (96, 81)
# One layer in the middle of each.
CUTS = {
    "vgg16": "block3_conv3",
    "vgg19": "block4_conv4",
    "resnet50": "conv4_block6_add",
    "resnet50_old": "bn4f_branch2c",
    "mobilenet": "conv_pw_6_relu",
    "mobilenet_v2": "block_6_depthwise_relu",
    "squeezenet": "pool5",
}

dialect, name, *alpha = sys.argv[2:]
K = importlib.import_module(dialect)
model = getattr(nets, name)(K, SIZE, *map(float, alpha))
fill(model)
model.save(OUT / "model.h5")
model.save(OUT / "model.keras")
model.save_weights(OUT / "only.weights.h5")

mode = "tf" if name.startswith("mobilenet") else "caffe"
image = importlib.import_module("keras.applications.imagenet_utils").preprocess_input(pixels(*SIZE)[None].astype("float32"), mode=mode)
ends = [model.get_layer(CUTS[name]).output, model.output]
outputs = K.Model(model.input, ends).predict_on_batch(image)
cases = [dict(cut=cut, **tensor(np.asarray(output)[0])) for cut, output in zip((CUTS[name], None), outputs)]
write("whole.json", dict(preprocess=mode, size=SIZE), cases=cases)
