"""Peers of fitting a head: dense 1024 sigmoid, dropout .5, dense 512 sigmoid, dropout .5, dense C softmax; Adadelta, learning rate 1.

    python head.py torch|keras ROWS DIM CLASSES BATCH EPOCHS

Prints one JSON line with the seconds of the best epoch after the first.
"""

import json
import os
import sys
import time

import numpy as np

CORES = int(os.environ.get("BENCH_CORES", "2"))


def data(rows, dim, classes):
    random = np.random.default_rng(7)
    return random.random((rows, dim), dtype=np.float32), random.integers(0, classes, rows)


def torch_head(rows, dim, classes, batch, epochs):
    import torch
    from torch import nn

    torch.set_num_threads(CORES)
    x, y = (torch.from_numpy(part) for part in data(rows, dim, classes))
    model = nn.Sequential(nn.Linear(dim, 1024), nn.Sigmoid(), nn.Dropout(0.5), nn.Linear(1024, 512), nn.Sigmoid(), nn.Dropout(0.5), nn.Linear(512, classes))
    optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0, rho=0.95, eps=1e-7)
    loss_of = nn.CrossEntropyLoss()
    spent = []
    for _ in range(epochs):
        began = time.perf_counter()
        order = torch.randperm(rows)
        for at in range(0, rows, batch):
            index = order[at : at + batch]
            optimizer.zero_grad(set_to_none=True)
            loss_of(model(x[index]), y[index]).backward()
            optimizer.step()
        spent.append(time.perf_counter() - began)
    return spent


def keras_head(rows, dim, classes, batch, epochs):
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(CORES)
    import keras

    x, y = data(rows, dim, classes)
    layers = keras.layers
    model = keras.Sequential([keras.Input((dim,)), layers.Dense(1024, "sigmoid"), layers.Dropout(0.5), layers.Dense(512, "sigmoid"), layers.Dropout(0.5), layers.Dense(classes, "softmax")])
    model.compile(keras.optimizers.Adadelta(1.0), "categorical_crossentropy", metrics=["accuracy"])
    spent = []

    class Clock(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.began = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            spent.append(time.perf_counter() - self.began)

    model.fit(x, keras.utils.to_categorical(y, classes), batch_size=batch, epochs=epochs, verbose=0, callbacks=[Clock()])
    return spent


if __name__ == "__main__":
    peer, *numbers = sys.argv[1:]
    spent = {"torch": torch_head, "keras": keras_head}[peer](*map(int, numbers))
    print(json.dumps({"peer": peer, "seconds": min(spent[1:])}))
