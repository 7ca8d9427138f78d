"""SqueezeNet with its published weights in Keras 3, for the scripts of this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "oracle" / "makers"))

import h5py
import keras
import nets
import numpy as np


def squeezenet(weights, size):
    """Layer by layer: the file's names of weights say nothing, their order does."""
    model = nets.squeezenet(keras, (size, size))
    with h5py.File(weights) as file:
        for layer in model.layers:
            stored = file[layer.name.replace("_", "/", 1) if layer.name.startswith("fire") else layer.name] if layer.get_weights() else None
            if stored is not None:
                layer.set_weights([np.array(stored[name]) for name in stored.attrs["weight_names"]])
    return model
