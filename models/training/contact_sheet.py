"""A sheet of the cut-outs, a row of ten for each thing, to look for noise: contact_sheet.py CACHE OUT FIRST LAST"""
import pathlib
import pickle
import random
import sys

import cv2
import numpy as np

import things

SIDE, COLUMNS = 52, 11


def main(cache, out, first, last):
    known, _ = things.read()
    by_thing = {}
    for thing, source, name, _, image in pickle.load(open(cache / "cutouts.pkl", "rb")):
        by_thing.setdefault(thing, []).append(image)
    rows = []
    for thing in known[first:last]:
        images = by_thing.get(thing.index, [])
        images = random.Random(1).sample(images, min(COLUMNS - 1, len(images)))
        row = np.full((SIDE, SIDE * (COLUMNS - 1) + 90, 3), 205, np.uint8)
        cv2.putText(row, f"{thing.index} {thing.name}"[:15], (1, 30), 0, 0.33, (0, 0, 0))
        for i, image in enumerate(images):
            scale = (SIDE - 4) / max(image.shape[:2])
            small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            alpha = small[..., 3:] / 255.0
            place = row[2:2 + small.shape[0], 90 + i * SIDE:90 + i * SIDE + small.shape[1]]
            place[:] = small[..., :3] * alpha + place * (1 - alpha)
        rows.append(row)
    half = (len(rows) + 1) // 2
    rows += [np.full_like(rows[0], 255)] * (2 * half - len(rows))
    cv2.imwrite(str(out), np.hstack([np.vstack(rows[:half]), np.vstack(rows[half:])]))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
