"""A checkpoint's network as fp16 safetensors: export.py CHECKPOINT OUT"""
import sys

import torch
from safetensors.torch import save_file

if __name__ == "__main__":
    net = torch.load(sys.argv[1], weights_only=False)["net"]
    save_file({k: v.half().contiguous() for k, v in net.items()}, sys.argv[2], {"format": "pt", "version": "0.3.0"})
