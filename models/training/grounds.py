"""Wallpapers of the unpacked packages, each picture once, 768 pixels along the shorter side: grounds.py CACHE -> CACHE/grounds.pkl

The numbers in grounds.tsv count these pictures, so the order is fixed: by path.
"""
import pathlib
import pickle
import sys

import cv2
import numpy as np

KINDS = (".jpg", ".png", ".jpeg", ".webp")


def main(cache):
    share = cache / "root/usr/share"
    found = sorted(str(p) for pattern in ("wallpapers/*/contents/images/*", "wallpapers/*", "backgrounds/**/*")
                   for p in share.glob(pattern) if p.suffix.lower() in KINDS)
    seen, out, thumbs = set(), [], []
    for path in found:
        key = path.split("/contents/")[0]
        image = None if key in seen else cv2.imread(path)
        if image is None:
            continue
        seen.add(key)
        scale = 768 / min(image.shape[:2])
        if scale < 1:
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        thumb = cv2.resize(image, (16, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
        if all(np.abs(thumb - other).mean() >= 6 for other in thumbs):
            thumbs.append(thumb)
            out.append((path, image))
    pickle.dump(out, open(cache / "grounds.pkl", "wb"))
    print(len(out), "grounds")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
