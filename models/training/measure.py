"""How well the alignment finds things on the photo set, without the rest of the pipeline: measure.py CACHE ENCODER WEIGHTS TOKENIZER

Pads and scales as core/compact/features.cpp does (32 patches along the longer side). Prints the share of phrases whose
alignment peak lies on the thing, the overlap at the best threshold (which needs the answer), and how well the peak's height tells
things that are there from things that are not (area under the curve). Only measures: nothing of the set is trained on.
"""
import json
import pathlib
import sys

import cv2
import numpy as np
import sentencepiece
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

import features
import model

SET = pathlib.Path(__file__).parents[2] / "tests/photoset"
PHOTOS = pathlib.Path.home() / ".cache/focal/photoset"


def read_photo(path):
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    scale = 32 * 14 / max(image.shape[:2])
    h, w = (max(1, round(s * scale)) for s in image.shape[:2])
    small = cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC).astype(np.float32) / 255
    padded = cv2.copyMakeBorder(small, 0, -h % 14, 0, -w % 14, cv2.BORDER_REFLECT)
    return torch.from_numpy(padded[..., ::-1].copy()).permute(2, 0, 1)[None], (w, h)


def photos(cache, encoder, photoset):
    saved = cache / "photos.pt"
    if saved.exists():
        return torch.load(saved, weights_only=False)
    net, out = features.encoder(encoder), {}
    with torch.inference_mode():
        for photo in photoset["photos"]:
            path = PHOTOS / (photo["id"] + pathlib.PurePosixPath(photo["path"]).suffix.lower())
            if path.exists():
                rgb, content = read_photo(path)
                out[photo["id"]] = (rgb, features.patches_of(net, rgb), content)
    torch.save(out, saved)
    return out


def truth_on(mask, grid, content, rows, columns):
    """Share of each patch that the annotated mask covers."""
    polygons = [np.round(np.array(p, np.float32).reshape(-1, 2) * np.array(content) / np.array(grid)).astype(np.int32)
                for p in mask["polygons"]]
    canvas = np.zeros((rows * 14, columns * 14), np.uint8)
    cv2.fillPoly(canvas, polygons, 1)
    return canvas.reshape(rows, 14, columns, 14).mean((1, 3))


def spread(patches, values):
    last = patches[0, :, 384:]
    unit = F.normalize(last - last.mean(0, True), dim=1)
    kernel = ((unit @ unit.t() - 1) / 0.2).exp()
    return (kernel / kernel.sum(1, True)) @ values


def area_under(present, absent):
    order = np.argsort(np.concatenate([present, absent]))
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    return (ranks[:len(present)].sum() - len(present) * (len(present) + 1) / 2) / (len(present) * len(absent))


def load(weights):
    net = model.Grounding()
    given = torch.load(weights, weights_only=False)["net"] if str(weights).endswith(".pt") else load_file(weights)
    vocabulary = given["text_encoder.tokens"].shape[0]
    net.text_encoder.tokens = torch.nn.Parameter(torch.zeros(vocabulary, model.WIDTH))
    net.load_state_dict({k: v.float() for k, v in given.items()}, strict=False)
    return net.eval(), vocabulary, "presence.fc1.weight" in given


def main(cache, encoder, weights, tokenizer):
    torch.set_num_threads(1)
    photoset = json.loads((SET / "photoset.json").read_text("utf8"))
    seen = photos(cache, encoder, photoset)
    net, vocabulary, has_presence = load(weights)
    pieces = sentencepiece.SentencePieceProcessor(model_file=tokenizer)
    masks = {m["id"]: m for m in photoset["masks"]}
    grids = {p["id"]: p["grid"] for p in photoset["photos"]}
    figures, heights, heads, rows_out = {}, {True: [], False: []}, {True: [], False: []}, []
    with torch.inference_mode():
        pictures = {k: net.read_picture(model.patch_colours(v[0]), (v[0].shape[2] // 14, v[0].shape[3] // 14), v[1])[:2] for k, v in seen.items()}
        for entry in photoset["phrases"] + photoset["absent"]:
            if entry["photo"] not in seen:
                continue
            rgb, patches, content = seen[entry["photo"]]
            ids = torch.tensor([[min(i + 1, vocabulary - 1) for i in pieces.encode(entry["text"].lower())][:model.MOST_TOKENS]])
            text, hidden, summary = net.read_text(ids)
            tokens, aligned = pictures[entry["photo"]]
            alignment = net.scaled(aligned[0] @ summary[0])
            _, presence, attention = net.search(None, None, tokens, alignment[None], torch.zeros(1, dtype=torch.long), text, hidden)
            smooth = spread(patches, alignment)
            there = "mask" in entry
            heights[there].append(float(alignment.topk(len(alignment) // 100 + 1).values.mean()))
            heads[there].append(float(presence))
            if not there:
                continue
            r, c = rgb.shape[2] // 14, rgb.shape[3] // 14
            truth = torch.from_numpy(truth_on(masks[entry["mask"]], grids[entry["photo"]], content, r, c).reshape(-1))
            best = max(float(((smooth > t) * (truth > 0.5)).sum() / ((smooth > t) | (truth > 0.5)).sum().clamp_min(1))
                       for t in np.quantile(smooth.numpy(), np.linspace(0.02, 0.995, 60)))
            late = sum(a.mean((0, 1, 2)) for a in attention[1:])
            found = {"peak": float(truth[alignment.argmax()] > 0.3), "smooth peak": float(truth[smooth.argmax()] > 0.3),
                     "late attention": float(truth[late.argmax()] > 0.3),
                     "early attention": float(truth[attention[0].mean((0, 1, 2)).argmax()] > 0.3), "best overlap": best}
            rows_out.append((entry["photo"], entry["text"], entry["category"], found))
            for group in ("all", entry["category"], entry["language"], "everyday" if entry["everyday"] else "uncommon"):
                figures.setdefault(group, []).append(found)
    for group, rows in sorted(figures.items()):
        print(f"{group:12}{len(rows):4}", {k: round(float(np.mean([r[k] for r in rows])), 3) for k in rows[0]})
    print("height: area under the curve", round(area_under(np.array(heights[True]), np.array(heights[False])), 3))
    if has_presence:
        print("presence: area under the curve", round(area_under(np.array(heads[True]), np.array(heads[False])), 3))
    return rows_out, heights, heads


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4])
