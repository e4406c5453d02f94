"""Composed scenes: cut-outs on wallpapers or plain grounds, made to look like photographs as far as that goes.

make(seed) gives the picture (uint8 RGB, SIDE x SIDE) and its parts: dictionaries with thing, colour (a name or None), real
(the colour is its own), mask (bool, SIDE x SIDE) and kind ("thing", "text" or "ground").
"""
import glob
import pathlib
import pickle
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import colours
import things

SIDE = 252
WORDS = ["SALE", "NEW", "50% OFF", "$39.9", "¥299", "SAMPLE", "watermark", "PHOTO", "Brand", "Hot", "COPYRIGHT", "LOGO", "www.shop.com",
         "Summer", "Best Price", "2026", "LIMITED", "OPEN", "Free Shipping", "STOP", "EXIT", "Coffee", "HOTEL", "N° 5"]
WEIGHT = {"stamp": 4, "render": 2.5, "clipart": 1, "emoji": 1}


class Stage:
    """All that scenes are made of."""

    def __init__(self, cache):
        cache = pathlib.Path(cache)
        self.things, self.families = things.read()
        self.by_thing = {}
        for thing, source, _, colour, image in pickle.load(open(cache / "cutouts.pkl", "rb")):
            self.by_thing.setdefault(thing, []).append((WEIGHT[source], colour, image))
        self.present = sorted(self.by_thing)
        self.grounds = [g for _, g in pickle.load(open(cache / "grounds.pkl", "rb"))]
        self.ground_boxes = {}
        index = {t.english[0]: t.index for t in self.things}
        for line in (things.HERE / "grounds.tsv").read_text("utf8").splitlines():
            if line and not line.startswith("#"):
                number, name, *box = line.split("\t")
                self.ground_boxes.setdefault(int(number), []).append((index[name], [float(b) for b in box]))
        self.fonts = [f for f in glob.glob("/usr/share/fonts/truetype/**/*.ttf", recursive=True) if "DejaVu" in f or f.endswith(("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSerif-Regular.ttf"))]

    def pick(self, rng, thing):
        entries = self.by_thing[thing]
        return rng.choices(entries, [w for w, _, _ in entries])[0]


