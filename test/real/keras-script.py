"""
The question's two methods as a Keras user writes them, on Keras 3 and TensorFlow, for test/real/keras-script.js:

    keras-script.py PHOTOS WEIGHTS OUT

PHOTOS holds train/ and valid1/ with a folder per class; WEIGHTS are SqueezeNet's (squeezenet_notop.h5). Into OUT go the backbone as Keras saves it
(backbone.keras), method 1's features (train.f32, valid1.f32) and keras.json: the files in their order, the curves of five seeds, seconds.
"""

import json
import os
import random
import sys
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"
photos, weights, out = (Path(each) for each in sys.argv[1:])

import keras
import numpy as np
import tensorflow as tf
from keras.applications.imagenet_utils import preprocess_input
from keras.layers import Dense, Dropout, GlobalAveragePooling2D
from published import squeezenet

IMSIZE, BATCH, EPOCHS, SEEDS, EPOCHS_2 = 112, 32, 10, [1, 2, 3, 4, 5], 2
seconds = {}


def timed(name, work):
    began = time.perf_counter()
    result = work()
    seconds[name] = time.perf_counter() - began
    return result


def generator(part, shuffle):
    datagen = tf.keras.preprocessing.image.ImageDataGenerator(preprocessing_function=lambda x: preprocess_input(x, mode="caffe"))
    return datagen.flow_from_directory(photos / part, target_size=(IMSIZE, IMSIZE), batch_size=BATCH, class_mode="categorical", shuffle=shuffle)


def head(inputs, x, activation, rate):
    x = Dropout(rate)(Dense(1024, activation=activation)(x))
    x = Dropout(rate)(Dense(512, activation=activation)(x))
    model = keras.Model(inputs, Dense(classes, activation="softmax")(x))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adadelta(1.0), metrics=["accuracy"])
    return model


def curves(history):
    keys = {"loss": "loss", "accuracy": "accuracy", "valLoss": "val_loss", "valAccuracy": "val_accuracy"}
    return {ours: [float(value) for value in history[theirs]] for ours, theirs in keys.items()}


base = squeezenet(weights, IMSIZE)
base.save(out / "backbone.keras")
base.trainable = False
pooled = keras.Model(base.input, GlobalAveragePooling2D()(base.output))
parts = {part: generator(part, shuffle=False) for part in ("train", "valid1")}
classes = len(parts["train"].class_indices)

# Method 1: features once, then a head on them.
features = {part: timed(f"features of {part}", lambda part=part: pooled.predict(parts[part], verbose=0)) for part in parts}
for part, values in features.items():
    (out / f"{part}.f32").write_bytes(np.ascontiguousarray(values, "<f4").tobytes())
labels = {part: keras.utils.to_categorical(parts[part].classes, classes) for part in parts}


def method_1(seed):
    # Not keras.utils.set_random_seed: it seeds TensorFlow as well, and then fit(shuffle=True) shuffles once and takes the same batches in every epoch.
    # Python's own generator is what initialisers and dropout draw their seeds from.
    random.seed(seed)
    row = keras.Input((features["train"].shape[1],))
    model = head(row, row, "sigmoid", 0.5)
    return model.fit(features["train"], labels["train"], batch_size=BATCH, epochs=EPOCHS, validation_data=(features["valid1"], labels["valid1"]), verbose=0).history


first = [curves(timed(f"method 1, seed {seed}", lambda seed=seed: method_1(seed))) for seed in SEEDS]


# Method 2: head and frozen backbone as one network, fed by generators. An epoch is one pass.
def method_2():
    random.seed(1)
    model = head(pooled.input, pooled.output, "softmax", 0.4)
    return model.fit(generator("train", shuffle=True), epochs=EPOCHS_2, validation_data=generator("valid1", shuffle=False), verbose=0).history


second = curves(timed("method 2", method_2))

written = dict(
    keras=keras.__version__,
    size=IMSIZE,
    batch=BATCH,
    epochs=EPOCHS,
    epochs2=EPOCHS_2,
    dim=features["train"].shape[1],
    classes=list(parts["train"].class_indices),
    files={part: parts[part].filenames for part in parts},
    method1=first,
    method2=second,
    seconds=seconds,
)
(out / "keras.json").write_text(json.dumps(written))
