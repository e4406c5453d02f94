"""The grounding network, many phrases over several pictures at once. Tensor names are those of core/compact/grounding.cpp."""
import torch
import torch.nn.functional as F
from torch import nn

WIDTH, HEADS, LAYERS = 256, 8, 3
VOCABULARY, MOST_TOKENS = 3001, 47
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


class Mlp(nn.Module):
    def __init__(self, width, hidden, output, norm=False):
        super().__init__()
        if norm:
            self.norm = nn.LayerNorm(width)
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, output)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(self.norm(x) if hasattr(self, "norm") else x)))


class CrossModalAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, x, y, hidden=None):
        def split(t):
            return t.view(t.shape[0], t.shape[1], HEADS, -1).transpose(1, 2)

        scores = split(self.q(x)) @ split(self.k(y)).transpose(-1, -2) / (WIDTH // HEADS) ** 0.5
        if hidden is not None:
            scores = scores.masked_fill(hidden[:, None, None], -1e4)
        probabilities = scores.softmax(-1)
        return self.out((probabilities @ split(self.v(y))).transpose(1, 2).reshape(x.shape)), probabilities


class TextBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attn = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.mlp = Mlp(WIDTH, 4 * WIDTH, WIDTH)

    def forward(self, x, hidden):
        h = self.norm1(x)
        x = x + self.attn(h, h, h, key_padding_mask=hidden, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class FusionLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.text_norm1, self.image_norm1, self.text_norm2, self.image_norm2 = (nn.LayerNorm(WIDTH) for _ in range(4))
        self.text_to_image, self.image_to_text = CrossModalAttention(), CrossModalAttention()
        self.text_mlp, self.image_mlp = Mlp(WIDTH, 4 * WIDTH, WIDTH, norm=True), Mlp(WIDTH, 2 * WIDTH, WIDTH, norm=True)

    def forward(self, text, image, hidden):
        looked, to_image = self.text_to_image(self.text_norm1(text), self.image_norm1(image))
        text = text + looked
        text = text + self.text_mlp(text)
        image = image + self.image_to_text(self.image_norm2(image), self.text_norm2(text), hidden)[0]
        return text, image + self.image_mlp(image), to_image


class Grounding(nn.Module):
    def __init__(self):
        super().__init__()
        self.text_encoder = nn.Module()
        self.text_encoder.tokens = nn.Parameter(torch.randn(VOCABULARY, WIDTH) * 0.3)
        self.text_encoder.summary = nn.Parameter(torch.randn(1, 1, WIDTH) * 0.02)
        self.text_encoder.positions = nn.Parameter(torch.randn(MOST_TOKENS + 1, WIDTH) * 0.02)
        self.text_encoder.blocks = nn.ModuleList([TextBlock() for _ in range(2)])
        image = self.image_encoder = nn.Module()
        image.features = nn.Linear(768, WIDTH)
        image.positions = nn.Parameter(torch.randn(1, WIDTH, 18, 18) * 0.02)
        image.colours = nn.Linear(9, WIDTH)
        image.stem = nn.ModuleList([nn.Conv2d(3, 32, 3, 2, 1), nn.Conv2d(32, 48, 3, 1, 1), nn.Conv2d(48, 64, 3, 2, 1),
                                    nn.Conv2d(64, 64, 3, 1, 1)])
        self.alignment = nn.Module()
        self.alignment.image = Mlp(WIDTH, WIDTH, WIDTH, norm=True)
        self.alignment.text = nn.ModuleDict({"norm": nn.LayerNorm(WIDTH), "fc": nn.Linear(WIDTH, WIDTH)})
        self.alignment.log_scale = nn.Parameter(torch.tensor(2.5))
        self.alignment.bias = nn.Parameter(torch.tensor(-3.0))
        self.alignment.feedback = nn.Linear(1, WIDTH)
        self.fusion = nn.ModuleList([FusionLayer() for _ in range(LAYERS)])
        head = self.mask_head = nn.Module()
        head.reduce = nn.Conv2d(WIDTH, 64, 1)
        head.conv1, head.conv2 = nn.Conv2d(128, 48, 3, 1, 1), nn.Conv2d(48, 48, 3, 1, 1)
        head.kernel = Mlp(WIDTH, WIDTH, 49)
        self.presence = Mlp(WIDTH + 2, 64, 1)

    def read_text(self, tokens):
        """tokens [q, n] -> text [q, 1 + n, width], hidden [q, 1 + n], unit-length summaries [q, width]"""
        encoder = self.text_encoder
        hidden = torch.cat([torch.zeros(len(tokens), 1, dtype=torch.bool), tokens == 0], 1)
        text = F.embedding(tokens, encoder.tokens) + encoder.positions[:tokens.shape[1]]
        text = torch.cat([encoder.summary.expand(len(tokens), -1, -1), text], 1)
        for block in encoder.blocks:
            text = block(text, hidden)
        return text, hidden, F.normalize(self.alignment.text["fc"](self.alignment.text["norm"](text[:, 0])), dim=-1)

    def read_picture(self, rgb, patches, kept=None, spoil=None):
        """rgb [b, 3, h, w] 0..1, patches [b, n, 768] -> tokens and unit-length aligned [b, n, width]

        kept [b, k]: only these patches; spoil is applied to their features."""
        rows, columns = rgb.shape[2] // 14, rgb.shape[3] // 14
        mean = F.adaptive_avg_pool2d(rgb, (rows, columns))
        deviation = (F.adaptive_avg_pool2d(rgb * rgb, (rows, columns)) - mean * mean).clamp_min(0).sqrt()
        colours = torch.cat([mean, deviation, F.adaptive_max_pool2d(rgb, (rows, columns))], 1)
        positions = F.interpolate(self.image_encoder.positions, (rows, columns), mode="bilinear")
        positions, colours = positions.flatten(2).transpose(1, 2), colours.flatten(2).transpose(1, 2)
        if kept is not None:
            positions, colours, patches = (t.expand(len(kept), -1, -1).gather(1, kept[..., None].expand(-1, -1, t.shape[-1]))
                                           for t in (positions, colours, patches))
        patches = spoil(patches) if spoil else patches
        tokens = self.image_encoder.features(patches) + positions + self.image_encoder.colours(colours)
        return tokens, F.normalize(self.alignment.image(tokens), dim=-1)

    def scaled(self, cosine):
        return cosine * self.alignment.log_scale.exp() + self.alignment.bias

    def search(self, rgb, tokens, alignment, of, text, hidden):
        """of [q]: the picture of each phrase; rgb may be None: no masks then. -> mask logits [q, h / 4, w / 4], presence [q], attention of each layer"""
        image = tokens[of] + self.alignment.feedback(alignment[..., None])
        attention = []
        for layer in self.fusion:
            text, image, looked = layer(text, image, hidden)
            attention.append(looked)
        best = alignment.topk(max(3, alignment.shape[1] // 100), dim=1).values
        told = torch.stack([best[:, 0], best.mean(1)], 1)
        presence = self.presence(torch.cat([text[:, 0], told.detach() / 4], 1))[:, 0]
        masks = None if rgb is None else self.masks(rgb, image, of, text[:, 0])
        return masks, presence, attention

    def masks(self, rgb, image, of, summary):
        stem = (rgb - MEAN) / DEVIATION
        for convolution in self.image_encoder.stem:
            stem = F.gelu(convolution(stem))
        rows, columns = rgb.shape[2] // 14, rgb.shape[3] // 14
        grid = image.transpose(1, 2).reshape(-1, WIDTH, rows, columns)
        enlarged = F.interpolate(self.mask_head.reduce(grid), stem.shape[-2:], mode="bilinear")
        # conv1 of both halves apart: the picture's is the same for all its phrases.
        half = self.mask_head.conv1.weight
        detail = F.conv2d(enlarged, half[:, :64], self.mask_head.conv1.bias, padding=1) + F.conv2d(stem, half[:, 64:], padding=1)[of]
        detail = F.gelu(self.mask_head.conv2(F.gelu(detail)))
        kernel = self.mask_head.kernel(summary)
        masks = torch.einsum("bchw,bc->bhw", detail, kernel[:, :48]) / 7 + kernel[:, 48:, None]
        return masks
