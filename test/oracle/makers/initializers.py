"""
Writes initializers.json: how the values of each initialiser are spread, as quantiles of half a million that Keras 3 drew for a kernel [500, 1000].
The values themselves are not comparable: each framework has a generator of its own.
"""

import os

# On PyTorch, a truncated normal takes one of four draws and hopes that one lies within: four of a million do not.
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from fixture import digits, write

SHAPE = (500, 1000)
SHARES = [0, *(round(share / 200, 3) for share in range(1, 200)), 1]
NAMES = """zeros ones glorot_uniform glorot_normal he_uniform he_normal lecun_uniform lecun_normal random_uniform random_normal truncated_normal""".split()


def case(name):
    keras.utils.set_random_seed(7)
    values = np.asarray(keras.ops.convert_to_numpy(keras.initializers.get(name)(SHAPE)), "float64")
    return dict(name=name, mean=float(values.mean()), deviation=float(values.std()), quantiles=digits(np.quantile(values, SHARES)))


write("initializers.json", dict(keras=keras.__version__, shape=SHAPE, shares=SHARES), cases=[case(name) for name in NAMES])
