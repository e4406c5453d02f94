"""Cut-outs with names: pictures with an alpha channel out of Debian packages, matched with names.txt by what they are called.

    cutouts.py CACHE

CACHE/root holds the unpacked packages, CACHE/renders what render_furniture.py made. Writes CACHE/cutouts.pkl, a list of
(thing, source, name, colour, BGRA uint8 up to 256 pixels), and CACHE/cutouts.tsv with the source and licence of each.
"""
import pathlib
import pickle
import re
import subprocess
import sys
import unicodedata

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import colours
import things

SIDE = 256
MOST_PER_SOURCE = {"stamp": 60, "render": 90, "clipart": 30, "emoji": 6}
LICENCES = {
    "stamp": "tuxpaint-stamps-default: public domain, GPL-2 or CC-BY-SA, see its copyright file",
    "render": "sweethome3d-furniture: CC-BY 3.0, CC0 or Free Art, see its copyright file",
    "clipart": "openclipart-png: public domain",
    "emoji": "fonts-noto-color-emoji: SIL Open Font License 1.1",
}
DRAWERS = "animals|buildings|computer|containers|decorations|education|electronics|food|office|people|plants|recreation|" \
          "science|tools|transportation|signs_and_symbols|unsorted"


def trimmed(image):
    """Cropped to what is opaque and shrunk; None where there is no shape to cut out."""
    if image is None or image.ndim != 3 or image.shape[2] != 4:
        return None
    if image.dtype != np.uint8:
        image = (image / 257).astype(np.uint8)
    ys, xs = np.where(image[..., 3] > 40)
    if len(ys) < 300:
        return None
    image = image[ys.min():ys.max() + 1, xs.min():xs.max() + 1]
    scale = SIDE / max(image.shape[:2])
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    solid = image[..., 3] > 128
    if solid.mean() < 0.1 or solid.mean() > 0.985 or min(image.shape[:2]) < 16:
        return None  # Line drawings, and whole rectangles: pictures rather than cut-outs.
    grey = cv2.cvtColor(image[..., :3], cv2.COLOR_BGR2GRAY)[solid]
    if grey.std() < 3 and grey.mean() < 60:
        return None  # Silhouettes.
    return image


def read(path, scratch):
    if path.suffix == ".svg":
        out = scratch / (re.sub(r"\W", "_", str(path))[-120:] + ".png")
        if not out.exists():
            subprocess.run(["rsvg-convert", "-w", str(SIDE), "-a", str(path), "-o", str(out)], timeout=30,
                           stderr=subprocess.DEVNULL, check=False)
        path = out
    return trimmed(cv2.imread(str(path), cv2.IMREAD_UNCHANGED))


def stamps(root):
    for path in sorted((root / "usr/share/tuxpaint/stamps").rglob("*")):
        if path.suffix not in (".png", ".svg") or re.search("mirror|flip|/symbols/(alphabets|math|music)", str(path)):
            continue
        text = path.with_suffix(".txt")
        said = text.read_text("utf8", "ignore").splitlines()[:1] if text.exists() else []
        yield path, [path.stem] + [re.sub(r"[.!]", "", s) for s in said]


def clipart(root):
    base = root / "usr/share/openclipart/png"
    for path in sorted(base.rglob("*.png")):
        if re.match(DRAWERS, str(path.relative_to(base))) and not re.search(
                r"_bw|black_and_white|lineart|line_art|outline|silhouette|icon|coloring|sketch|symbol|logo", path.stem):
            yield path, [path.stem]


def renders(cache):
    table = cache / "renders/furniture.tsv"
    for line in table.read_text("utf8").splitlines():
        file, name, tags, _ = line.split("\t")
        yield cache / "renders" / file, [name, re.sub(r"-\d+\.png$", "", file).split("_", 1)[1], tags.split(",")[0]]


def emoji(root):
    font = ImageFont.truetype(str(root / "usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"), 109)
    for code in list(range(0x2600, 0x27c0)) + list(range(0x1f300, 0x1fb00)):
        name = unicodedata.name(chr(code), "")
        if not name or not font.getmask(chr(code), mode="RGBA").getbbox():
            continue
        image = Image.new("RGBA", (136, 128))
        ImageDraw.Draw(image).text((0, 0), chr(code), font=font, embedded_color=True)
        yield name, np.array(image)[..., [2, 1, 0, 3]].copy()


def main(cache):
    known, _ = things.read()
    match = things.Matcher(known)
    scratch = cache / "svg"
    scratch.mkdir(exist_ok=True)
    found, seen = [], {}

    def add(source, names, image, name):
        thing = next((t for t in map(match, names) if t is not None), None)
        if thing is None or "@" + source in known[thing].refused:
            return
        count = seen.get((thing, source), 0)
        if count < MOST_PER_SOURCE[source]:
            image = image() if callable(image) else trimmed(image)
            if image is not None:
                seen[thing, source] = count + 1
                found.append((thing, source, name, colours.name_of(image), image))

    for path, names in stamps(cache / "root"):
        add("stamp", names, lambda path=path: read(path, scratch), path.name)
    for path, names in renders(cache):
        add("render", names, lambda path=path: read(path, scratch), path.name)
    for path, names in clipart(cache / "root"):
        add("clipart", names, lambda path=path: read(path, scratch), path.name)
    for name, image in emoji(cache / "root"):
        add("emoji", [name], image, name)

    rejected = {line.strip() for line in (things.HERE / "rejected.txt").read_text("utf8").splitlines()
                if line.strip() and not line.startswith("#")}
    found = [f for f in found if f"{known[f[0]].name}:{f[2]}" not in rejected]
    pickle.dump(found, open(cache / "cutouts.pkl", "wb"))
    (cache / "cutouts.tsv").write_text("".join(
        f"{known[t].name}\t{source}\t{name}\t{colour or ''}\t{LICENCES[source]}\n" for t, source, name, colour, _ in found), "utf8")
    counts = [sum(1 for f in found if f[0] == t.index) for t in known]
    print(len(found), "cut-outs of", sum(c > 0 for c in counts), "things; none:",
          ", ".join(t.name for t, c in zip(known, counts) if c == 0))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
