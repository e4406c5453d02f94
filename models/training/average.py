"""The mean of two networks' weights as fp16 safetensors: average.py A B OUT

Of two trainings of one network from one start, the mean fits new kinds of pictures better than either (Wortsman et al.,
"Robust fine-tuning of zero-shot models", CVPR 2022): README.md has what it is worth here.
"""
import sys

from safetensors.torch import load_file, save_file

if __name__ == "__main__":
    a, b = load_file(sys.argv[1]), load_file(sys.argv[2])
    if a.keys() != b.keys():
        sys.exit(f"not one network: {sorted(a.keys() ^ b.keys())[:5]}")
    save_file({k: ((a[k].float() + b[k].float()) / 2).half().contiguous() for k in a}, sys.argv[3], {"format": "pt", "version": "0.3.0"})
