"""The grounding network, many phrases over several pictures at once. Tensor names are those of core/compact/grounding.cpp."""
import torch
import torch.nn.functional as F
from torch import nn

WIDTH, HEADS, LAYERS = 256, 8, 3
VOCABULARY, MOST_TOKENS = 3001, 47
PROMPTS = ("here", "not here", "box", "brush")
MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def patch_colours(rgb):
    """Mean, deviation and maximum of each colour in each patch: [b, 3, h, w] 0..1 -> [b, n, 9]"""
    grid = (rgb.shape[2] // 14, rgb.shape[3] // 14)
    mean = F.adaptive_avg_pool2d(rgb, grid)
    deviation = (F.adaptive_avg_pool2d(rgb * rgb, grid) - mean * mean).clamp_min(0).sqrt()
    return torch.cat([mean, deviation, F.adaptive_max_pool2d(rgb, grid)], 1).flatten(2).transpose(1, 2)


def alikeness(patches, under):
    """Cosine of each patch's features, centred over the picture, with the mean of those under the prompts, of both layers.

    patches [q, n, 768], under [q, k, n] -> [q, n, 2]"""
    share = under.sum(1, keepdim=True)
    alike = []
    for half in patches.float().chunk(2, -1):
        unit = F.normalize(half - half.mean(1, keepdim=True), dim=-1)
        alike.append(unit @ F.normalize(share @ unit, dim=-1).transpose(1, 2))
    return torch.cat(alike, -1)


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
        self.prompt = nn.Module()
        self.prompt.kinds = nn.Parameter(torch.randn(len(PROMPTS), WIDTH) * 0.02)
        self.prompt.bounds = nn.Linear(4, WIDTH)
        self.prompt.likeness = nn.Linear(2, WIDTH)

    def read_text(self, tokens):
        """tokens [q, n] -> text [q, 1 + n, width], hidden [q, 1 + n], unit-length summaries [q, width]"""
        encoder = self.text_encoder
        hidden = torch.cat([torch.zeros(len(tokens), 1, dtype=torch.bool), tokens == 0], 1)
        text = F.embedding(tokens, encoder.tokens) + encoder.positions[:tokens.shape[1]]
        text = torch.cat([encoder.summary.expand(len(tokens), -1, -1), text], 1)
        for block in encoder.blocks:
            text = block(text, hidden)
        return text, hidden, F.normalize(self.alignment.text["fc"](self.alignment.text["norm"](text[:, 0])).float(), dim=-1)

    def read_picture(self, colours, grid, patches, kept=None, spoil=None):
        """colours [b, n, 9] as patch_colours gives them, grid (rows, columns), patches [b, n, 768]
        -> tokens and unit-length aligned [b, n, width], and the patches as they were used

        kept [b, k]: only these patches; spoil is applied to their features."""
        positions = F.interpolate(self.image_encoder.positions, grid, mode="bilinear").flatten(2).transpose(1, 2)
        if kept is not None:
            positions, colours, patches = (t.expand(len(kept), -1, -1).gather(1, kept[..., None].expand(-1, -1, t.shape[-1]))
                                           for t in (positions, colours, patches))
        patches = spoil(patches) if spoil else patches
        tokens = self.image_encoder.features(patches) + positions + self.image_encoder.colours(colours)
        return tokens, F.normalize(self.alignment.image(tokens).float(), dim=-1), patches

    def read_prompts(self, tokens, patches, under, kinds, bounds):
        """What was pointed at, as further tokens beside the words, and how much each patch looks like it.

        tokens [q, n, width], patches [q, n, 768]; under [q, k, n]: share of each patch in each prompt, sums to 1, all 0 where
        there is no such prompt; kinds [q, k] in PROMPTS; bounds [q, k, 4]: left, top, right, bottom as shares of the picture
        -> prompts [q, k, width], hidden [q, k], likeness [q, n, width]"""
        hidden = under.sum(-1) < 0.5
        prompts = torch.bmm(under.to(tokens.dtype), tokens) + self.prompt.kinds[kinds] + self.prompt.bounds(bounds)
        alike = alikeness(patches, under * (kinds != 1)[..., None])
        pointed = (under.sum(-1) * (kinds != 1)).amax(1)[:, None, None]
        return prompts, hidden, self.prompt.likeness(alike) * pointed

    def scaled(self, cosine):
        return cosine * self.alignment.log_scale.exp() + self.alignment.bias

    def search(self, rgb, grid, tokens, alignment, of, text, hidden, likeness=None, blind=0):
        """of [q]: the picture of each phrase; rgb may be None: no masks then; text may end in prompts, alignment is 0 where no
        words are said -> mask logits [q, h / 4, w / 4], presence [q], attention of each layer"""
        image = tokens[of] + self.alignment.feedback(alignment[..., None])
        if likeness is not None:
            image = image + likeness
        attention = []
        for layer in self.fusion:
            text, image, looked = layer(text, image, hidden)
            attention.append(looked)
        best = alignment.topk(max(3, alignment.shape[1] // 100), dim=1).values
        told = torch.stack([best[:, 0], best.mean(1)], 1)
        presence = self.presence(torch.cat([text[:, 0], told.detach() / 4], 1))[:, 0]
        masks = None if rgb is None else self.masks(rgb, grid, image, of, text[:, 0], blind)
        return masks, presence, attention

    def masks(self, rgb, shape, image, of, summary, blind=0):
        """blind: share of the pictures whose pixels the head does not see: pasted edges must not give the answer away."""
        stem = (rgb - MEAN) / DEVIATION
        for convolution in self.image_encoder.stem:
            stem = F.gelu(convolution(stem))
        stem = stem * (torch.rand(len(stem), 1, 1, 1) >= blind)
        grid = image.transpose(1, 2).reshape(-1, WIDTH, *shape)
        enlarged = F.interpolate(self.mask_head.reduce(grid), stem.shape[-2:], mode="bilinear")
        # conv1 of both halves apart: the picture's is the same for all its phrases.
        half = self.mask_head.conv1.weight
        detail = F.conv2d(enlarged, half[:, :64], self.mask_head.conv1.bias, padding=1) + F.conv2d(stem, half[:, 64:], padding=1)[of]
        detail = F.gelu(self.mask_head.conv2(F.gelu(detail)))
        kernel = self.mask_head.kernel(summary)
        return torch.bmm(kernel[:, None, :48], detail.flatten(2)).view(-1, *detail.shape[-2:]) / 7 + kernel[:, 48:, None]
