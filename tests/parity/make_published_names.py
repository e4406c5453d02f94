#!/usr/bin/env python3
"""Writes tests/data/weights/published.txt: names and shapes of all tensors of small models, as the libraries make them.

Needs diffusers and transformers. One tensor a line: part, name, dimensions. The text encoder has the names of published
files (visual., model.), which transformers renames while it reads them.

    python3 tests/parity/make_published_names.py
"""
import pathlib

import torch
from diffusers import AutoencoderKLQwenImage, QwenImageTransformer2DModel
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

TEXT = dict(hidden_size=256, intermediate_size=320, num_hidden_layers=3, num_attention_heads=2, num_key_value_heads=1,
            vocab_size=512, rope_scaling={"type": "default", "mrope_section": [16, 24, 24]})
VISION = dict(depth=4, hidden_size=64, intermediate_size=96, num_heads=4, out_hidden_size=256,
              fullatt_block_indexes=[1, 3])


def main() -> None:
    with torch.device("meta"):
        parts = {
            "transformer": QwenImageTransformer2DModel(num_layers=2, num_attention_heads=2, attention_head_dim=128,
                                                       joint_attention_dim=256),
            "text_encoder": Qwen2_5_VLForConditionalGeneration(
                Qwen2_5_VLConfig(text_config=TEXT, vision_config=VISION)),
            "vae": AutoencoderKLQwenImage(base_dim=16),
        }
    lines = []
    for part, model in parts.items():
        for name, tensor in model.state_dict().items():
            name = name.replace("model.language_model.", "model.").replace("model.visual.", "visual.")
            lines.append(" ".join([part, name, *map(str, tensor.shape)]))
    target = pathlib.Path(__file__).parent.parent / "data" / "weights" / "published.txt"
    target.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
