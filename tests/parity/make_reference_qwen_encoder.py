#!/usr/bin/env python3
"""Makes tests/data/parity/qwen_encoder.safetensors: a tiny Qwen2.5-VL run by transformers, stage by stage.

    python3 make_reference_qwen_encoder.py FOLDER

FOLDER is what packaging/import_qwen_vocab.py wrote. Weights, pictures and strings come from formulas that the C++ tests
compute as well (formulaweights.py, picture()); of large stages some 600 values are stored, of bytes a hash. Positions are
the three-dimensional ones of get_rope_index: the pipeline of diffusers 0.42 forgets to ask for them. Needs torch,
torchvision, transformers, diffusers, Pillow.
"""
import pathlib
import sys

import numpy as np
import torch
from diffusers.pipelines.qwenimage.pipeline_qwenimage_edit_plus import CONDITION_IMAGE_SIZE, calculate_dimensions
from PIL import Image
from safetensors.torch import save_file
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, Qwen2VLImageProcessor

from formulaweights import MASK, fill, shapes_text, uniform
from make_reference_qwen_tokens import tokenizer_of

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "parity"
SAMPLES = 600
DROPPED = 64
SYSTEM = ("Describe the key features of the input image (color, shape, size, texture, objects, background), then explain "
          "how the user's text instruction should alter or modify the image. Generate a new image that meets the user's "
          "requirements while maintaining consistency with the original input where appropriate.")
CASES = [  # name, instruction, sizes of the pictures (width, height)
    ("one", "make it red", [(331, 257)]),
    ("two", "把图1的红色T恤换成图2的蓝色", [(120, 90), (61, 103)]),
    ("three", "Put “轻盈透气” on the dress of Picture 2, 背景不变", [(640, 181), (97, 97), (45, 260)]),
    ("negative", " ", [(331, 257)]),
]
TEXT = {"hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 3, "num_attention_heads": 4,
        "num_key_value_heads": 2, "vocab_size": 152064, "rms_norm_eps": 1e-6, "max_position_embeddings": 4096,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]}}
VISION = {"depth": 4, "hidden_size": 64, "intermediate_size": 96, "num_heads": 4, "out_hidden_size": 64,
          "fullatt_block_indexes": [1, 3], "window_size": 112, "patch_size": 14, "temporal_patch_size": 2,
          "spatial_merge_size": 2, "in_channels": 3, "hidden_act": "silu"}


def published_name(name):
    return name.replace("model.visual.", "visual.").replace("model.language_model.", "model.")


