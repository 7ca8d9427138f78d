"""
Writes folders.json: which class has which number, and in which order the files come, for folders with awkward names: as flow_from_directory of Keras 2
and Keras 3 and image_dataset_from_directory have them.
"""

import os
import tempfile
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tf_keras
from fixture import write
from keras.src.legacy.preprocessing.image import ImageDataGenerator
from PIL import Image

SETS = {
    "numbers": ["10/a.png", "2/a.png", "1/a.png", "02/a.png"],
    "letters": ["b/1.png", "B/1.png", "a/1.png", "A/1.png", "_/1.png", "ab/1.png", "a b/1.png", "a-b/1.png", "a.b/1.png", "Z/1.png"],
    "beyond ASCII": ["é/1.png", "e/1.png", "z/1.png", "日本/1.png", "ﬀ/1.png", "😀/1.png", "Ω/1.png", "İ/1.png"],
    "files": ["x/10.png", "x/2.png", "x/B.png", "x/a.png", "x/é.png", "y/1.PNG", "y/1.jpeg", "y/0.JPG"],
    "folders below": ["x/z.png", "x/a/1.png", "x/a.png", "x/b/c/2.png", "x/b/1.png", "y/1.png"],
}
ENDINGS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}


def draw(root, paths):
    for i, path in enumerate(paths):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((2, 2, 3), i, np.uint8)).save(file, ENDINGS[file.suffix.lower()])


def flow(generator, root):
    iterator = generator.flow_from_directory(str(root), target_size=(2, 2), shuffle=False)
    return dict(classes=list(iterator.class_indices), files=iterator.filenames)


def dataset(root):
    images = keras.utils.image_dataset_from_directory(str(root), image_size=(2, 2), shuffle=False, verbose=False)
    return dict(classes=images.class_names, files=[os.path.relpath(path, root) for path in images.file_paths])


def case(title, paths):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        draw(root, paths)
        two = flow(tf_keras.preprocessing.image.ImageDataGenerator(), root)
        three = flow(ImageDataGenerator(), root)
        return dict(title=title, paths=paths, flow_from_directory=three, keras2=two, image_dataset_from_directory=dataset(root))


write("folders.json", dict(keras=keras.__version__), cases=[case(*each) for each in SETS.items()])
