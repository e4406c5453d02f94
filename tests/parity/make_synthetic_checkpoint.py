#!/usr/bin/env python3
"""Writes a transformer of Qwen-Image-Edit's true width with random weights, for measuring: never run by CI.

    python3 tests/parity/make_synthetic_checkpoint.py OUT [--blocks N] [--type bf16|q4_k] [--seed S]

bf16 writes a diffusers folder (shards of at most 8 GB and their index: 41 GB at 60 blocks), q4_k one GGUF file (12 GB).
Shapes are those of the published model. Linear weights are normal numbers of deviation 0.02, norms are 1, biases 0; Q4_K
blocks are random nibbles under small scales, so that activations stay finite either way. Blocks share one random pool
at different offsets: drawing 20 billion numbers would take an hour, and nothing measures their independence.
Memory: one shard for bf16, one tensor for q4_k. Needs numpy; q4_k also gguf.
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
    """Norms are 1, biases 0."""
    return np.full(shape, 1.0 if "norm" in name and name.endswith("weight") else 0.0, np.float32).astype(dtype)


def write_bf16(folder, tensors, seed):
    pool = Pool(seed, "bf16")
    target = folder / "transformer"
    target.mkdir(parents=True)
    shards, size = [[]], 0
    for name, shape in tensors:
        bytes_ = 2 * int(np.prod(shape))
        if size + bytes_ > SHARD_BYTES:
            shards.append([])
            size = 0
        shards[-1].append((name, shape, bytes_))
        size += bytes_
    index = {"metadata": {"total_size": sum(b for s in shards for _, _, b in s)}, "weight_map": {}}
    for number, shard in enumerate(shards, 1):
        file = f"diffusion_pytorch_model-{number:05}-of-{len(shards):05}.safetensors"
        header, at = {}, 0
        for name, shape, bytes_ in shard:
            header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, at + bytes_]}
            at += bytes_
            index["weight_map"][name] = file
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        with open(target / file, "wb") as out:
            out.write(struct.pack("<Q", len(text)) + text)
            for name, shape, _ in shard:
                if len(shape) == 2:
                    out.write(pool.take(shape[0] * shape[1]).tobytes())
                else:
                    out.write((plain(name, shape, np.float32).view(np.uint32) >> 16).astype(np.uint16).tobytes())
    (target / "diffusion_pytorch_model.safetensors.index.json").write_text(json.dumps(index))
    blocks = 1 + max(int(n.split(".")[1]) for n, _ in tensors if n.startswith("transformer_blocks."))
    (target / "config.json").write_text(json.dumps({
        "_class_name": "QwenImageTransformer2DModel", "patch_size": 2, "in_channels": 64, "out_channels": 16,
        "num_layers": blocks, "attention_head_dim": HEAD, "num_attention_heads": WIDTH // HEAD,
        "joint_attention_dim": JOINT, "guidance_embeds": False, "axes_dims_rope": [16, 56, 56]}))
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "QwenImageEditPlusPipeline"}))


def write_q4_k(path, tensors, seed):
    import gguf
    pool = Pool(seed, "q4_k")
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
    options = parser.parse_args()
    (write_bf16 if options.type == "bf16" else write_q4_k)(options.out, shapes(options.blocks), options.seed)


if __name__ == "__main__":
    main()
