"""
Writes pixels.zip and pixels.json: small image files of many kinds, and the pixels that Keras' load_img and image_dataset_from_directory make of them.

The picture is that of resize.py. Where every pixel has to be the same, a digest is all that is stored; else the pixels are. From version 13 on, Pillow
does the passes of a resize in the order that is cheaper, and rounds to 8 bits between them: where that gives another value than rows first, as all
versions before did, pixels are stored.
"""

import base64
import hashlib
import os
import tempfile
import zipfile
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import PIL
import tensorflow as tf
from fixture import OUT, write
from keras.src.utils.image_utils import PIL_INTERPOLATION_METHODS
from PIL import Image

HEIGHT, WIDTH = 37, 52


def picture(height, width):
    """[height, width, 3] uint8: waves of every length, with hard edges."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return (((x * x * 3 + y * y * 5 + x * y * 7) // 16 + c * 85 + ((x * 37 ^ y * 91) & 63)) & 255).astype(np.uint8)


rgb = Image.fromarray(picture(HEIGHT, WIDTH))
alpha = Image.fromarray(picture(HEIGHT, WIDTH)[:, :, 1])
transparent = rgb.copy()
transparent.putalpha(alpha)
grey = rgb.convert("L")
exif = Image.Exif()
exif[0x0112] = 6
FILES = {
    "rgb.png": (rgb, {}),
    "grey.png": (grey, {}),
    "bits.png": (grey.convert("1"), {}),
    "palette.png": (rgb.quantize(40), {}),
    "alpha.png": (transparent, {}),
    "grey-alpha.png": (transparent.convert("LA"), {}),
    "whole.jpg": (rgb, dict(quality=90, subsampling=0)),
    "halved.jpg": (rgb, dict(quality=75, subsampling=2)),
    "half-across.jpg": (rgb, dict(quality=80, subsampling=1)),
    "progressive.jpg": (rgb, dict(quality=75, progressive=True)),
    "rough.jpg": (rgb, dict(quality=20)),
    "grey.jpg": (grey, dict(quality=85)),
    "turned.jpg": (rgb, dict(quality=90, exif=exif.tobytes())),
    "palette.gif": (rgb.quantize(40), {}),
    "lossless.webp": (rgb, dict(lossless=True)),
    "plain.tif": (rgb, {}),
}
SIZES = [(12, 17), (41, 60), (37, 20)]


def answer(pixels, exact):
    data = np.ascontiguousarray(pixels, np.uint8).tobytes()
    return {"sha256": hashlib.sha256(data).hexdigest()} if exact else {"pixels": base64.b64encode(data).decode()}


def rows_first(image, height, width, resample):
    return image.resize((width, image.height), resample).resize((width, height), resample)


def loaded(path):
    """load_img of a file as it is, and resized in every way."""
    plain = keras.utils.load_img(path)
    yield dict(size=list(plain.size[::-1]), interpolation=None, **answer(plain, True))
    if path.name not in ("rgb.png", "halved.jpg"):
        return
    for interpolation, resample in PIL_INTERPOLATION_METHODS.items():
        for size in SIZES:
            pixels = np.asarray(keras.utils.load_img(path, target_size=size, interpolation=interpolation))
            before = bool((np.asarray(rows_first(plain, *size, resample)) == pixels).all())
            yield dict(size=size, interpolation=interpolation, **answer(pixels, before))
    for size in ((12, 12), (30, 10)):
        pixels = keras.utils.load_img(path, target_size=size, interpolation="bilinear", keep_aspect_ratio=True)
        yield dict(size=size, interpolation="bilinear", fit="crop", **answer(pixels, False))


def dataset(folder):
    """
    image_dataset_from_directory of one image, resized by TensorFlow; its values are not whole numbers. From 52 to 17 pixels, the middle of pixel 8 falls on
    the edge between two: there TensorFlow's nearest and Pillow's (which adds up steps and their rounding) take different ones, so that is left out.
    """
    for interpolation in ("bilinear", "nearest"):
        for size, crop in ((SIZES[0], False), (SIZES[1], False), ((12, 12), True)):
            if (size, interpolation) == (SIZES[0], "nearest"):
                continue
            images = keras.utils.image_dataset_from_directory(
                folder, labels=None, image_size=size, interpolation=interpolation, crop_to_aspect_ratio=crop, shuffle=False, verbose=False
            )
            values = next(iter(images)).numpy()[0]
            yield dict(size=size, interpolation=interpolation, fit="crop" if crop else "stretch", **answer(np.floor(values + 0.5), False))


cases = []
with zipfile.ZipFile(OUT / "pixels.zip", "w", zipfile.ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as folder:
    for name, (image, options) in FILES.items():
        path = Path(folder) / name
        image.save(path, **options)
        archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), path.read_bytes())
        cases += [dict(file=name, by="load_img", **case) for case in loaded(path)]
    for name in ("rgb.png", "halved.jpg"):
        alone = Path(folder) / name.split(".")[0]
        alone.mkdir()
        (alone / name).write_bytes((Path(folder) / name).read_bytes())
        cases += [dict(file=name, by="image_dataset_from_directory", **case) for case in dataset(alone)]

write("pixels.json", dict(keras=keras.__version__, pillow=PIL.__version__, tensorflow=tf.__version__), cases=cases)