def plain_ground(rng):
    base = np.array([rng.randint(0, 255) for _ in range(3)], np.float32)
    other = np.clip(base + np.array([rng.uniform(-70, 70) for _ in range(3)], np.float32), 0, 255)
    if rng.random() < 0.6:
        base, other = base * 0.25 + 185, other * 0.25 + 185
    ramp = np.linspace(0, 1, SIDE, dtype=np.float32)
    ramp = ramp[:, None] if rng.random() < 0.7 else ramp[None, :]
    image = base * (1 - ramp[..., None]) + other * ramp[..., None] + np.zeros((SIDE, SIDE, 1), np.float32)
    if rng.random() < 0.5:  # A floor or table below a wall.
        edge = rng.randint(SIDE // 2, SIDE - 30)
        image[edge:] = np.array([rng.randint(30, 230) for _ in range(3)], np.float32) * np.linspace(
            0.85, 1.1, SIDE - edge, dtype=np.float32)[:, None, None]
    noise = np.random.RandomState(rng.randint(0, 1 << 30)).randn(SIDE // 4, SIDE // 4, 3).astype(np.float32)
    return np.clip(image + cv2.resize(noise, (SIDE, SIDE)) * rng.uniform(0, 8), 0, 255)


def ground(stage, rng):
    """A ground (float32 BGR) and its labelled parts."""
    if rng.random() < 0.25:
        return plain_ground(rng), []
    labelled = list(stage.ground_boxes)
    number = rng.choice(labelled) if rng.random() < 0.45 else rng.randrange(len(stage.grounds))
    image = stage.grounds[number]
    h, w = image.shape[:2]
    side = int(min(h, w) * rng.uniform(0.4, 1.0))
    y, x = rng.randint(0, h - side), rng.randint(0, w - side)
    crop = cv2.resize(image[y:y + side, x:x + side], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    flip = rng.random() < 0.5
    parts = []
    for thing, (x0, y0, x1, y1) in stage.ground_boxes.get(number, []):
        mask = np.zeros((SIDE, SIDE), bool)
        a, b = int((y0 * h - y) / side * SIDE), int((y1 * h - y) / side * SIDE)
        c, d = int((x0 * w - x) / side * SIDE), int((x1 * w - x) / side * SIDE)
        mask[max(a, 0):max(b, 0), max(c, 0):max(d, 0)] = True
        mask = mask[:, ::-1] if flip else mask
        if mask.sum() > 600:
            parts.append({"thing": thing, "colour": None, "real": False, "mask": mask.copy(), "kind": "ground"})
    crop = crop[:, ::-1] if flip else crop
    if rng.random() < 0.25:
        crop = cv2.GaussianBlur(crop, (0, 0), rng.uniform(1, 4))
    return crop.astype(np.float32), parts


def turned(image, rng):
    h, w = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), rng.gauss(0, 12), 1)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    nw, nh = int(h * sin + w * cos), int(h * cos + w * sin)
    matrix[0, 2] += nw / 2 - w / 2
    matrix[1, 2] += nh / 2 - h / 2
    return cv2.warpAffine(image, matrix, (nw, nh))


def paste(canvas, parts, image, x, y, rng, shadow):
    """Lays a cut-out down with a soft edge, matched light and perhaps a shadow. Returns its mask or None."""
    h, w = image.shape[:2]
    x0, y0, x1, y1 = max(0, x), max(0, y), min(SIDE, x + w), min(SIDE, y + h)
    if x1 - x0 < 8 or y1 - y0 < 8:
        return None
    part = image[y0 - y:y1 - y, x0 - x:x1 - x].astype(np.float32)
    alpha = part[..., 3:] / 255
    colour = part[..., :3]
    around = canvas[y0:y1, x0:x1]
    if rng.random() < 0.6:  # The light of the place it stands in.
        cast = around.mean((0, 1)) / max(around.mean(), 1.0)
        colour = colour * (1 + (cast - 1) * rng.uniform(0, 0.35)) * (1 + (around.mean() / 128 - 1) * rng.uniform(0, 0.3))
    colour = np.clip(colour * rng.uniform(0.8, 1.2), 0, 255)
    if rng.random() < 0.4:  # Light from one side.
        ramp = np.linspace(rng.uniform(0.65, 1), rng.uniform(0.9, 1.15), x1 - x0, dtype=np.float32)
        colour = np.clip(colour * ramp[None, :, None], 0, 255)
    if rng.random() < 0.7:
        alpha = cv2.GaussianBlur(alpha, (0, 0), rng.uniform(0.4, 1.1))[..., None]
    if shadow:
        dark = np.zeros((SIDE, SIDE), np.float32)
        dx, dy = int(rng.uniform(-0.1, 0.1) * w), int(rng.uniform(0, 0.08) * h)
        a, b, c, d = np.clip([y0 + dy, y1 + dy, x0 + dx, x1 + dx], 0, SIDE)
        dark[a:b, c:d] = alpha[:b - a, :d - c, 0]
        dark = cv2.GaussianBlur(dark, (0, 0), rng.uniform(3, 9)) * rng.uniform(0.2, 0.6)
        canvas *= 1 - dark[..., None]
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - alpha) + colour * alpha
    mask = np.zeros((SIDE, SIDE), bool)
    mask[y0:y1, x0:x1] = alpha[..., 0] > 0.5
    for other in parts:
        other["mask"] &= ~mask
    return mask


