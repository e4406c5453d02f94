#!/usr/bin/env python3
"""Writes a model of Qwen-Image-Edit's true size with random weights, for measuring: never run by CI.

    python3 tests/parity/make_synthetic_checkpoint.py OUT [--blocks N] [--type bf16|q4_k] [--seed S] [--whole] [--lean]

bf16 writes a diffusers folder (shards of at most 8 GB and their index: 41 GB at 60 blocks), q4_k one GGUF file (12 GB).
--whole adds the text encoder (15.5 GB: without lm_head, which no edit needs), the VAE and the scheduler to the folder; a
tokenizer is to be linked to OUT/tokenizer. --lean leaves holes where the weights of the modulation layers would be,
so that 13.6 GB less are written: a run reads them once before its first step, and their biases make up for them.
Shapes are those of the published model. Linear weights are normal numbers of deviation 0.02, norms are 1, biases 0; Q4_K
blocks are random nibbles under small scales, so that activations stay finite either way. Blocks share one random pool
at different offsets: drawing 20 billion numbers would take an hour, and nothing measures their independence.
Memory: one tensor. Needs numpy; --whole torch, diffusers and transformers; q4_k gguf.
"""
import argparse
import json
import pathlib
import struct

import numpy as np

WIDTH, JOINT, HEAD = 3072, 3584, 128
SHARD_BYTES = 8_000_000_000


def linear(name, out, into):
    return [(f"{name}.weight", (out, into)), (f"{name}.bias", (out,))]


def shapes(blocks):
    tensors = linear("img_in", WIDTH, 64) + linear("txt_in", WIDTH, JOINT) + [("txt_norm.weight", (JOINT,))]
    tensors += linear("time_text_embed.timestep_embedder.linear_1", WIDTH, 256)
    tensors += linear("time_text_embed.timestep_embedder.linear_2", WIDTH, WIDTH)
    tensors += linear("norm_out.linear", 2 * WIDTH, WIDTH) + linear("proj_out", 64, WIDTH)
    for i in range(blocks):
        block = f"transformer_blocks.{i}."
        for stream in ("img", "txt"):
            tensors += linear(f"{block}{stream}_mod.1", 6 * WIDTH, WIDTH)
            tensors += linear(f"{block}{stream}_mlp.net.0.proj", 4 * WIDTH, WIDTH)
            tensors += linear(f"{block}{stream}_mlp.net.2", WIDTH, 4 * WIDTH)
        for name in ("to_q", "to_k", "to_v", "add_q_proj", "add_k_proj", "add_v_proj", "to_out.0", "to_add_out"):
            tensors += linear(f"{block}attn.{name}", WIDTH, WIDTH)
        tensors += [(f"{block}attn.{name}.weight", (HEAD,)) for name in ("norm_q", "norm_k", "norm_added_q", "norm_added_k")]
    return tensors


class Pool:
    """Random numbers to be cut from: bf16 bits, or blocks of Q4_K."""

    def __init__(self, seed, kind):
        random = np.random.default_rng(seed)
        self.random = random
        if kind == "bf16":
            values = random.standard_normal(1 << 25, dtype=np.float32) * np.float32(0.02)
            self.items = (values.view(np.uint32) >> 16).astype(np.uint16)
        else:
            self.items = random.integers(0, 256, (1 << 18, 144), dtype=np.uint8)
            # d such that (d * scale) * nibble has a deviation of 0.02 or so; m centres it.
            self.items[:, 0:2] = np.full((1 << 18, 1), 1.3e-4, np.float16).view(np.uint8)
            self.items[:, 2:4] = np.full((1 << 18, 1), 9.75e-4, np.float16).view(np.uint8)

    def take(self, count):
        start = int(self.random.integers(0, len(self.items)))
        pieces, at = [], start
        while count > 0:
            piece = self.items[at:at + count]
            pieces.append(piece)
            count -= len(piece)
            at = 0
        return np.concatenate(pieces)


