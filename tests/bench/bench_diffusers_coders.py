#!/usr/bin/env python3
"""Picture coder and text encoder at their true width: diffusers, transformers and Focal in turn, on one checkpoint.

    python3 bench_diffusers_coders.py CHECKPOINT.safetensors build/release/bin/bench_coders [RUNS] [PART:SIZE...]

CHECKPOINT.safetensors (1.4 GB: the whole VAE, four blocks of the vision tower, two layers of the language model,
bfloat16) is written where it is missing. Parts are encode and decode (pixels a side), vision (patches a side) and language
(tokens). Prints medians and their ratio; norms of the outputs show that both computed the same.
"""
import math
import pathlib
import statistics
import subprocess
import sys
import time

import torch
from diffusers import AutoencoderKLQwenImage
from safetensors.torch import load_file, save_file
from transformers import Qwen2_5_VLConfig
from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VisionTransformerPretrainedModel, Qwen2_5_VLTextModel

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "parity"))
from formulaweights import formula_weight, uniform  # noqa: E402

TEXT = {"hidden_size": 3584, "intermediate_size": 18944, "num_hidden_layers": 2, "num_attention_heads": 28,
        "num_key_value_heads": 4, "vocab_size": 64, "rms_norm_eps": 1e-6, "max_position_embeddings": 32768,
        "pad_token_id": 0, "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]}}
VISION = {"depth": 4, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "out_hidden_size": 3584,
          "fullatt_block_indexes": [3], "window_size": 112, "patch_size": 14, "temporal_patch_size": 2,
          "spatial_merge_size": 2, "in_channels": 3, "hidden_act": "silu"}


def values(name, *shape):
    return torch.from_numpy(uniform(name, math.prod(shape)).reshape(shape).copy()).bfloat16()


def networks():
    """By the prefix of their names in the checkpoint. Built for real: their rotary tables are no parameters."""
    config = Qwen2_5_VLConfig(text_config=TEXT, vision_config=VISION, bos_token_id=0, eos_token_id=0)
    config._attn_implementation = "sdpa"
    for part in (config.text_config, config.vision_config):
        part._attn_implementation = "sdpa"
    return {"vae.": AutoencoderKLQwenImage(), "visual.": Qwen2_5_VisionTransformerPretrainedModel(config.vision_config),
            "model.": Qwen2_5_VLTextModel(config.text_config)}


def load(path):
    nets = networks()
    if not path.exists():
        save_file({prefix + name: formula_weight(prefix + name, tuple(value.shape)).bfloat16()
                   for prefix, net in nets.items() for name, value in net.named_parameters()}, path)
    stored = load_file(path)
    for prefix, net in nets.items():
        net.eval()
        parameters = {n: stored[prefix + n] for n, _ in net.named_parameters()}
        net.load_state_dict(parameters, strict=False, assign=True)
    return nets


def run(nets, part, size):
    if part == "encode":
        moments = nets["vae."].encode(values("pixels", 1, 3, 1, size, size)).latent_dist.mode().float()
        config = nets["vae."].config
        shape = (1, -1, 1, 1, 1)
        return (moments - torch.tensor(config.latents_mean).view(shape)) / torch.tensor(config.latents_std).view(shape)
    if part == "decode":
        config = nets["vae."].config
        shape = (1, -1, 1, 1, 1)
        latents = values("latents", 1, 16, 1, size // 8, size // 8).float()
        latents = latents * torch.tensor(config.latents_std).view(shape) + torch.tensor(config.latents_mean).view(shape)
        return nets["vae."].decode(latents.bfloat16(), return_dict=False)[0]
    if part == "vision":
        return nets["visual."](values("patches", size * size, 1176), torch.tensor([[1, size, size]])).pooler_output
    positions = torch.arange(size).view(1, 1, -1).repeat(3, 1, 1)
    return nets["model."](inputs_embeds=values("embeds", 1, size, 3584), position_ids=positions,
                          use_cache=False).last_hidden_state


def main(path, program, runs, cases):
    torch.set_num_threads(2)
    nets = load(pathlib.Path(path))
    focal = subprocess.Popen([program, "--serve", "--checkpoint", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True)
    print(f"{'part':>16} {'theirs s':>12} {'Focal s':>12} {'ratio':>7}   {'norms':>20}")
    for case in cases:
        part, size = case.split(":")
        theirs, ours = [], []
        for _ in range(runs):
            start = time.perf_counter()
            with torch.inference_mode():
                output = run(nets, part, int(size))
            theirs.append(time.perf_counter() - start)
            focal.stdin.write(f"{part} {size}\n")
            focal.stdin.flush()
            seconds, norm = map(float, focal.stdout.readline().split())
            ours.append(seconds)
        a, b = statistics.median(theirs), statistics.median(ours)
        print(f"{case:>16} {a:12.3f} {b:12.3f} {b / a:7.3f}   {output.float().norm():10.3f}{norm:10.3f}", flush=True)
    focal.stdin.close()
    focal.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 7,
         sys.argv[4:] or ["encode:1024", "decode:1024", "vision:56", "language:700"])
