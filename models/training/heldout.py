"""Scenes that no training step sees, as a set that bench_photoset and evaluate.py read: heldout.py CACHE OUT [COUNT]

Thresholds and ways are chosen on these; the photographs of tests/photoset are only ever measured on. The cut-outs are those of
training (in other places, colours and light), the scenes 448 pixels a side.
"""
import json
import pathlib
import random
import sys

import cv2
import numpy as np

import phrases
import scenes
import train

SIDE = 448
FIRST_SEED = 10_000_000


def polygons(mask):
    found = cv2.findContours(mask.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)[0]
    return [(c.reshape(-1) + 0.5).tolist() for c in found if len(c) > 2]


def click(mask, rng):
    distance = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    ys, xs = np.nonzero(distance >= 0.6 * distance.max())
    i = rng.randrange(len(ys))
    return [int(xs[i]), int(ys[i])]


def ask(stage, meaning, scene, rng):
    """A thing, colour that parts of the scene satisfy, and their union; or None where that cannot be said."""
    part = rng.choice(scene)
    thing = part["thing"]
    colour = part["colour"] if part["colour"] and rng.random() < 0.35 else None
    if thing >= 0 and colour is None and rng.random() < 0.1:
        thing = -2 - stage.things[thing].family
    says = [meaning(thing, colour, p) for p in scene]
    if -1 in says or meaning.ground(thing, colour) == -1:
        return None
    return thing, colour, np.any([p["mask"] for p, s in zip(scene, says) if s == 1], 0), sum(s == 1 for s in says)


def main(cache, out, count):
    scenes.SIDE = SIDE
    stage, out = scenes.Stage(cache), pathlib.Path(out)
    meaning, rng = train.Meaning(stage), random.Random(5)
    out.mkdir(parents=True, exist_ok=True)
    made = {"photos": [], "masks": [], "phrases": [], "absent": []}
    for i in range(count):
        rgb, scene = scenes.make(stage, FIRST_SEED + i)
        name = f"s{i:03}"
        cv2.imwrite(str(out / f"{name}.png"), rgb[..., ::-1])
        made["photos"].append({"id": name, "path": f"{name}.png", "size": [SIDE, SIDE], "grid": [SIDE, SIDE]})
        for k, part in enumerate(p for p in scene if p["mask"].sum() > 600 and p["kind"] != "ground"):
            made["masks"].append({"id": f"{name}/part{k}", "photo": name, "area": float(part["mask"].mean()), "noun": "",
                                  "click": click(part["mask"], rng), "polygons": polygons(part["mask"])})
        for k in range(4):
            asked = ask(stage, meaning, scene, rng) if scene and k < 2 else None
            chinese = rng.random() < 0.5
            entry = {"id": f"{name}-{k}", "photo": name, "language": "zh" if chinese else "en"}
            if asked and asked[2].sum() > 600:
                thing, colour, mask, fits = asked
                kind = "text" if thing == -1 else "thing"
                made["masks"].append({"id": f"{name}/{k}", "photo": name, "area": float(mask.mean()), "noun": "", "click": None, "polygons": polygons(mask)})
                made["phrases"].append(entry | {"text": phrases.phrase(stage, thing, colour, chinese, rng, False), "mask": f"{name}/{k}",
                                                "category": kind, "tags": ["several"] if fits > 1 else [], "everyday": True})
            elif k >= 2:
                thing = rng.randrange(len(stage.things))
                if all(meaning(thing, None, p) == 0 for p in scene) and meaning.ground(thing, None) == 0:
                    made["absent"].append(entry | {"text": phrases.phrase(stage, thing, None, chinese, rng, False)})
    (out / "set.json").write_text(json.dumps(made, ensure_ascii=False), "utf8")
    print({k: len(v) for k, v in made.items()})


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 80)
