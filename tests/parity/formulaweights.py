"""Checkpoints that need not be stored: every weight follows from its name and place alone, here and in
tests/parity/formulaweights.h, to the bit.

    from formulaweights import fill, shapes_text
    fill(model)                                   # every parameter, by its name in state_dict()
    metadata = {"weights": shapes_text(model)}    # what the C++ tests need to make the same checkpoint
"""
import math

import numpy as np
import torch

MASK = (1 << 64) - 1


def fnv1a64(name):
    """64-bit FNV-1a over the UTF-8 bytes."""
    value = 0xcbf29ce484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001b3) & MASK
    return value


def uniform(name, count):
    """Odd multiples of 2^-24 between -1 and 1 out of SplitMix64, float32."""
    with np.errstate(over="ignore"):
        z = np.arange(count, dtype=np.uint64) + np.uint64(fnv1a64(name)) + np.uint64(0x9e3779b97f4a7c15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
        z = z ^ (z >> np.uint64(31))
    top = (z >> np.uint64(40)).astype(np.int64)
    return (2 * top + 1 - (1 << 24)).astype(np.float32) / np.float32(1 << 24)


def formula_range(name, shape):
    """(scale, offset): weights of layers keep the variance of their input, biases are small, and scales of norms
    (".weight" of one dimension, ".gamma") stand around 1."""
    if name.endswith(".gamma") or (len(shape) == 1 and name.endswith(".weight")):
        return np.float32(0.1), np.float32(1)
    if len(shape) <= 1 or sum(size > 1 for size in shape) <= 1:
        return np.float32(0.1), np.float32(0)
    return np.float32(math.sqrt(3.0 * shape[0] / math.prod(shape))), np.float32(0)


def formula_weight(name, shape):
    """The values of one tensor, float32."""
    scale, offset = formula_range(name, shape)
    return torch.from_numpy((uniform(name, math.prod(shape)) * scale + offset).reshape(shape))


def fill(model, rename=lambda name: name):
    """Sets every parameter. rename: from the module's name to the one that the checkpoint stores."""
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(formula_weight(rename(name), tuple(value.shape)))
    return model


def shapes_text(model, rename=lambda name: name):
    """"name 4 3 2" a line, for formulaShapes() of formulaweights.h."""
    return "\n".join(" ".join([rename(name), *map(str, value.shape)]) for name, value in model.named_parameters())
