"""
Features of photos as a Keras script would save them, right and with planted mistakes, for test/real/foreign-features.js:

    foreign-features.py PHOTOS WEIGHTS OUT

PHOTOS has a folder per class; WEIGHTS are SqueezeNet's (squeezenet_notop.h5). OUT gets one .npy per mistake, and right.npy: float32 (photos, 512) in the
order of flow_from_directory with shuffle=False.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"
photos, weights, out = (Path(each) for each in sys.argv[1:])

import keras
import numpy as np
import tensorflow as tf
from keras.applications.imagenet_utils import preprocess_input
from keras.layers import GlobalAveragePooling2D
from published import squeezenet

SIZE, BATCH, SEED = 96, 64, 3  # not the 128 px of small photos: a size at which every one is resized
base = squeezenet(weights, SIZE)
model = keras.Model(base.input, GlobalAveragePooling2D()(base.output))
files = sorted(photos.glob("*/*"))


def caffe(x):
    return preprocess_input(x.copy(), mode="caffe")


def features(prepare=caffe, interpolation="bilinear", augment=lambda x: x, order=files):
    rows = []
    for start in range(0, len(order), BATCH):
        loaded = [keras.utils.load_img(file, target_size=(SIZE, SIZE), interpolation=interpolation) for file in order[start : start + BATCH]]
        pixels = np.stack([augment(keras.utils.img_to_array(each)) for each in loaded])
        rows.append(model.predict_on_batch(prepare(pixels)))
    return np.concatenate(rows).astype(np.float32)


datagen = tf.keras.preprocessing.image.ImageDataGenerator(
    rotation_range=20, width_shift_range=0.1, height_shift_range=0.1, zoom_range=0.1, horizontal_flip=True
)
np.random.seed(SEED)
shuffled = [files[i] for i in np.random.permutation(len(files))]

made = dict(
    right=lambda: features(),
    order=lambda: features(order=shuffled),
    channels=lambda: features(lambda x: caffe(x[..., ::-1])),  # as cv2.imread gives them
    preprocess=lambda: features(lambda x: x / 255),
    resize=lambda: features(interpolation="nearest"),
    augmented=lambda: features(augment=datagen.random_transform),
)
for name, make in made.items():
    np.save(out / f"{name}.npy", make())
