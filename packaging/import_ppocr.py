#!/usr/bin/env python3
"""Takes the text-reading networks out of the rapidocr-onnxruntime wheel: ONNX in, safetensors out.

    python3 import_ppocr.py rapidocr_onnxruntime-1.4.4-py3-none-any.whl FOLDER

Writes FOLDER/detection.safetensors, direction.safetensors and recognition.safetensors: PP-OCRv4's detection and
recognition and PP-OCRv2's direction network (Apache-2.0). Weights are fp32. The metadata's "graph" is a JSON list of
nodes in the order in which they run: {"operator", "inputs", "output", "attributes"}; the picture is called "x", the
last node's output is the network's. Weights of a node stand under OUTPUT.weight and OUTPUT.bias. The recognition's
"characters" are its alphabet, one a line, without the blank and without the space that follows the last.

Folded on the way: batch norms, scalar factors and biases into the convolutions before them; shapes into reshapes
(0 keeps a size, -1 is what is left); what exporters write out (hard-swish, swish, layer norm) into one operator each.
The same wheel gives the same bytes, whose SHA-256 are printed. Needs Python alone.
"""
import array
import json
import os
import struct
import sys

from importing import ImportFailed, fields, run, text, write

MODELS = {
    "detection": "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx",
    "direction": "rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx",
    "recognition": "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx",
}
NUMBERS = {1: "f", 6: "i", 7: "q"}  # TensorProto.data_type


class Constant:
    def __init__(self, dims, values):
        self.dims, self.values = dims, values

    def scalar(self):
        return self.values[0] if len(self.values) == 1 else None


class Node:
    def __init__(self, operator, inputs, output, attributes=None):
        self.operator, self.inputs, self.output = operator, inputs, output
        self.attributes = attributes or {}
        self.weights = {}


def signed(value):
    return value - (1 << 64) if value >= 1 << 63 else value


def packed(value):
    """A repeated integer field: one varint, or several packed."""
    if isinstance(value, int):
        return [signed(value)]
    result, at = [], 0
    while at < len(value):
        number = shift = 0
        while True:
            byte = value[at]
            at += 1
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        result.append(signed(number))
    return result


def constant(data):
    """TensorProto: dims = 1, data_type = 2, float_data = 4, int32_data = 5, int64_data = 7, raw_data = 9."""
    dims, kind, raw, integers, floats = [], None, b"", [], b""
    for number, value in fields(data):
        if number == 1:
            dims += packed(value)
        elif number == 2:
            kind = value
        elif number == 4:
            floats += bytes(value)
        elif number in (5, 7):
            integers += packed(value)
        elif number == 9:
            raw = bytes(value)
    if kind not in NUMBERS:
        raise ImportFailed(f"a constant of type {kind}")
    values = array.array(NUMBERS[kind])
    if integers:
        values.extend(integers)
    else:
        values.frombytes(raw or floats)
    count = 1
    for dim in dims:
        count *= dim
    if count != len(values):
        raise ImportFailed(f"a constant of shape {dims} with {len(values)} values")
    return Constant(dims, values)


def attribute(data):
    """AttributeProto: name = 1, f = 2, i = 3, s = 4, t = 5, floats = 7, ints = 8."""
    name, value, several = "", None, []
    for number, part in fields(data):
        if number == 1:
            name = text(part)
        elif number == 2:
            value = struct.unpack("<f", bytes(part))[0]
        elif number == 3:
            value = signed(part)
        elif number == 4:
            value = text(part)
        elif number == 5:
            value = constant(part)
        elif number == 8:
            several += packed(part)
    return name, several if value is None else value


def read_graph(onnx):
    """Nodes in order, constants by name, metadata. ModelProto: graph = 7, metadata_props = 14; GraphProto: node = 1."""
    nodes, constants, metadata = [], {}, {}
    for number, part in fields(memoryview(onnx)):
        if number == 14:
            entry = {key: text(value) for key, value in fields(part)}
            metadata[entry.get(1, "")] = entry.get(2, "")
        if number != 7:
            continue
        for kind, value in fields(part):
            if kind != 1:
                continue
            inputs, outputs, operator, attributes = [], [], "", {}
            for field, data in fields(value):
                if field == 1:
                    inputs.append(text(data))
                elif field == 2:
                    outputs.append(text(data))
                elif field == 4:
                    operator = text(data)
                elif field == 5:
                    name, content = attribute(data)
                    attributes[name] = content
            if operator == "Constant":
                constants[outputs[0]] = attributes["value"]
            else:
                nodes.append(Node(operator, inputs, outputs[0], attributes))
    return nodes, constants, metadata


