#!/usr/bin/env python3
"""Makes tests/data/parity/qwen_pictures.safetensors: whole edits by diffusers' QwenImageEditPlusPipeline, in float.

    python3 make_reference_qwen_pictures.py FOLDER

FOLDER is what packaging/import_qwen_vocab.py wrote. The checkpoints are those of make_reference_qwen_{encoder,
transformer}.py; pictures are seen at AREA pixels. Prompts are encoded apart, with the three-dimensional positions that the
pipeline forgets to ask for. Quantised weights follow from formulas as well (quantised()), which the C++ test writes into
a GGUF file or an FP8 one. Needs what the encoder's reference needs, and gguf.
"""
import pathlib
import sys

import gguf
import numpy as np
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, QwenImageEditPlusPipeline
from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as published
from PIL import Image
from safetensors.torch import save_file

from formulaweights import formula_weight, uniform
from make_reference_qwen_encoder import picture, run, tiny_model
from make_reference_qwen_tokens import tokenizer_of
from make_reference_qwen_transformer import SCHEDULER, transformer, vae

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "parity"
AREA = 64 * 64
STEPS = 2
CASES = [  # name, 2511, weights, instruction, sizes of the pictures, size drawn, guidance, seed
    ("plain", False, "", "make it red", [(120, 90)], (96, 64), 1, 3),
    ("guided", False, "", "把红色的杯子换成蓝色", [(61, 103)], (64, 80), 4, 4),
    ("two", False, "", "Put the cup of Picture 2 on the table of Picture 1, 背景不变", [(120, 90), (60, 100)], (96, 64), 4, 5),
    ("three", True, "", "让图1的人穿上图2的衣服 beside Picture 3", [(120, 90), (60, 100), (97, 97)], (80, 64), 1, 6),
    ("adapter", False, "lora", "make it red", [(120, 90)], (64, 64), 1, 3),
    ("gguf", False, "gguf", "make it red", [(120, 90)], (64, 64), 1, 3),
    ("fp8", False, "fp8", "make it red", [(120, 90)], (64, 64), 1, 3),
]
ADAPTED = ["transformer_blocks.0.attn.to_q", "transformer_blocks.0.img_mod.1", "transformer_blocks.1.img_mlp.net.2"]
RANK, ALPHA, STRENGTH = 2, 4.0, 0.75


def formula_bytes(name, count):
    return np.minimum(((uniform(name + ".bytes", count) + 1) * 128).astype(np.int64), 255).astype(np.uint8)


def half_bytes(value):
    return np.array([value], np.float16).view(np.uint8)


def quantised(name, shape, kind):
    """The values of one layer's weight as a file of this kind holds it."""
    rows, columns = shape
    if kind == "fp8":
        stored = formula_bytes(name, rows * columns)
        stored[stored & 127 == 127] ^= 1  # those are no numbers
        return torch.from_numpy(stored).view(torch.float8_e4m3fn).float().reshape(shape) * torch.tensor(4.8e-4)
    if ".attn." in name:
        blocks = formula_bytes(name, rows * columns // 256 * 144).reshape(-1, 144)
        blocks[:, 0:2], blocks[:, 2:4] = half_bytes(3.47e-4), half_bytes(2.6e-3)
        values = gguf.quants.dequantize(blocks, gguf.GGMLQuantizationType.Q4_K)
    else:
        blocks = formula_bytes(name, rows * columns // 32 * 34).reshape(-1, 34)
        blocks[:, 0:2] = half_bytes(6e-4)
        values = gguf.quants.dequantize(blocks, gguf.GGMLQuantizationType.Q8_0)
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def changed(net, weights):
    with torch.no_grad():
        for name, value in net.named_parameters():
            if weights in ("gguf", "fp8") and name.startswith("transformer_blocks.") and value.dim() == 2:
                value.copy_(quantised(name, tuple(value.shape), weights))
            module = name.removesuffix(".weight")
            if weights == "lora" and module in ADAPTED:
                up = formula_weight(module + ".lora_up.weight", (value.shape[0], RANK))
                down = formula_weight(module + ".lora_down.weight", (RANK, value.shape[1]))
                value += STRENGTH * ALPHA / RANK * (up @ down)
    return net


def main(folder):
    torch.set_num_threads(1)
    published.VAE_IMAGE_SIZE = AREA
    tokenizer, encoder, coder = tokenizer_of(pathlib.Path(folder)), tiny_model(), vae()
    out, metadata = {}, {"area": str(AREA), "steps": str(STEPS), "cases": " ".join(case[0] for case in CASES)}
    for name, zero, weights, instruction, sizes, (width, height), guidance, seed in CASES:
        pipeline = QwenImageEditPlusPipeline(
            scheduler=FlowMatchEulerDiscreteScheduler(**SCHEDULER), vae=coder, text_encoder=None, tokenizer=None,
            processor=None, transformer=changed(transformer(zero), weights))
        pipeline.set_progress_bar_config(disable=True)
        embeddings = run(encoder, tokenizer, instruction, sizes)["prompt_embeds"]
        negative = run(encoder, tokenizer, " ", sizes)["prompt_embeds"] if guidance > 1 else None
        pictures = [Image.fromarray(picture(w, h, i)) for i, (w, h) in enumerate(sizes)]
        with torch.no_grad():
            drawn = pipeline(image=pictures, prompt_embeds=embeddings, negative_prompt_embeds=negative, height=height,
                             width=width, true_cfg_scale=float(guidance), num_inference_steps=STEPS,
                             generator=torch.Generator().manual_seed(seed)).images[0]
        out[name] = torch.from_numpy(np.array(drawn))
        assert out[name].shape == (height, width, 3)
        metadata |= {f"{name}.2511": str(int(zero)), f"{name}.weights": weights, f"{name}.instruction": instruction,
                     f"{name}.sizes": " ".join(f"{w}x{h}" for w, h in sizes), f"{name}.guidance": str(guidance),
                     f"{name}.seed": str(seed)}
        print(name, out[name].float().mean().item(), out[name].float().std().item())
    save_file(out, DATA / "qwen_pictures.safetensors", metadata)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
