#!/usr/bin/env python3
"""Draws the worst phrases of the photo set: the photograph, the annotated thing (green) and what was found (red), with the phrase.

Usage: python3 tests/photoset/draw_worst.py PREDICTIONS OUT.jpg [--photos DIR] [--count N] [--columns N] [--font FILE]

PREDICTIONS as for evaluate.py, whose order ("iou" of the map, whatever "found" says) is kept, one phrase a mask. Needs numpy, OpenCV and
Pillow. --font is one with Chinese glyphs; photographs come from fetch_photos.py.
"""

import argparse
import pathlib

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import evaluate

TILE, CAPTION = 300, 34
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def tile(path, truth, found, lines, font):
    """One photograph with both outlines over a caption of two lines -> uint8 (TILE + CAPTION, TILE, 3), RGB."""
    height, width = truth.shape
    scale = TILE / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = cv2.resize(cv2.imread(str(path), cv2.IMREAD_COLOR), size, interpolation=cv2.INTER_AREA)[..., ::-1].copy()
    for mask, colour in ((truth, (0, 210, 80)), (found, (255, 50, 50))):
        small = cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
        outlines, _ = cv2.findContours((small > 127).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(picture, outlines, -1, colour, 2, cv2.LINE_AA)
    sheet = Image.new("RGB", (TILE, TILE + CAPTION), "white")
    sheet.paste(Image.fromarray(picture), ((TILE - size[0]) // 2, (TILE - size[1]) // 2))
    draw = ImageDraw.Draw(sheet)
    for row, line in enumerate(lines):
        draw.text((4, TILE + 1 + row * 16), line, "black", font)
    return np.asarray(sheet)


def main():
    """Reads the command line and writes the sheet."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("predictions", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--photos", type=pathlib.Path, default=pathlib.Path.home() / ".cache/focal/photoset")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--font", default=FONT)
    asked = parser.parse_args()
    photoset, font = evaluate.load_set(), ImageFont.truetype(asked.font, 13)
    phrases = {phrase["id"]: phrase for phrase in photoset["phrases"]}
    photos = {photo["id"]: photo for photo in photoset["photos"]}
    masks = {mask["id"]: mask for mask in photoset["masks"]}
    rows = [row for row in evaluate.measure(photoset, asked.predictions) if "iou" in row["figures"]]
    tiles, shown = [], set()
    for row in sorted(rows, key=lambda row: (row["figures"]["iou_mask"], row["id"])):
        phrase, photo = phrases[row["id"]], photos[row["photo"]]
        if phrase["mask"] in shown or len(tiles) == asked.count:
            continue
        shown.add(phrase["mask"])
        truth = evaluate.rasterise(masks[phrase["mask"]]["polygons"], *photo["grid"])
        values = evaluate.read_map(asked.predictions / (row["id"] + ".png"), *photo["grid"])
        found = values >= 127.5 if values is not None else np.zeros_like(truth)
        verdict = "" if row["figures"]["present"] else ", said to be absent"
        tiles.append(tile(asked.photos / (photo["id"] + pathlib.PurePosixPath(photo["path"]).suffix.lower()), truth, found,
                          [phrase["text"], f"{photo['id']}: {row['figures']['iou_mask']:.2f}{verdict}"], font))
    tiles += [np.full_like(tiles[0], 255)] * (-len(tiles) % asked.columns)
    lines = [np.hstack(tiles[i:i + asked.columns]) for i in range(0, len(tiles), asked.columns)]
    Image.fromarray(np.vstack(lines)).save(asked.out, quality=82)


if __name__ == "__main__":
    main()
