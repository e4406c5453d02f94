#!/usr/bin/env python3
"""Makes tests/data/parity/qwen_{transformer,vae,denoise}.safetensors with diffusers 0.42.1, in float.

    python3 make_reference_qwen_transformer.py

Weights follow from formulaweights.py and inputs from uniform() under a name, which the C++ tests compute as well, so
that only outputs are stored; of large ones every STRIDE-th value. Needs diffusers, torch, safetensors.
"""
import math
import pathlib

import torch
from diffusers import AutoencoderKLQwenImage, FlowMatchEulerDiscreteScheduler, QwenImageTransformer2DModel
from safetensors.torch import save_file

from formulaweights import fill, shapes_text, uniform

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests" / "data" / "parity"
STRIDE = 37
WORDS = 7
SCHEDULER = dict(base_image_seq_len=256, base_shift=0.5, max_image_seq_len=8192, max_shift=0.9,
                 num_train_timesteps=1000, shift=1.0, shift_terminal=0.02, time_shift_type="exponential",
                 use_dynamic_shifting=True)
# name: grids of the target and of the references, in tokens
GRIDS = {"one": [(4, 6)], "two": [(4, 6), (5, 3)], "three": [(5, 7), (4, 4), (3, 8)], "four": [(3, 3), (6, 4), (4, 4), (2, 7)]}
VAE_SIZES = {"even": (64, 96), "odd": (56, 40)}  # height, width


def values(name, *shape):
    return torch.from_numpy(uniform(name, math.prod(shape)).reshape(shape).copy())


def sampled(tensor, stride=STRIDE):
    return tensor.detach().float().flatten()[::stride].contiguous()


def transformer(zero_cond_t, dtype=torch.float32):
    net = QwenImageTransformer2DModel(num_layers=2, num_attention_heads=2, attention_head_dim=128,
                                      joint_attention_dim=64, zero_cond_t=zero_cond_t).eval()
    return fill(net).to(dtype)


def forward(net, grids, tokens, prompt, sigma, dtype=torch.float32):
    time = torch.full((1,), sigma * 1000, dtype=torch.float32).to(dtype) / 1000
    shapes = [[(1, *grid) for grid in grids]]
    return net(hidden_states=tokens[None].to(dtype), encoder_hidden_states=prompt[None].to(dtype), timestep=time,
               img_shapes=shapes, return_dict=False)[0][0]


def transformer_reference():
    out, text = {}, ""
    for zero in (False, True):
        net, half = transformer(zero), transformer(zero, torch.bfloat16)
        text = shapes_text(net)
        for name, grids in GRIDS.items():
            stages, place = {}, f"{name}.{'2511' if zero else '2509'}"
            hooks = []
            if name == "two":
                hooks = [net.img_in.register_forward_hook(lambda m, i, o: stages.update({"transformer.img_in": o})),
                         net.txt_in.register_forward_hook(lambda m, i, o: stages.update({"transformer.txt_in": o}))]
                for index, block in enumerate(net.transformer_blocks):
                    def keep(module, inputs, result, index=index):
                        stages[f"transformer.block.{index}.text"] = result[0]
                        stages[f"transformer.block.{index}.picture"] = result[1]
                    hooks.append(block.register_forward_hook(keep))
            tokens = values("tokens." + name, sum(r * c for r, c in grids), 64)
            prompt = values("prompt." + name, WORDS, 64)
            with torch.no_grad():
                result = forward(net, grids, tokens, prompt, 0.7)[:grids[0][0] * grids[0][1]]
                rounded = forward(half, grids, tokens, prompt, 0.7, torch.bfloat16)[:grids[0][0] * grids[0][1]]
            for hook in hooks:
                hook.remove()
            out |= {f"{place}.{stage}": sampled(value) for stage, value in stages.items()}
            out[f"{place}.output"] = sampled(result, 1 if name == "two" else STRIDE)
            out[f"{place}.bf16_error"] = ((rounded.float() - result).norm() / result.norm()).view(1)
    save_file(out, DATA / "qwen_transformer.safetensors", {"weights": text})


def vae():
    return fill(AutoencoderKLQwenImage(base_dim=16, z_dim=16)).eval()


def normalised(net, moments):
    mean = torch.tensor(net.config.latents_mean).view(1, -1, 1, 1, 1)
    std = torch.tensor(net.config.latents_std).view(1, -1, 1, 1, 1)
    return (moments - mean) / std


