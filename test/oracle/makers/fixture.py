"""How makers write: JSON with one case on a line, so that a fixture's difference in a commit shows the cases that changed."""

import base64
import json
import sys
from pathlib import Path

import numpy as np

OUT = Path(sys.argv[1])


def write(name, setting, **lists):
    """A file of settings and of lists of cases."""
    parts = [f'"setting": {json.dumps(setting)}']
    parts += [f'"{key}": [\n' + ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n]" for key, cases in lists.items()]
    (OUT / name).write_text("{" + ",\n".join(parts) + "}\n")


def digits(array, count=8):
    """Numbers with as many digits as a float32 can tell."""
    return [float(f"{value:.{count}g}") for value in np.asarray(array, dtype="float64").ravel()]


def tensor(array):
    """Shape and little-endian float32 in base64."""
    array = np.asarray(array, dtype="<f4")
    return {"shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}