class Graph:
    """The nodes and constants of a network, with the rewriting that all networks get."""

    def __init__(self, onnx):
        self.nodes, self.constants, self.metadata = read_graph(onnx)
        self.output = self.nodes[-1].output

    def users(self, name):
        return [node for node in self.nodes if name in node.inputs]

    def only_user(self, node, operator=None):
        users = self.users(node.output)
        if node.output == self.output or len(users) != 1 or (operator and users[0].operator != operator):
            return None
        return users[0]

    def other(self, node, name):
        """The constant beside @p name among a node's two inputs."""
        return self.constants.get(node.inputs[1] if node.inputs[0] == name else node.inputs[0])

    def bypass(self, node, source):
        self.nodes.remove(node)
        for user in self.nodes:
            user.inputs = [source if name == node.output else name for name in user.inputs]
        if self.output == node.output:
            self.output = source

    def swallow(self, node, follower):
        """@p node takes over the name of what follows it, which goes."""
        self.nodes.remove(follower)
        node.output = follower.output

    def rewrite(self):
        self.drop_idle()
        self.fix_shapes()
        self.take_weights()
        self.fold_into_weights()
        self.name_activations()
        self.name_layer_norms()
        self.name_affine()
        self.drop_unused()

    def drop_idle(self):
        for node in list(self.nodes):
            if node.operator in ("Cast", "Identity") and node.inputs[0] in self.constants:
                self.constants[node.output] = self.constants[node.inputs[0]]
                self.nodes.remove(node)
            elif node.operator == "Reshape" and node.inputs[0] in self.constants:
                shape = self.constants[node.inputs[1]].values
                self.constants[node.output] = Constant(list(shape), self.constants[node.inputs[0]].values)
                self.nodes.remove(node)
            elif node.operator in ("Cast", "Identity"):
                self.bypass(node, node.inputs[0])
            elif node.operator == "Mul" and any(name in self.constants and self.constants[name].scalar() == 1
                                                for name in node.inputs):
                self.bypass(node, next(name for name in node.inputs if name not in self.constants))

    def fix_shapes(self):
        made = {node.output: node for node in self.nodes}

        def sizes(name, place):
            if name in self.constants:
                return list(self.constants[name].values)
            node = made[name]
            if node.operator == "Concat":
                result = []
                for part in node.inputs:
                    result += sizes(part, len(result))
                return result
            if node.operator != "Slice" or made[node.inputs[0]].operator != "Shape":
                raise ImportFailed(f"cannot follow the shape {name}")
            first, last = (self.constants[node.inputs[i]].values[0] for i in (1, 2))
            return [0 if index == place + index - first else -1 for index in range(first, last)]

        for node in self.nodes:
            if node.operator == "Reshape":
                node.attributes["shape"] = [int(size) for size in sizes(node.inputs[1], 0)]
                node.inputs = node.inputs[:1]
            elif node.operator == "Slice" and made.get(node.inputs[0], node).operator != "Shape":
                first, last, axis = (self.constants[node.inputs[i]].values[0] for i in (1, 2, 3))
                squeeze = self.only_user(node, "Squeeze")
                if last != first + 1 or not squeeze or squeeze.attributes["axes"] != [axis]:
                    raise ImportFailed("a slice that is no selection")
                node.operator, node.attributes = "Select", {"axis": int(axis), "index": int(first)}
                node.inputs = node.inputs[:1]
        for node in [node for node in self.nodes if node.operator == "Select"]:
            self.swallow(node, self.only_user(node, "Squeeze"))

    def take_weights(self):
        for node in self.nodes:
            if node.operator in ("Conv", "ConvTranspose"):
                node.weights["weight"] = self.constants[node.inputs[1]]
                if len(node.inputs) > 2:
                    node.weights["bias"] = self.constants[node.inputs[2]]
                node.inputs = node.inputs[:1]
            elif node.operator == "MatMul" and node.inputs[1] in self.constants:
                weight = self.constants[node.inputs[1]]
                rows, columns = weight.dims
                turned = array.array("f")
                for column in range(columns):
                    turned.extend(weight.values[column::columns])
                node.operator, node.inputs = "Linear", node.inputs[:1]
                node.weights["weight"] = Constant([columns, rows], turned)
            elif node.operator == "Resize":
                scale = self.constants[node.inputs[2]].values
                node.operator, node.inputs, node.attributes = "Upsample", node.inputs[:1], {"scale": int(scale[2])}
            elif node.operator in ("Clip", "Pow"):
                node.attributes["constants"] = [self.constants[name].scalar() for name in node.inputs[1:]]
                node.inputs = node.inputs[:1]

    def fold_into_weights(self):
        for node in list(self.nodes):
            if node.operator not in ("Conv", "ConvTranspose", "Linear"):
                continue
            while True:
                follower = self.only_user(node)
                if not follower or not self.fold(node, follower):
                    break
                self.swallow(node, follower)

    def fold(self, node, follower):
        if node.operator == "Linear":
            added = self.other(follower, node.output) if follower.operator == "Add" else None
            if not added or "bias" in node.weights:
                return False
            node.weights["bias"] = Constant([len(added.values)], added.values)
            return True
        weight = node.weights["weight"]
        outputs = weight.dims[1] if node.operator == "ConvTranspose" else weight.dims[0]
        if follower.operator == "BatchNormalization":
            gamma, beta, mean, variance = (self.constants[name].values for name in follower.inputs[1:])
            factor = [g / (v + follower.attributes["epsilon"]) ** 0.5 for g, v in zip(gamma, variance)]
            self.scale(node, factor, [b - m * f for b, m, f in zip(beta, mean, factor)])
            return True
        value = self.other(follower, node.output) if follower.operator in ("Mul", "Add") else None
        if not value or len(value.values) not in (1, outputs):
            return False
        if len(value.values) > 1 and value.dims != [1, outputs, 1, 1]:
            return False
        values = list(value.values) * (outputs // len(value.values))
        if follower.operator == "Mul":
            self.scale(node, values, [0] * outputs)
        else:
            self.scale(node, [1] * outputs, values)
        return True

    @staticmethod
    def scale(node, factor, shift):
        weight = node.weights["weight"]
        outputs = len(factor)
        bias = node.weights["bias"].values if "bias" in node.weights else [0] * outputs
        if any(f != 1 for f in factor):
            inner = weight.dims[2] * weight.dims[3]
            block = inner if node.operator == "ConvTranspose" else len(weight.values) // outputs
            values = array.array("f", (value * factor[i // block % outputs] for i, value in enumerate(weight.values)))
            node.weights["weight"] = Constant(weight.dims, values)
        node.weights["bias"] = Constant([outputs], array.array("f", (b * f + s for b, f, s in zip(bias, factor, shift))))

    def name_activations(self):
        for node in list(self.nodes):
            if node.operator == "Clip" and node.attributes["constants"] == [0, 6]:
                self.name_hard_swish(node)
            elif node.operator == "Sigmoid":
                product = self.only_user(node, "Mul")
                if product and node.inputs[0] in product.inputs:
                    node.operator = "Swish"
                    self.swallow(node, product)

    def name_hard_swish(self, clip):
        made = {node.output: node for node in self.nodes}
        plus = made[clip.inputs[0]]
        product = self.only_user(clip, "Mul")
        over = self.only_user(product, "Div") if product else None
        source = next((name for name in plus.inputs if name not in self.constants), None)
        if not over or source not in product.inputs or self.other(plus, source).scalar() != 3:
            raise ImportFailed("a clip that is no hard-swish")
        clip.operator, clip.inputs, clip.attributes = "HardSwish", [source], {}
        self.nodes.remove(plus)
        self.swallow(clip, product)
        self.swallow(clip, over)

    def name_layer_norms(self):
        """x - mean; squared, mean, + epsilon, root; divided; scaled; shifted."""
        for mean in [node for node in self.nodes if node.operator == "ReduceMean"]:
            if mean not in self.nodes:
                continue
            difference = self.only_user(mean, "Sub")
            if not difference:
                continue
            chain = [next(node for node in self.users(difference.output) if node.operator == "Pow")]
            for operator in ("ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"):
                following = self.only_user(chain[-1], operator)
                if not following:
                    raise ImportFailed("a mean that is no layer norm")
                chain.append(following)
            mean.operator, mean.attributes = "LayerNorm", {"epsilon": self.other(chain[2], chain[1].output).scalar()}
            mean.weights = {"weight": self.other(chain[5], chain[4].output),
                            "bias": self.other(chain[6], chain[5].output)}
            for node in [difference] + chain[:-1]:
                self.nodes.remove(node)
            self.swallow(mean, chain[-1])

    def name_affine(self):
        for node in list(self.nodes):
            if node.operator != "Mul" or node not in self.nodes:
                continue
            factor = next((self.constants[name] for name in node.inputs if name in self.constants), None)
            if not factor:
                continue
            source = next(name for name in node.inputs if name not in self.constants)
            node.operator, node.inputs = "Affine", [source]
            node.attributes = {"scale": factor.scalar(), "shift": 0.0}
            added = self.only_user(node, "Add")
            shift = self.other(added, node.output) if added else None
            if shift and shift.scalar() is not None:
                node.attributes["shift"] = shift.scalar()
                self.swallow(node, added)

    def drop_unused(self):
        needed, kept = {self.output}, []
        for node in reversed(self.nodes):
            if node.output in needed:
                kept.append(node)
                needed.update(node.inputs)
        self.nodes = kept[::-1]


ATTRIBUTES = {  # Those that the program reads; all others must be what the program takes for granted.
    "Conv": ("strides", "pads", "group"), "ConvTranspose": ("strides",), "Linear": (), "LayerNorm": ("epsilon",),
    "MatMul": (), "Mul": (), "Add": (), "Affine": ("scale", "shift"), "HardSwish": (), "Swish": (),
    "HardSigmoid": ("alpha", "beta"), "Sigmoid": (), "Relu": (), "GlobalAveragePool": (),
    "AveragePool": ("kernel_shape", "strides"), "MaxPool": ("kernel_shape", "strides"), "Upsample": ("scale",),
    "Concat": ("axis",), "Reshape": ("shape",), "Transpose": ("perm",), "Select": ("axis", "index"),
    "Squeeze": ("axes",), "Softmax": ("axis",),
}


def convert(onnx, name, version):
    graph = Graph(onnx)
    graph.rewrite()
    nodes, tensors, known = [], {}, {"x"}
    for node in graph.nodes:
        if node.operator not in ATTRIBUTES:
            raise ImportFailed(f"unknown operator {node.operator} in the {name} network")
        if not known.issuperset(node.inputs):
            raise ImportFailed(f"{node.operator} {node.output} reads what nothing made: {node.inputs}")
        known.add(node.output)
        if set(node.attributes.get("dilations", [1])) != {1} or node.attributes.get("ceil_mode", 0) != 0:
            raise ImportFailed(f"{node.output} is dilated or rounds up")
        attributes = {key: node.attributes[key] for key in ATTRIBUTES[node.operator]}
        nodes.append({"operator": node.operator, "inputs": node.inputs, "output": node.output,
                      "attributes": attributes})
        for part, value in node.weights.items():
            tensors[f"{node.output}.{part}"] = (value.dims, value.values.tobytes())
    metadata = {"format": "pt", "model": "ppocr-" + name, "source": version,
                "graph": json.dumps(nodes, separators=(",", ":"))}
    if "character" in graph.metadata:
        metadata["characters"] = graph.metadata["character"]
    return tensors, metadata


def make(wheel, folder):
    digests = {}
    for name, path in MODELS.items():
        tensors, metadata = convert(wheel.read(path), name, "rapidocr-onnxruntime 1.4.4")
        target = os.path.join(folder, name + ".safetensors")
        digests[target] = write(tensors, target, metadata)
    return digests


if __name__ == "__main__":
    sys.exit(run(__doc__, "PP-OCR", make))
