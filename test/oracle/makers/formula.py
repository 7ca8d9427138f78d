"""Pixels and weights by formula, which the tests repeat (test/oracle/formula.ts): so whole networks are compared, and no weight is stored."""

import numpy as np


def pixels(height, width):
    """[height, width, 3] of uint8."""
    i = np.arange(height * width * 3, dtype=np.int64)
    return ((i * 7919 + 13 * (i // 7)) % 256).astype(np.uint8).reshape(height, width, 3)


def uniform(label, count):
    """Numbers between 0 and 1 that only depend on the label and their place: FNV-1a of the label, then MurmurHash3's finaliser."""
    seed = 2166136261
    for byte in label.encode():
        seed = ((seed ^ byte) * 16777619) % 2**32
    x = (np.arange(count, dtype=np.uint64) * 2654435761 + seed) % 2**32
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        x = ((x ^ (x >> np.uint64(shift))) * np.uint64(factor)) % 2**32
    return ((x ^ (x >> np.uint64(16))).astype(np.float64) + 0.5) / 2**32


def layer_weights(layer):
    """Of a layer without layers of its own, in the order of get_weights()."""
    kind, shapes = type(layer).__name__, [weight.shape for weight in layer.get_weights()]
    values = []
    for position, shape in enumerate(shapes):
        u = uniform(f"{layer.name}/{position}", int(np.prod(shape)))
        if kind == "BatchNormalization":
            # Factors and variances around 1, offsets and means around 0.
            value = u + 0.5 if position in (0, 3) else (u - 0.5) * 0.4
        elif position == 0:
            inputs = np.prod(shape[:-1] if kind != "DepthwiseConv2D" else shape[:2])
            # LeCun's, variance 1 / inputs. With He's twice of that, MobileNetV2's linear bottlenecks magnify every rounding: Keras itself is then 6e-5
            # away from double precision.
            value = (2 * u - 1) * np.sqrt(3 / inputs)
        else:
            value = (u - 0.5) * 0.2
        values.append(value.astype(np.float32).reshape(shape))
    return values


def fill(model, coarse=False):
    """Gives every layer its weights. Coarse ones are multiples of 1/64, which take little room in an archive."""
    for layer in model.layers:
        if layer.get_weights():
            values = layer_weights(layer)
            layer.set_weights([np.round(value * 64) / 64 for value in values] if coarse else values)
