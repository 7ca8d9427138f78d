"""
Writes optimizers.json: ten steps of each optimiser from its zero state, with Keras 3's defaults and with every setting away from them.

The model is one linear layer of zeros under the mean squared error, so that a weight *is* what the optimiser has done so far: nothing of a formula
hides behind the digits of a starting value. The inputs' columns are scaled by powers of ten, so that gradients reach from 1 down to where each epsilon
counts. Keras computes in double precision here, so that what is compared is the formula and not its rounding.
"""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
from fixture import digits, write

keras.config.set_floatx("float64")

ROWS, CLASSES, STEPS = 4, 2, 10
SCALES = [1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5]
rng = np.random.default_rng(3)
# Rounded to float32, for that is what the tests can give to the engine.
x = (rng.normal(0, 1, (STEPS, ROWS, len(SCALES))) * SCALES).astype("float32")
labels = rng.integers(0, CLASSES, (STEPS, ROWS))

O = keras.optimizers
# As the job document writes them, and as Keras does. Learning rates that a job must give are Keras' own defaults here.
CASES = [
    (dict(name="sgd"), O.SGD()),
    (dict(name="sgd", learningRate=0.3, momentum=0.9), O.SGD(0.3, momentum=0.9)),
    (dict(name="sgd", learningRate=0.3, momentum=0.9, nesterov=True), O.SGD(0.3, momentum=0.9, nesterov=True)),
    (dict(name="adam"), O.Adam()),
    (dict(name="adam", learningRate=0.1, beta1=0.8, beta2=0.9, epsilon=1e-4), O.Adam(0.1, 0.8, 0.9, 1e-4)),
    (dict(name="adamw"), O.AdamW()),
    (dict(name="adamw", learningRate=0.1, weightDecay=0.2, beta1=0.7, beta2=0.95, epsilon=1e-5), O.AdamW(0.1, 0.2, 0.7, 0.95, 1e-5)),
    (dict(name="rmsprop"), O.RMSprop()),
    (dict(name="rmsprop", learningRate=0.1, rho=0.8, momentum=0.5, epsilon=1e-5), O.RMSprop(0.1, 0.8, 0.5, 1e-5)),
    (dict(name="rmsprop", learningRate=0.1, rho=0.8, epsilon=1e-4, centered=True), O.RMSprop(0.1, 0.8, epsilon=1e-4, centered=True)),
    (dict(name="rmsprop", learningRate=0.1, rho=0.7, momentum=0.4, epsilon=1e-4, centered=True), O.RMSprop(0.1, 0.7, 0.4, 1e-4, True)),
    (dict(name="adagrad", learningRate=0.001), O.Adagrad()),
    (dict(name="adagrad", learningRate=0.5, initialAccumulator=0.01, epsilon=1e-3), O.Adagrad(0.5, 0.01, 1e-3)),
    (dict(name="adadelta", learningRate=0.001), O.Adadelta()),
    (dict(name="adadelta", learningRate=1.0), O.Adadelta(1.0)),
    (dict(name="adadelta", learningRate=1.0, rho=0.8, epsilon=1e-6), O.Adadelta(1.0, 0.8, 1e-6)),
]


def case(ours, theirs):
    dense = keras.layers.Dense(CLASSES, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((len(SCALES),)), dense])
    model.compile(theirs, "mean_squared_error")
    losses, kernels, biases = [], [], []
    for step in range(STEPS):
        y = keras.utils.to_categorical(labels[step], CLASSES)
        model.reset_metrics()  # or the loss would be the mean of all steps so far
        losses.append(float(model.train_on_batch(x[step].astype("float64"), y)))
        kernel, bias = dense.get_weights()
        kernels.append(digits(kernel, 12))
        biases.append(digits(bias, 12))
    return dict(optimizer=ours, losses=digits(losses, 12), kernels=kernels, biases=biases)


write(
    "optimizers.json",
    dict(keras=keras.__version__, rows=ROWS, dim=len(SCALES), classes=CLASSES, steps=STEPS, x=digits(x, 9), labels=labels.ravel().tolist()),
    cases=[case(ours, theirs) for ours, theirs in CASES],
)
