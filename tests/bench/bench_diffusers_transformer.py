#!/usr/bin/env python3
"""One step of Qwen-Image-Edit's transformer at its true width: diffusers and Focal in turn, on one checkpoint.

    python3 bench_diffusers_transformer.py CHECKPOINT.safetensors build/release/bin/bench_transformer [RUNS] [TOKENS...]

CHECKPOINT.safetensors (2.7 GB: four blocks, bfloat16) is written where it is missing. TOKENS are those of the picture
made and, again, of its reference, each a square number; 1024 and 4096 without any. Prints medians and their ratio.
"""
import math
import pathlib
import statistics
import subprocess
import sys
import time

import torch
from diffusers import QwenImageTransformer2DModel
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "parity"))
from formulaweights import formula_weight, uniform  # noqa: E402

BLOCKS, WORDS = 4, 200


def values(name, *shape):
    return torch.from_numpy(uniform(name, math.prod(shape)).reshape(shape).copy()).bfloat16()


def load(path):
    with torch.device("meta"):
        net = QwenImageTransformer2DModel(num_layers=BLOCKS).eval()
    if not path.exists():
        save_file({name: formula_weight(name, tuple(value.shape)).bfloat16()
                   for name, value in net.named_parameters()}, path)
    position = QwenImageTransformer2DModel(num_layers=0).pos_embed  # its tables are no parameters
    net.load_state_dict(load_file(path), assign=True)
    net.pos_embed = position
    return net


def main(path, program, runs, sizes):
    torch.set_num_threads(2)
    net = load(pathlib.Path(path))
    focal = subprocess.Popen([program, "--serve", "--checkpoint", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             text=True)
    print(f"{'tokens':>16} {'diffusers s':>12} {'Focal s':>12} {'ratio':>7}   {'norms':>20}")
    for tokens in sizes:
        side = math.isqrt(tokens)
        hidden, prompt = values("tokens", 1, 2 * tokens, 64), values("prompt", 1, WORDS, 3584)
        shapes, moment = [[(1, side, side)] * 2], torch.tensor([700.0]).bfloat16() / 1000
        theirs, ours = [], []
        for _ in range(runs):
            start = time.perf_counter()
            with torch.inference_mode():
                output = net(hidden, prompt, timestep=moment, img_shapes=shapes, return_dict=False)[0][0, :tokens]
            theirs.append(time.perf_counter() - start)
            focal.stdin.write(f"{tokens} {tokens} {WORDS}\n")
            focal.stdin.flush()
            seconds, norm = map(float, focal.stdout.readline().split())
            ours.append(seconds)
        a, b = statistics.median(theirs), statistics.median(ours)
        print(f"{tokens:>8}+{tokens:<7} {a:12.3f} {b:12.3f} {b / a:7.3f}   {output.float().norm():10.3f}{norm:10.3f}",
              flush=True)
    focal.stdin.close()
    focal.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 7,
         [int(n) for n in sys.argv[4:]] or [1024, 4096])
