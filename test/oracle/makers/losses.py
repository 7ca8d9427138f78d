"""
Writes losses.json: each loss behind each kind of output, row by row: what Keras 3 reports for a row, and the gradient of that by what comes before the
last activation. The rows reach from everyday outputs to saturated ones, where clipping decides.

Two backends answer. On TensorFlow, Keras takes the logits behind the last activation whatever it is: that is right for categorical cross-entropy behind a
softmax and for binary behind a sigmoid, and there TensorFlow is the oracle (losses stay exact where a probability is 0). For the other pairs it means
another activation than the one that was asked for, so there PyTorch is, which divides by the sum and clips, as the documentation says and as Keras 2 did.
In single precision, as everyone's is: what a clip at 1 − 1e-7 does to a probability of 1 is another number in double precision.
"""

import json
import os
import subprocess
import sys

BACKEND = os.environ.get("KERAS_BACKEND", "torch")
os.environ["KERAS_BACKEND"] = BACKEND

import keras
import numpy as np
from fixture import digits, write

CLASSES = 4
LOSSES = {"categorical_crossentropy": keras.losses.CategoricalCrossentropy, "binary_crossentropy": keras.losses.BinaryCrossentropy, "mse": keras.losses.MeanSquaredError}
OUTPUTS = ["softmax", "sigmoid", "relu", "tanh", "linear", "softplus"]
ON_LOGITS = [("categorical_crossentropy", "softmax"), ("binary_crossentropy", "sigmoid")]
rng = np.random.default_rng(9)
everyday = rng.normal(0, 2, (6, CLASSES))
saturated = np.array([[9, -9, 0, 3], [30, -30, 0, 1], [-12, -11, -13, -12], [-3, -1, -2, -4], [2, 2, 2, 2], [100, -100, 50, 0], [0, 0, 0, 0]])
z = np.concatenate([everyday, saturated]).astype("float32")
labels = np.concatenate([rng.integers(0, CLASSES, len(everyday)), [0, 0, 3, 1, 2, 1, 0]])


def with_gradient(function, row):
    """The loss of one row and its gradient by the row."""
    if BACKEND == "torch":
        import torch

        x = torch.tensor(row[None], requires_grad=True)
        value = function(x)
        value.backward()
        return value.item(), x.grad.numpy()
    import tensorflow as tf

    x = tf.Variable(row[None])
    with tf.GradientTape() as tape:
        value = function(x)
    return float(value), tape.gradient(value, x).numpy()


def case(loss, activation):
    """Losses and gradients are null where Keras itself gives no number."""
    model = keras.Sequential([keras.Input((CLASSES,)), keras.layers.Activation(activation)])
    losses, gradients = [], []
    for row, label in zip(z, labels):
        target = keras.utils.to_categorical([label], CLASSES)
        value, gradient = with_gradient(lambda x: LOSSES[loss]()(target, model(x, training=True)), row)
        whole = bool(np.isfinite(gradient).all() and np.isfinite(value))
        losses.append(digits([value])[0] if whole else None)
        gradients.append(digits(gradient) if whole else None)
    outputs = model.predict(z, verbose=0)
    right = keras.metrics.categorical_accuracy(keras.utils.to_categorical(labels, CLASSES), outputs)
    return dict(loss=loss, activation=activation, backend=BACKEND, losses=losses, gradients=gradients, outputs=digits(outputs), right=[int(each) for each in right])


if BACKEND == "torch":
    answer = subprocess.run([sys.executable, *sys.argv], env={**os.environ, "KERAS_BACKEND": "tensorflow"}, stdout=subprocess.PIPE, check=True)
    on_logits = json.loads(answer.stdout)
    others = [case(loss, activation) for loss in LOSSES for activation in OUTPUTS if (loss, activation) not in ON_LOGITS]
    write("losses.json", dict(keras=keras.__version__, classes=CLASSES, z=z.tolist(), labels=labels.tolist()), cases=[*on_logits, *others])
else:
    print(json.dumps([case(*pair) for pair in ON_LOGITS]))
