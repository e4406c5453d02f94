"""The networks of core/nn and core/compact once more, in PyTorch: what the C++ must agree with."""
import torch
import torch.nn.functional as F
from torch import nn

WIDTH = 256
HEADS = 8


class CrossModalAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.q = nn.Linear(width, width)
        self.k = nn.Linear(width, width)
        self.v = nn.Linear(width, width)
        self.out = nn.Linear(width, width)

    def forward(self, text, picture, mask=None):
        batch, tokens, width = text.shape
        head_dim = width // self.heads

        def split(x):
            return x.view(batch, -1, self.heads, head_dim).transpose(1, 2)

        q, k, v = split(self.q(text)), split(self.k(picture)), split(self.v(picture))
        scores = torch.matmul(q, k.transpose(-2, -1)) / head_dim**0.5
        if mask is not None:
            if mask.dim() == 2:
                mask = mask[:, None, None]
            scores = scores.masked_fill(mask == 0, -1e9)
        probabilities = scores.softmax(-1)
        mixed = torch.matmul(probabilities, v).transpose(1, 2).reshape(batch, tokens, width)
        return self.out(mixed), probabilities


class Mlp(nn.Module):
    def __init__(self, width, hidden, output, norm=False):
        super().__init__()
        if norm:
            self.norm = nn.LayerNorm(width)
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, output)

    def forward(self, x):
        if hasattr(self, "norm"):
            x = self.norm(x)
        return self.fc2(F.gelu(self.fc1(x)))


class TextBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.attn = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.norm2 = nn.LayerNorm(WIDTH)
        self.mlp = Mlp(WIDTH, 4 * WIDTH, WIDTH)

    def forward(self, x, hidden):
        h = self.norm1(x)
        x = x + self.attn(h, h, h, key_padding_mask=hidden, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class FusionLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.text_norm1 = nn.LayerNorm(WIDTH)
        self.image_norm1 = nn.LayerNorm(WIDTH)
        self.text_to_image = CrossModalAttention(WIDTH, HEADS)
        self.text_norm2 = nn.LayerNorm(WIDTH)
        self.image_norm2 = nn.LayerNorm(WIDTH)
        self.image_to_text = CrossModalAttention(WIDTH, HEADS)
        self.text_mlp = Mlp(WIDTH, 4 * WIDTH, WIDTH, norm=True)
        self.image_mlp = Mlp(WIDTH, 2 * WIDTH, WIDTH, norm=True)

    def forward(self, text, image, visible):
        looked, to_image = self.text_to_image(self.text_norm1(text), self.image_norm1(image))
        text = text + looked
        text = text + self.text_mlp(text)
        answered, to_text = self.image_to_text(self.image_norm2(image), self.text_norm2(text), visible)
        image = image + answered
        image = image + self.image_mlp(image)
        return text, image, to_image, to_text


class Grounding(nn.Module):
    """Loads models/compact/grounding.safetensors."""

    def __init__(self, vocabulary):
        super().__init__()
        self.text_encoder = nn.ParameterDict({
            "tokens": torch.zeros(vocabulary, WIDTH), "summary": torch.zeros(1, 1, WIDTH), "positions": torch.zeros(48, WIDTH)})
        self.text_encoder.blocks = nn.ModuleList([TextBlock() for _ in range(2)])
        image = self.image_encoder = nn.Module()
        image.features = nn.Linear(768, WIDTH)
        image.positions = nn.Parameter(torch.zeros(1, WIDTH, 18, 18))
        image.colours = nn.Linear(9, WIDTH)
        image.stem = nn.ModuleList([nn.Conv2d(3, 32, 3, 2, 1), nn.Conv2d(32, 48, 3, 1, 1), nn.Conv2d(48, 64, 3, 2, 1),
                                    nn.Conv2d(64, 64, 3, 1, 1)])
        self.alignment = nn.Module()
        self.alignment.image = Mlp(WIDTH, WIDTH, WIDTH, norm=True)
        self.alignment.text = nn.ModuleDict({"norm": nn.LayerNorm(WIDTH), "fc": nn.Linear(WIDTH, WIDTH)})
        self.alignment.log_scale = nn.Parameter(torch.zeros(()))
        self.alignment.bias = nn.Parameter(torch.zeros(()))
        self.alignment.feedback = nn.Linear(1, WIDTH)
        self.fusion = nn.ModuleList([FusionLayer() for _ in range(3)])
        head = self.mask_head = nn.Module()
        head.reduce = nn.Conv2d(WIDTH, 64, 1)
        head.conv1 = nn.Conv2d(128, 48, 3, 1, 1)
        head.conv2 = nn.Conv2d(48, 48, 3, 1, 1)
        head.kernel = Mlp(WIDTH, WIDTH, 49)
        self.presence = Mlp(WIDTH + 2, 64, 1)
        self.prompt = nn.Module()
        self.prompt.kinds = nn.Parameter(torch.zeros(4, WIDTH))
        self.prompt.bounds = nn.Linear(4, WIDTH)
        self.prompt.likeness = nn.Linear(2, WIDTH)

    def pointed(self, image, patches, prompts):
        """The tokens [1, prompts, width] of what was pointed at and how much each patch looks like it [1, n, width]."""
        tokens, here = [], torch.zeros(patches.shape[1])
        for kind, under, bounds in prompts:
            share = under / under.sum()
            tokens.append(share @ image[0] + self.prompt.kinds[kind] + self.prompt.bounds(torch.tensor(bounds)))
            here = here + share * (kind != 1)
        alike = []
        for half in (patches[0, :, :384], patches[0, :, 384:]):
            look = F.normalize(half - half.mean(0), dim=-1)
            alike.append(look @ F.normalize(here @ look, dim=0))
        return torch.stack(tokens)[None], self.prompt.likeness(torch.stack(alike, -1))[None] * float(here.sum() > 0)

    def forward(self, rgb, patches, tokens, prompts=()):
        """rgb [1, 3, h, w] 0..1; patches [1, rows * columns, 768]; tokens [1, n], 0 is padding, n may be 0; prompts (kind,
        share of each patch [rows * columns], bounds) each."""
        rows, columns = rgb.shape[2] // 14, rgb.shape[3] // 14
        hidden = torch.cat([torch.zeros(1, 1, dtype=torch.bool), tokens == 0], 1)
        enc = self.text_encoder
        text = torch.cat([enc["summary"], enc["tokens"][tokens] + enc["positions"][:tokens.shape[1]]], 1)
        for block in enc.blocks:
            text = block(text, hidden)

        mean = F.adaptive_avg_pool2d(rgb, (rows, columns))
        deviation = (F.adaptive_avg_pool2d(rgb * rgb, (rows, columns)) - mean * mean).clamp_min(0).sqrt()
        colours = torch.cat([mean, deviation, F.adaptive_max_pool2d(rgb, (rows, columns))], 1)
        positions = F.interpolate(self.image_encoder.positions, (rows, columns), mode="bilinear")
        image = (self.image_encoder.features(patches) + positions.flatten(2).transpose(1, 2) +
                 self.image_encoder.colours(colours.flatten(2).transpose(1, 2)))
        stem = (rgb - torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)) / torch.tensor(
            [0.229, 0.224, 0.225]).view(1, 3, 1, 1)
        for convolution in self.image_encoder.stem:
            stem = F.gelu(convolution(stem))

        summary = F.normalize(self.alignment.text["fc"](self.alignment.text["norm"](text[:, 0])), dim=-1)
        alignment = torch.einsum("bnd,bd->bn", F.normalize(self.alignment.image(image), dim=-1), summary)
        alignment = alignment * self.alignment.log_scale.exp() + self.alignment.bias
        if tokens.shape[1] == 0:
            alignment = torch.zeros_like(alignment)
        unfused = image
        image = image + self.alignment.feedback(alignment[..., None])
        if prompts:
            asked, likeness = self.pointed(unfused, patches, prompts)
            text, image = torch.cat([text, asked], 1), image + likeness
            hidden = torch.cat([hidden, torch.zeros(1, len(prompts), dtype=torch.bool)], 1)
        to_image, to_text = [], []
        for layer in self.fusion:
            text, image, a, b = layer(text, image, ~hidden)
            to_image.append(a[0])
            to_text.append(b[0])

        best = alignment.topk(max(3, alignment.shape[1] // 100), dim=1).values
        presence = self.presence(torch.cat([text[:, 0], best[:, :1] / 4, best.mean(1, True) / 4], 1))
        head = self.mask_head
        grid = image.transpose(1, 2).reshape(1, WIDTH, rows, columns)
        enlarged = F.interpolate(head.reduce(grid), stem.shape[-2:], mode="bilinear")
        detail = F.gelu(head.conv2(F.gelu(head.conv1(torch.cat([enlarged, stem], 1)))))
        kernel = head.kernel(text[:, 0])
        logits = torch.einsum("bchw,bc->bhw", detail, kernel[:, :48]) / 7 + kernel[:, 48:, None]
        return {"summary": summary, "words": text[:, 1:1 + tokens.shape[1]], "presence": presence, "alignment": alignment.view(rows, columns),
                "mask_logits": logits[0], "text_to_image": torch.stack(to_image), "image_to_text": torch.stack(to_text)}
