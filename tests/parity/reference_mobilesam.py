"""MobileSAM once more, in PyTorch and for pictures of any size: TinyViT-5M, prompt encoder, mask decoder.

w: the tensors of the published mobile_sam.pt by name. make_mobilesam_reference.py holds it against the published code."""
import math
import torch
from torch.nn import functional as F

DEPTHS = (2, 2, 6, 2)
HEADS = (0, 4, 5, 10)
WINDOWS = (0, 7, 14, 7)
EPS2D = 1e-6


def folded(w, name):
    """Convolution name.c with its batch norm name.bn folded in."""
    scale = w[f"{name}.bn.weight"] / torch.sqrt(w[f"{name}.bn.running_var"] + 1e-5)
    return w[f"{name}.c.weight"] * scale[:, None, None, None], w[f"{name}.bn.bias"] - w[f"{name}.bn.running_mean"] * scale


def conv(w, name, x, stride=1, padding=0, groups=1):
    k, b = folded(w, name)
    return F.conv2d(x, k.to(x.dtype), b.to(x.dtype), stride, padding, 1, groups)


def norm(w, name, x, eps=1e-5):
    return F.layer_norm(x, x.shape[-1:], w[f"{name}.weight"].to(x.dtype), w[f"{name}.bias"].to(x.dtype), eps)


def linear(w, name, x):
    return F.linear(x, w[f"{name}.weight"].to(x.dtype), w[f"{name}.bias"].to(x.dtype))


def norm2d(w, name, x):
    return norm(w, name, x.permute(0, 2, 3, 1), EPS2D).permute(0, 3, 1, 2)


def window_attention(w, name, x, heads, side):
    """x [windows, side * side, channels]"""
    n, t, c = x.shape
    d = c // heads
    q, k, v = linear(w, f"{name}.qkv", norm(w, f"{name}.norm", x)).view(n, t, heads, 3, d).permute(3, 0, 2, 1, 4)
    place = torch.arange(side)
    rows, cols = place.repeat_interleave(side), place.repeat(side)
    index = (rows[:, None] - rows).abs() * side + (cols[:, None] - cols).abs()
    bias = w[f"{name}.attention_biases"][:, index].to(x.dtype)
    a = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.expand(n, -1, -1, -1))
    return linear(w, f"{name}.proj", a.transpose(1, 2).reshape(n, t, c))