def plain(name, shape, dtype):
    """Norms are 1, biases 0, but for those of the modulation, whose gates would else be shut."""
    value = 1.0 if ("norm" in name or "ln_q" in name) and name.endswith("weight") or name.endswith("gamma") else 0.0
    return np.full(shape, 0.1 if "_mod.1." in name else value, np.float32).astype(dtype)


def sharded(tensors):
    shards, size = [[]], 0
    for name, shape in tensors:
        bytes_ = 2 * int(np.prod(shape))
        if size + bytes_ > SHARD_BYTES:
            shards.append([])
            size = 0
        shards[-1].append((name, shape, bytes_))
        size += bytes_
    return shards


def write_part(target, stem, tensors, pool, is_hole=lambda name: False):
    """One folder of a model in bf16, as diffusers and transformers save it."""
    target.mkdir(parents=True)
    shards = sharded(tensors)
    index = {"metadata": {"total_size": sum(b for s in shards for _, _, b in s)}, "weight_map": {}}
    for number, shard in enumerate(shards, 1):
        file = f"{stem}-{number:05}-of-{len(shards):05}.safetensors" if len(shards) > 1 else f"{stem}.safetensors"
        header, at = {}, 0
        for name, shape, bytes_ in shard:
            header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, at + bytes_]}
            at += bytes_
            index["weight_map"][name] = file
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with open(target / file, "wb") as out:
            out.write(struct.pack("<Q", len(text)) + text)
            for name, shape, bytes_ in shard:
                if is_hole(name):
                    out.seek(bytes_, 1)
                elif len(shape) >= 2 and not name.endswith("gamma"):
                    out.write(pool.take(int(np.prod(shape))).tobytes())
                else:
                    out.write((plain(name, shape, np.float32).view(np.uint32) >> 16).astype(np.uint16).tobytes())
            out.truncate(8 + len(text) + at)
    if len(shards) > 1:
        (target / f"{stem}.safetensors.index.json").write_text(json.dumps(index))


def write_bf16(folder, tensors, pool, lean):
    write_part(folder / "transformer", "diffusion_pytorch_model", tensors, pool,
               lambda name: lean and name.endswith("_mod.1.weight"))
    blocks = 1 + max(int(n.split(".")[1]) for n, _ in tensors if n.startswith("transformer_blocks."))
    (folder / "transformer/config.json").write_text(json.dumps({
        "_class_name": "QwenImageTransformer2DModel", "patch_size": 2, "in_channels": 64, "out_channels": 16,
        "num_layers": blocks, "attention_head_dim": HEAD, "num_attention_heads": WIDTH // HEAD,
        "joint_attention_dim": JOINT, "guidance_embeds": False, "axes_dims_rope": [16, 56, 56]}))
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "QwenImageEditPlusPipeline"}))


TEXT = {"hidden_size": JOINT, "intermediate_size": 18944, "num_hidden_layers": 28, "num_attention_heads": 28,
        "num_key_value_heads": 4, "vocab_size": 152064, "rms_norm_eps": 1e-6, "max_position_embeddings": 128000,
        "rope_theta": 1e6, "rope_scaling": {"type": "default", "mrope_section": [16, 24, 24]}}
VISION = {"depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "out_hidden_size": JOINT,
          "fullatt_block_indexes": [7, 15, 23, 31], "window_size": 112, "patch_size": 14, "temporal_patch_size": 2,
          "spatial_merge_size": 2, "in_chans": 3}
SCHEDULER = {"_class_name": "FlowMatchEulerDiscreteScheduler", "base_image_seq_len": 256, "base_shift": 0.5,
             "max_image_seq_len": 8192, "max_shift": 0.9, "num_train_timesteps": 1000, "shift": 1.0,
             "shift_terminal": 0.02, "time_shift_type": "exponential", "use_dynamic_shifting": True}


