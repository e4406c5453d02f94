"""Scenes with the frozen picture encoder's features, cached in shards: features.py CACHE ENCODER FIRST LAST

Shard N (CACHE/shards/N.pt) holds 64 scenes: rgb uint8 [64, 3, 252, 252], patches fp16 [64, 324, 768], and for each the parts
with their cover of the patches (uint8 [18, 18], 255 is all) and mask (bool [63, 63]). A shard that is there is not made again.
"""
import pathlib
import pickle
import sys

import cv2
import numpy as np
import torch
from safetensors.torch import load_file
from transformers import Dinov2Config, Dinov2Model

import scenes

GRID = scenes.SIDE // 14
PER_SHARD = 64
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def encoder(path):
    """DINOv2 ViT-S/14 out of the file that packaging/import_dinov2.py made."""
    net = Dinov2Model(Dinov2Config(hidden_size=384, num_hidden_layers=12, num_attention_heads=6, patch_size=14, image_size=518))
    tensors = load_file(path)
    wanted = net.state_dict()
    renamed = {}
    for name in wanted:
        old = name
        for new, was in (("attention.q_proj", "attention.attention.query"), ("attention.k_proj", "attention.attention.key"),
                         ("attention.v_proj", "attention.attention.value"), ("attention.o_proj", "attention.output.dense")):
            old = old.replace(new, was)
        if old in tensors or name in tensors:
            renamed[name] = tensors.get(name, tensors.get(old)).float().view(wanted[name].shape)
    missing = [n for n in wanted if n not in renamed and "mask_token" not in n]
    if missing:
        raise SystemExit(f"The encoder's file lacks {missing[:4]}; it has {sorted(tensors)[:6]}")
    net.load_state_dict(renamed, strict=False)
    return net.eval().requires_grad_(False)


def patches_of(net, rgb):
    """rgb [n, 3, h, w] 0..1 -> layer 8 and the last, both after the final norm: [n, patches, 768]"""
    out = net((rgb - MEAN).div(DEVIATION).to(net.dtype), output_hidden_states=True)
    return torch.cat([net.layernorm(out.hidden_states[8])[:, 1:], out.last_hidden_state[:, 1:]], -1).float()


def compact(part):
    mask = part["mask"]
    cover = mask.reshape(GRID, 14, GRID, 14).mean((1, 3))
    quarter = cv2.resize(mask.astype(np.float32), (63, 63), interpolation=cv2.INTER_AREA) > 0.5
    ys, xs = np.where(mask)
    return {**{k: part[k] for k in ("thing", "colour", "real", "kind")}, "cover": (cover * 255).astype(np.uint8), "mask": quarter,
            "centre": (float(xs.mean()) / scenes.SIDE, float(ys.mean()) / scenes.SIDE), "area": float(mask.mean())}


def main(cache, path, first, last):
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    stage = scenes.Stage(cache)
    net = encoder(path).to(torch.bfloat16)
    (cache / "shards").mkdir(exist_ok=True)
    for shard in range(first, last):
        out = cache / "shards" / f"{shard}.pt"
        if out.exists():
            continue
        made = [scenes.make(stage, shard * PER_SHARD + i) for i in range(PER_SHARD)]
        rgb = torch.from_numpy(np.stack([m[0] for m in made])).permute(0, 3, 1, 2).contiguous()
        with torch.inference_mode():
            patches = torch.cat([patches_of(net, rgb[i:i + 8].float() / 255).half() for i in range(0, PER_SHARD, 8)])
        torch.save((rgb, patches, [[compact(p) for p in m[1]] for m in made]), out.with_suffix(".part"))
        out.with_suffix(".part").rename(out)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
