#!/usr/bin/env python3
"""Writes tests/data/weights/quantised.safetensors: random blocks of every quantised type and what they stand for.

Needs numpy, safetensors and gguf 0.19; fp8 also torch. For each type T two tensors: "T.stored" (U8, the bytes as a file
holds them) and "T.values" (F32, as gguf.quants.dequantize or torch computes them). The random bytes are any bytes, except
that the blocks' own F16 scales are finite.

    python3 tests/parity/make_quantised.py
"""
import pathlib

import gguf
import numpy as np
import torch
from safetensors.numpy import save_file

# type: where in a block its F16 numbers stand
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q2_K": [80, 82], "Q3_K": [108], "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}
ELEMENTS_PER_TYPE = 1024


def main() -> None:
    tensors = {}
    for seed, (name, halves) in enumerate(HALVES.items()):
        random = np.random.default_rng(seed)
        kind = gguf.GGMLQuantizationType[name]
        elements, size = gguf.GGML_QUANT_SIZES[kind]
        blocks = random.integers(0, 256, (ELEMENTS_PER_TYPE // elements, size), dtype=np.uint8)
        for at in halves:
            values = (random.standard_normal(len(blocks)) * 10.0 ** random.integers(-6, 3, len(blocks)))
            blocks[:, at:at + 2] = values.astype(np.float16).view(np.uint8).reshape(-1, 2)
        tensors[f"{name}.stored"] = blocks
        tensors[f"{name}.values"] = gguf.quants.dequantize(blocks, kind).astype(np.float32)
    every = torch.arange(256, dtype=torch.uint8)
    for name, kind in (("F8_E4M3", torch.float8_e4m3fn), ("F8_E5M2", torch.float8_e5m2)):
        tensors[f"{name}.stored"] = every.numpy()
        tensors[f"{name}.values"] = every.view(kind).float().numpy()
    target = pathlib.Path(__file__).parent.parent / "data" / "weights"
    target.mkdir(exist_ok=True)
    save_file(tensors, target / "quantised.safetensors")


if __name__ == "__main__":
    main()
