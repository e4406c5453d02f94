#!/usr/bin/env python3
"""Makes tests/data/parity/ppocr.safetensors from ONNX Runtime.

    python3 make_ocr_reference.py RAPIDOCR_WHEEL

Holds one rendered line of text (48 x 320, grey) and what the three networks of the wheel make of it and of formula();
of large outputs every STRIDE-th value. Needs onnxruntime, numpy, torch, safetensors, Pillow and Noto Sans CJK.
"""
import pathlib
import sys
import zipfile

import numpy as np
import onnxruntime
import torch
from PIL import Image, ImageDraw, ImageFont
from safetensors.torch import save_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
STRIDE = 17
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
MODELS = {"detection": "ch_PP-OCRv4_det_infer", "direction": "ch_ppocr_mobile_v2.0_cls_infer",
          "recognition": "ch_PP-OCRv4_rec_infer"}


def formula(shape, offset):
    index = np.arange(np.prod(shape), dtype=np.float64)
    return np.sin(0.7351 * index + 0.013 * (index % 613) + offset).astype(np.float32).reshape(shape)


def line():
    image = Image.new("L", (320, 48), 235)
    ImageDraw.Draw(image).text((8, 0), "轻盈透气 only $39.9", font=ImageFont.truetype(FONT, 30), fill=40)
    return np.asarray(image, dtype=np.float32)


def main():
    grey = line()
    values = np.repeat((grey / 127.5 - 1)[None, None], 3, axis=1)
    inputs = {"line": values, "formula": formula((1, 3, 64, 96), 0.5)}
    out = {"line": torch.from_numpy(grey)}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        for name, file in MODELS.items():
            model = wheel.read(f"rapidocr_onnxruntime/models/{file}.onnx")
            session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
            for kind, x in inputs.items():
                if kind == "line" and name == "detection":
                    x = np.pad(x, ((0, 0), (0, 0), (8, 8), (0, 0)), constant_values=235 / 127.5 - 1)
                if kind == "formula" and name == "recognition":
                    x = formula((1, 3, 48, 128), 0.5)
                y = session.run(None, {"x": x})[0]
                flat = torch.from_numpy(y).flatten()
                out[f"{name}.{kind}"] = (flat if flat.numel() <= 64 else flat[::STRIDE]).contiguous().clone()
    save_file(out, ROOT / "tests" / "data" / "parity" / "ppocr.safetensors")


if __name__ == "__main__":
    main()