def vit_block(w, name, x, heads, side):
    n, c, h, wd = x.shape
    y = x.permute(0, 2, 3, 1)
    y = F.pad(y, (0, 0, 0, -wd % side, 0, -h % side))
    ph, pw = y.shape[1:3]
    y = y.view(n, ph // side, side, pw // side, side, c).transpose(2, 3).reshape(-1, side * side, c)
    y = window_attention(w, f"{name}.attn", y, heads, side)
    y = y.view(n, ph // side, pw // side, side, side, c).transpose(2, 3).reshape(n, ph, pw, c)[:, :h, :wd]
    x = x + y.permute(0, 3, 1, 2)
    x = conv(w, f"{name}.local_conv", x, 1, 1, c)
    y = x.permute(0, 2, 3, 1)
    y = linear(w, f"{name}.mlp.fc2", F.gelu(linear(w, f"{name}.mlp.fc1", norm(w, f"{name}.mlp.norm", y))))
    return x + y.permute(0, 3, 1, 2)


def encode(w, pixels):
    """pixels [1, 3, h, w], multiples of 16, normalised -> [1, 256, h / 16, w / 16]"""
    p = "image_encoder."
    x = F.gelu(conv(w, p + "patch_embed.seq.0", pixels, 2, 1))
    x = conv(w, p + "patch_embed.seq.2", x, 2, 1)
    for stage in range(4):
        for i in range(DEPTHS[stage]):
            b = f"{p}layers.{stage}.blocks.{i}"
            if stage == 0:
                y = F.gelu(conv(w, b + ".conv1", x))
                y = F.gelu(conv(w, b + ".conv2", y, 1, 1, y.shape[1]))
                x = F.gelu(x + conv(w, b + ".conv3", y))
            else:
                x = vit_block(w, b, x, HEADS[stage], WINDOWS[stage])
        if stage < 3:
            d = f"{p}layers.{stage}.downsample"
            x = F.gelu(conv(w, d + ".conv1", x))
            x = F.gelu(conv(w, d + ".conv2", x, 1 if stage == 2 else 2, 1, x.shape[1]))
            x = conv(w, d + ".conv3", x)
    x = F.conv2d(x, w[p + "neck.0.weight"].to(x.dtype))
    x = norm2d(w, p + "neck.1", x)
    x = F.conv2d(x, w[p + "neck.2.weight"].to(x.dtype), padding=1)
    return norm2d(w, p + "neck.3", x)


def positions(w, xy):
    """xy [..., 2] in 0..1 -> [..., 256]"""
    a = (2 * xy - 1) @ w["prompt_encoder.pe_layer.positional_encoding_gaussian_matrix"] * (2 * math.pi)
    return torch.cat([a.sin(), a.cos()], -1)


def attend(w, name, q, k, v, heads=8):
    q, k, v = (linear(w, f"{name}.{n}_proj", t).unflatten(-1, (heads, -1)).transpose(1, 2) for n, t in (("q", q), ("k", k), ("v", v)))
    return linear(w, f"{name}.out_proj", F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


def mlp3(w, name, x):
    for i in range(3):
        x = linear(w, f"{name}.layers.{i}", x)
        x = F.relu(x) if i < 2 else x
    return x


def decode(w, features, points, labels, side):
    """points [n, p, 2] in pixels of the encoder's input, labels [n, p] (-1 none, 0 not here, 1 here, 2 and 3 corners of a box);
    side: longer side of that input -> masks [n, 4, h / 4, w / 4] logits, scores [n, 4]"""
    n = points.shape[0]
    h, wd = features.shape[2:]
    sparse = positions(w, (points + 0.5) / side)
    table = torch.stack([w["prompt_encoder.not_a_point_embed.weight"][0]] + [w[f"prompt_encoder.point_embeddings.{i}.weight"][0] for i in range(4)])
    sparse = torch.where((labels < 0)[..., None], torch.zeros_like(sparse), sparse) + table[(labels + 1).long()]
    own = torch.cat([w["mask_decoder.iou_token.weight"], w["mask_decoder.mask_tokens.weight"]])
    tokens = torch.cat([own.expand(n, -1, -1), sparse], 1)
    src = features + w["prompt_encoder.no_mask_embed.weight"].view(1, -1, 1, 1)
    src = src.expand(n, -1, -1, -1)
    grid = max(h, wd)
    ys, xs = torch.meshgrid((torch.arange(h) + 0.5) / grid, (torch.arange(wd) + 0.5) / grid, indexing="ij")
    pe = positions(w, torch.stack([xs, ys], -1)).view(1, h * wd, -1)
    keys = src.flatten(2).transpose(1, 2)
    queries = tokens
    t = "mask_decoder.transformer."
    for i in range(2):
        b = f"{t}layers.{i}."
        if i == 0:
            queries = attend(w, b + "self_attn", queries, queries, queries)
        else:
            q = queries + tokens
            queries = queries + attend(w, b + "self_attn", q, q, queries)
        queries = norm(w, b + "norm1", queries)
        queries = norm(w, b + "norm2", queries + attend(w, b + "cross_attn_token_to_image", queries + tokens, keys + pe, keys))
        queries = norm(w, b + "norm3", queries + linear(w, b + "mlp.lin2", F.relu(linear(w, b + "mlp.lin1", queries))))
        keys = norm(w, b + "norm4", keys + attend(w, b + "cross_attn_image_to_token", keys + pe, queries + tokens, queries))
    queries = norm(w, t + "norm_final_attn", queries + attend(w, t + "final_attn_token_to_image", queries + tokens, keys + pe, keys))
    u = "mask_decoder.output_upscaling."
    x = keys.transpose(1, 2).view(n, -1, h, wd)
    x = F.gelu(norm2d(w, u + "1", F.conv_transpose2d(x, w[u + "0.weight"], w[u + "0.bias"], 2)))
    x = F.gelu(F.conv_transpose2d(x, w[u + "3.weight"], w[u + "3.bias"], 2))
    weights = torch.stack([mlp3(w, f"mask_decoder.output_hypernetworks_mlps.{i}", queries[:, 1 + i]) for i in range(4)], 1)
    masks = torch.einsum("nkc,nchw->nkhw", weights, x)
    return masks, mlp3(w, "mask_decoder.iou_prediction_head", queries[:, 0])