def decoded(net, latents):
    """latents [16, h, w], normalised"""
    mean = torch.tensor(net.config.latents_mean).view(1, -1, 1, 1, 1)
    std = 1.0 / torch.tensor(net.config.latents_std).view(1, -1, 1, 1, 1)
    return net.decode(latents[None, :, None] / std + mean, return_dict=False)[0][0, :, 0]


def vae_reference():
    net, out = vae(), {}
    for name, (height, width) in VAE_SIZES.items():
        stages, hooks = {}, []
        for place, module in {"encoder.down_blocks.1": net.encoder.down_blocks[5], "encoder.down_blocks.3": net.encoder.down_blocks[10],
                              "encoder.mid_block": net.encoder.mid_block, "decoder.mid_block": net.decoder.mid_block,
                              "decoder.up_blocks.1": net.decoder.up_blocks[1], "decoder.conv_out": net.decoder.conv_out}.items():
            hooks.append(module.register_forward_hook(lambda m, i, o, place=place: stages.update({"vae." + place: o})))
        with torch.no_grad():
            encoded = net.encode(values("pixels." + name, 3, height, width)[None, :, None]).latent_dist
            latents = normalised(net, encoded.mode())[0, :, 0]
            picture = decoded(net, values("latents." + name, 16, height // 8, width // 8))
        for hook in hooks:
            hook.remove()
        out |= {f"{name}.{stage}": sampled(value, 211) for stage, value in stages.items()}
        out |= {f"{name}.encoded": sampled(latents, 3), f"{name}.decoded": sampled(picture, 29)}
    save_file(out, DATA / "qwen_vae.safetensors", {"weights": shapes_text(net)})


def pack(x):
    c, h, w = x.shape
    return x.view(c, h // 2, 2, w // 2, 2).permute(1, 3, 0, 2, 4).reshape(h * w // 4, c * 4)


def unpack(x, rows, columns):
    return x.view(rows, columns, -1, 2, 2).permute(2, 0, 3, 1, 4).reshape(-1, rows * 2, columns * 2)


def denoise_reference():
    """The loop of QwenImageEditPlusPipeline, from embeddings that are given."""
    out = {}
    coder = vae()
    for zero in (False, True):
        net = transformer(zero)
        for name, scale in {"one": 1.0, "two": 4.0, "three": 4.0}.items():
            grids, place = GRIDS[name], f"{name}.{'2511' if zero else '2509'}"
            rows, columns = grids[0]
            count = rows * columns
            scheduler = FlowMatchEulerDiscreteScheduler(**SCHEDULER)
            slope = (0.9 - 0.5) / (8192 - 256)
            scheduler.set_timesteps(sigmas=[1.0 + i * (1 / 3 - 1.0) / 2 for i in range(3)],
                                    mu=count * slope + 0.5 - slope * 256)
            noise = torch.randn((1, 1, 16, rows * 2, columns * 2), generator=torch.Generator().manual_seed(42))
            latents = pack(noise[0, 0])
            with torch.no_grad():
                references = [values(f"reference.{name}.{i}", 3, r * 16, c * 16) for i, (r, c) in enumerate(grids[1:])]
                references = [pack(normalised(coder, coder.encode(x[None, :, None]).latent_dist.mode())[0, :, 0])
                              for x in references]
                for step, t in enumerate(scheduler.timesteps):
                    tokens = torch.cat([latents, *references])
                    v = forward(net, grids, tokens, values("prompt." + name, WORDS, 64), t.item() / 1000)[:count]
                    if scale > 1:
                        negative = forward(net, grids, tokens, values("negative." + name, 5, 64), t.item() / 1000)[:count]
                        mixed = negative + scale * (v - negative)
                        v = mixed * (v.norm(dim=-1, keepdim=True) / mixed.norm(dim=-1, keepdim=True))
                    latents = scheduler.step(v, t, latents, return_dict=False)[0]
                    out[f"{place}.step.{step}.latents"] = sampled(latents)
                picture = decoded(coder, unpack(latents, rows, columns))
            out[f"{place}.sigmas"] = scheduler.sigmas.clone()
            picture = (picture * 0.5 + 0.5).clamp(0, 1)
            out[f"{place}.picture"] = sampled((picture * 255).round(), 11)
    save_file(out, DATA / "qwen_denoise.safetensors")


if __name__ == "__main__":
    torch.set_num_threads(1)
    transformer_reference()
    vae_reference()
    denoise_reference()