def picture(width, height, number):
    """Slopes, edges and noise, uint8 [height, width, 3]. tests/core/qwen/encoderreference.h makes the same."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    noise = ((uniform(f"picture.{number}", height * width * 3).reshape(height, width, 3) + 1) * 24).astype(np.int64)
    return ((x * 3 + y * 2 + c * 40 + ((x // 16 + y // 16) % 2) * 90 + noise) % 256).astype(np.uint8)


def tiny_model(dtype=torch.float32):
    config = Qwen2_5_VLConfig(text_config=TEXT, vision_config=VISION, tie_word_embeddings=False)
    config._attn_implementation = "sdpa"
    model = Qwen2_5_VLForConditionalGeneration(config)
    del model.lm_head
    model.lm_head = torch.nn.Identity()
    return fill(model, published_name).to(dtype).eval()


def prompt_text(instruction, grids):
    marks = "".join(f"Picture {i + 1}: <|vision_start|>{'<|image_pad|>' * (int(g[1] * g[2]) // 4)}<|vision_end|>"
                    for i, g in enumerate(grids))
    return (f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{marks}{instruction}<|im_end|>\n"
            "<|im_start|>assistant\n")


def sampled(tensor):
    stride = max(1, tensor.numel() // SAMPLES) | 1
    return tensor.detach().float().flatten()[::stride].contiguous()


def hash_of(values):
    """64-bit FNV-1a over the bytes of a uint8 array, in hex."""
    value = 0xcbf29ce484222325
    for byte in values.tobytes():
        value = ((value ^ byte) * 0x100000001b3) & MASK
    return f"{value:016x}"


def pixel_bytes(values):
    """The bytes that were normalised, in the order of pixel_values."""
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073]).repeat_interleave(392)
    deviation = torch.tensor([0.26862954, 0.26130258, 0.27577711]).repeat_interleave(392)
    return (((values * deviation + mean) * 255).round()).to(torch.uint8).numpy()


def prepared(sizes):
    conditions = []
    for number, (width, height) in enumerate(sizes):
        source = Image.fromarray(picture(width, height, number))
        w, h = calculate_dimensions(CONDITION_IMAGE_SIZE, width / height)
        conditions.append(source.resize((int(w), int(h)), Image.Resampling.LANCZOS))
    processor = Qwen2VLImageProcessor(min_pixels=3136, max_pixels=12845056)
    assert "orchvision" in type(processor).__mro__[1].__name__
    inputs = processor(images=conditions, return_tensors="pt")
    return conditions, inputs["pixel_values"], inputs["image_grid_thw"]


def run(model, tokenizer, instruction, sizes):
    stages = {}
    conditions, pixels, grids = prepared(sizes)
    for number, condition in enumerate(conditions):
        stages[f"vl.cond.{number}"] = np.array(condition)
    stages["vl.pixel_values"], stages["vl.grid_thw"] = pixels, grids
    ids = torch.tensor([tokenizer(prompt_text(instruction, grids), add_special_tokens=False)["input_ids"]])
    kinds = (ids == 151655).int()
    positions, _ = model.model.get_rope_index(ids, mm_token_type_ids=kinds, image_grid_thw=grids)
    stages["input_ids"], stages["position_ids"] = ids[0], positions[:, 0]

    hooks = []
    def keep(module, name):
        def hook(_, __, output):
            stages[name] = output[0] if isinstance(output, tuple) else output
        hooks.append(module.register_forward_hook(hook))
    visual, language = model.model.visual, model.model.language_model
    keep(visual.patch_embed, "vision.patch_embed")
    for i, block in enumerate(visual.blocks):
        keep(block, f"vision.blocks.{i}")
    for i, layer in enumerate(language.layers):
        keep(layer, f"lm.layers.{i}")
    keep(language.norm, "lm.norm")
    def merged(_, __, output):
        stages["vision.merged"] = output.pooler_output if hasattr(output, "pooler_output") else output
    hooks.append(visual.register_forward_hook(merged))
    with torch.no_grad():
        hidden = model.model(input_ids=ids, pixel_values=pixels.to(model.dtype), image_grid_thw=grids,
                             position_ids=positions, output_hidden_states=True).hidden_states[-1]
    for hook in hooks:
        hook.remove()
    stages["prompt_embeds"] = hidden[:, DROPPED:]
    return stages


def relative(a, b):
    return ((a.float() - b.float()).norm() / b.float().norm()).item()


def main(folder):
    torch.set_num_threads(1)
    tokenizer = tokenizer_of(pathlib.Path(folder))
    exact, half = tiny_model(), tiny_model(torch.bfloat16)
    out, metadata = {}, {"weights": shapes_text(exact, published_name)}
    for name, instruction, sizes in CASES:
        stages = run(exact, tokenizer, instruction, sizes)
        metadata[f"{name}.instruction"] = instruction
        metadata[f"{name}.sizes"] = " ".join(f"{w}x{h}" for w, h in sizes)
        metadata[f"{name}.vl.pixels"] = hash_of(pixel_bytes(stages["vl.pixel_values"]))
        for key, value in stages.items():
            if isinstance(value, np.ndarray):
                metadata[f"{name}.{key}"] = hash_of(value)
                continue
            if name == "negative" and key.startswith("v"):
                continue  # the pictures of the first case
            whole = key in ("input_ids", "position_ids", "vl.grid_thw")
            out[f"{name}.{key}"] = value.float().contiguous() if whole else sampled(value)
        bf16 = run(half, tokenizer, instruction, sizes)
        out[f"{name}.bf16"] = torch.tensor([relative(bf16[key], stages[key])
                                            for key in ("vision.merged", "prompt_embeds")])
        print(name, stages["input_ids"].shape, "bf16", out[f"{name}.bf16"].tolist(), list(stages))
    save_file(out, DATA / "qwen_encoder.safetensors", metadata)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