def encoder_shapes():
    layer = linear("self_attn.q_proj", JOINT, JOINT) + linear("self_attn.k_proj", 512, JOINT)
    layer += linear("self_attn.v_proj", 512, JOINT) + [("self_attn.o_proj.weight", (JOINT, JOINT))]
    layer += [("mlp.gate_proj.weight", (18944, JOINT)), ("mlp.up_proj.weight", (18944, JOINT)),
              ("mlp.down_proj.weight", (JOINT, 18944)), ("input_layernorm.weight", (JOINT,)),
              ("post_attention_layernorm.weight", (JOINT,))]
    block = linear("attn.qkv", 3840, 1280) + linear("attn.proj", 1280, 1280) + linear("mlp.gate_proj", 3420, 1280)
    block += linear("mlp.up_proj", 3420, 1280) + linear("mlp.down_proj", 1280, 3420)
    block += [("norm1.weight", (1280,)), ("norm2.weight", (1280,))]
    tensors = [("visual.patch_embed.proj.weight", (1280, 3, 2, 14, 14)), ("visual.merger.ln_q.weight", (1280,))]
    tensors += linear("visual.merger.mlp.0", 5120, 5120) + linear("visual.merger.mlp.2", JOINT, 5120)
    tensors += [(f"visual.blocks.{i}.{name}", shape) for i in range(VISION["depth"]) for name, shape in block]
    tensors += [("model.embed_tokens.weight", (152064, JOINT)), ("model.norm.weight", (JOINT,))]
    return tensors + [(f"model.layers.{i}.{name}", shape) for i in range(28) for name, shape in layer]


def write_others(folder, pool):
    """The text encoder, the VAE and the scheduler."""
    import torch
    from diffusers import AutoencoderKLQwenImage
    write_part(folder / "text_encoder", "model", encoder_shapes(), pool)
    (folder / "text_encoder/config.json").write_text(json.dumps(TEXT | {"vision_config": VISION}))
    with torch.device("meta"):
        vae = AutoencoderKLQwenImage()
    write_part(folder / "vae", "diffusion_pytorch_model", [(n, tuple(p.shape)) for n, p in vae.named_parameters()], pool)
    (folder / "vae/config.json").write_text(json.dumps({
        "_class_name": "AutoencoderKLQwenImage", "base_dim": 96, "z_dim": 16, "dim_mult": [1, 2, 4, 4],
        "num_res_blocks": 2, "attn_scales": [], "temperal_downsample": [False, True, True]}))
    (folder / "scheduler").mkdir()
    (folder / "scheduler/scheduler_config.json").write_text(json.dumps(SCHEDULER))


def write_q4_k(path, tensors, pool):
    import gguf
    writer = gguf.GGUFWriter(path, "qwen_image")
    kinds = []
    for name, shape in tensors:
        inside = len(shape) == 2 and name.startswith("transformer_blocks.")
        kind = gguf.GGMLQuantizationType.Q4_K if inside else gguf.GGMLQuantizationType.F32
        kinds.append(inside)
        bytes_ = int(np.prod(shape)) // 256 * 144 if inside else 4 * int(np.prod(shape))
        stored = (shape[0], shape[1] // 256 * 144) if inside else shape
        writer.add_tensor_info(name, stored, np.dtype(np.uint8 if inside else np.float32), bytes_,
                               raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    for (name, shape), inside in zip(tensors, kinds):
        if inside:
            writer.write_tensor_data(pool.take(shape[0] * shape[1] // 256).reshape(shape[0], -1))
        elif len(shape) == 2:
            writer.write_tensor_data(pool.random.standard_normal(shape, dtype=np.float32) * np.float32(0.02))
        else:
            writer.write_tensor_data(plain(name, shape, np.float32))
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--blocks", type=int, default=60)
    parser.add_argument("--type", choices=("bf16", "q4_k"), default="bf16")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--lean", action="store_true")
    options = parser.parse_args()
    pool = Pool(options.seed, options.type)
    if options.type == "q4_k":
        write_q4_k(options.out, shapes(options.blocks), pool)
    else:
        write_bf16(options.out, shapes(options.blocks), pool, options.lean)
        if options.whole:
            write_others(options.out, pool)


if __name__ == "__main__":
    main()