def add_thing(stage, canvas, parts, rng, count):
    earlier = [p for p in parts if p["kind"] == "thing"]
    again = rng.choice(earlier) if earlier and rng.random() < 0.25 else None
    thing = again["thing"] if again else rng.choice(stage.present)
    _, colour, image = stage.pick(rng, thing)
    real = colour is not None
    if rng.random() < 0.4:
        colour, real = rng.choice(list(colours.BASIC) * 2 + colours.NAMES), False
        if earlier and rng.random() < 0.25:
            colour = rng.choice(earlier)["colour"] or colour  # Distractors of the same colour.
        image = colours.recoloured(image, colour, rng)
    large = rng.random() < (0.5 if count == 1 else 0.15)
    size = rng.uniform(0.75, 1.7) if large else rng.uniform(0.18, 0.75 if count < 4 else 0.45)
    scale = size * SIDE / max(image.shape[:2])
    image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    if rng.random() < 0.5:
        image = image[:, ::-1]
    image = turned(np.ascontiguousarray(image), rng) if rng.random() < 0.4 else np.ascontiguousarray(image)
    h, w = image.shape[:2]
    slack = 0.45 if large else 0.2
    x = rng.randint(int(-w * slack), max(int(-w * slack) + 1, int(SIDE - w * (1 - slack))))
    y = rng.randint(int(-h * slack), max(int(-h * slack) + 1, int(SIDE - h * (1 - slack))))
    mask = paste(canvas, parts, image, x, y, rng, rng.random() < 0.5)
    if mask is not None:
        parts.append({"thing": thing, "colour": colour, "real": real, "mask": mask, "kind": "thing"})


def add_text(stage, canvas, parts, rng):
    font = ImageFont.truetype(rng.choice(stage.fonts), rng.randint(14, 52))
    word = rng.choice(WORDS)
    box = font.getbbox(word)
    image = Image.new("RGBA", (box[2] - box[0] + 8, box[3] - box[1] + 8))
    colour = rng.choice(list(colours.BASIC))
    ImageDraw.Draw(image).text((4 - box[0], 4 - box[1]), word, font=font, fill=colours.rgb(colour)[::-1] + (255,))
    pixels = np.array(image)
    solid = cv2.dilate(pixels[..., 3], np.ones((5, 5))) > 30
    alpha = pixels[..., 3:] / 255 * rng.choice([1, 1, 0.6, 0.4])
    h, w = solid.shape
    x = rng.choice([4, (SIDE - w) // 2, SIDE - w - 4]) + rng.randint(-4, 4)
    y = rng.choice([4, (SIDE - h) // 2, SIDE - h - 4]) + rng.randint(-4, 4)
    x0, y0, x1, y1 = max(0, x), max(0, y), min(SIDE, x + w), min(SIDE, y + h)
    if x1 - x0 < 10 or y1 - y0 < 6:
        return
    inner = np.s_[y0 - y:y1 - y, x0 - x:x1 - x]
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - alpha[inner]) + pixels[inner][..., :3] * alpha[inner]
    mask = np.zeros((SIDE, SIDE), bool)
    mask[y0:y1, x0:x1] = solid[inner]
    parts.append({"thing": -1, "colour": None, "real": False, "mask": mask, "kind": "text"})


def photographed(image, rng):
    if rng.random() < 0.4:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.3))
    if rng.random() < 0.5:
        image = image * np.array([rng.uniform(0.88, 1.12) for _ in range(3)], np.float32) * rng.uniform(0.8, 1.15)
    if rng.random() < 0.5:
        noise = np.random.RandomState(rng.randint(0, 1 << 30)).randn(*image.shape).astype(np.float32)
        image = image + noise * rng.uniform(1, 9)
    image = np.clip(image, 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(35, 92)])[1], 1)
    if rng.random() < 0.06:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return image


def make(stage, seed):
    rng = random.Random(seed)
    canvas, parts = ground(stage, rng)
    count = rng.choice([1, 1, 1, 2, 2, 3, 3, 4, 5])
    for _ in range(count):
        add_thing(stage, canvas, parts, rng, count)
    if rng.random() < 0.25:
        add_text(stage, canvas, parts, rng)
    image = photographed(canvas, rng)
    return image[..., ::-1].copy(), [p for p in parts if p["mask"].sum() > 100]
