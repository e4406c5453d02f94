#!/usr/bin/env python3
"""Measures a text -> region model on the photo set (numpy and the standard library only).

Usage: python3 tests/photoset/evaluate.py PREDICTIONS [--against OTHER] [--vocabulary FILE] [--json FILE] [--worst N]

PREDICTIONS is a folder that holds
  predictions.json  {"p001": {"found": true, "confidence": 0.93, "peak": [0.41, 0.62]}, ..., "a001": {"found": false}, ...}
                    one entry for each phrase (p...) and each absent phrase (a...). "peak" is optional: the place in the picture the model
                    is surest of, as fractions of width and height; without it the brightest pixel of the mask counts.
  p001.png ...      the map of each phrase, 8-bit (grey; of colour the first channel counts), 255 = surely the thing, 128 and more = in
                    the mask; any size with the photograph's shape (256 px is plenty: it is resized to the grid of the annotation)
  click/PHOTO_MASK.png ...  optional, for one click: the mask the model gives for the click point of mask "PHOTO/MASK" (those without a
                    click point hold several things, which one click cannot mean)
Missing entries and pictures count as failures, never as left out.

Figures, each with a 95 % interval from 2,000 bootstrap resamples of whole photographs (seed fixed):
  iou       mean intersection over union of the mask with the annotated one; 0 for a phrase the model says is not here
  iou_mask  the same whatever "found" says: how good the map itself is
  pointing  share of phrases whose peak lies on the thing
  present   share of phrases of things that are there that the model did not reject
  not_here  share of absent phrases that the model rejected
  click     mean IoU of the one-click masks
With --against, the differences to another model's folder are bootstrapped in pairs. With --vocabulary, a file of the names a model was
taught (a line is "english;names|more / ..."; models/training/names.txt is one), phrases are also told apart by whether their noun is
in it.
"""

import argparse
import hashlib
import json
import pathlib
import struct
import sys
import zlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
RESAMPLES = 2000
SEED = 20240607
SIZES = (("tiny (under 1 %)", 0.01), ("small (1 to 5 %)", 0.05), ("medium (5 to 25 %)", 0.25), ("large (over 25 %)", 1.1))


def load_set(check=True):
    """Reads photoset.json into a dict of its four lists; raises ValueError if it is not the frozen one."""
    data = (HERE / "photoset.json").read_bytes()
    frozen = (HERE / "frozen.sha256").read_text(encoding="ascii").split()[0]
    if check and hashlib.sha256(data).hexdigest() != frozen:
        raise ValueError("photoset.json is not the frozen one (its SHA-256 differs from frozen.sha256): figures could not be compared")
    return json.loads(data.decode("utf-8"))


def rasterise(polygons, width, height):
    """Fills polygons by the even-odd rule: [[x0, y0, x1, y1, ...], ...] in pixels -> bool array (height, width).

    A pixel is inside if its centre is; a polygon within another makes a hole.
    """
    crossings = np.zeros((height, width + 1), np.int32)
    for flat in polygons:
        points = np.asarray(flat, np.float64).reshape(-1, 2)
        for (x0, y0), (x1, y1) in zip(points, np.roll(points, -1, axis=0)):
            if y0 == y1:
                continue
            if y0 > y1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            rows = np.arange(max(0, int(np.ceil(y0 - 0.5))), min(height, int(np.ceil(y1 - 0.5))))
            columns = np.ceil(x0 + (rows + 0.5 - y0) * (x1 - x0) / (y1 - y0) - 0.5).astype(int)
            np.add.at(crossings, (rows, np.clip(columns, 0, width)), 1)
    return np.cumsum(crossings, axis=1)[:, :width] % 2 == 1


def unfilter(raw, height, stride, pixel):
    """Undoes PNG's row filters: bytes with a filter byte before each row -> uint8 array (height, stride)."""
    rows = np.zeros((height + 1, stride), np.uint8)
    data = np.frombuffer(raw, np.uint8).reshape(height, stride + 1)
    for y in range(height):
        kind, line, above = data[y, 0], data[y, 1:], rows[y]
        if kind == 0:
            rows[y + 1] = line
        elif kind == 1:
            rows[y + 1] = np.cumsum(line.reshape(-1, pixel), axis=0, dtype=np.uint64).astype(np.uint8).reshape(-1)
        elif kind == 2:
            rows[y + 1] = line + above
        else:
            rows[y + 1] = unfilter_row(kind, line.tolist(), above.tolist(), pixel)
    return rows[1:]


def unfilter_row(kind, line, above, pixel):
    """Undoes the two filters that need each byte in turn (3: average, 4: Paeth) on one row; lists of ints in and out."""
    out = []
    for i, value in enumerate(line):
        left, up = (out[i - pixel] if i >= pixel else 0), above[i]
        if kind == 3:
            guess = (left + up) // 2
        else:
            corner = above[i - pixel] if i >= pixel else 0
            near_left, near_up, near_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            guess = left if near_left <= near_up and near_left <= near_corner else up if near_up <= near_corner else corner
        out.append((value + guess) & 255)
    return out


def read_png(path):
    """Reads the first channel of an 8-bit (or 1-bit grey) PNG that is not interlaced -> uint8 array (height, width)."""
    data = path.read_bytes()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError(f"{path} is not a PNG file")
    at, packed, header = 8, [], None
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", data[at + 8:at + 8 + length])
        elif kind == b"IDAT":
            packed.append(data[at + 8:at + 8 + length])
        at += length + 12
    width, height, depth, colour, _, _, interlaced = header
    channels = {0: 1, 2: 3, 4: 2, 6: 4}.get(colour)
    if channels is None or interlaced or not (depth == 8 or (depth == 1 and colour == 0)):
        raise ValueError(f"{path}: only 8-bit PNG files without palette and interlacing are read (and 1-bit grey)")
    stride = (width * channels * depth + 7) // 8
    rows = unfilter(zlib.decompress(b"".join(packed)), height, stride, max(1, channels * depth // 8))
    if depth == 1:
        return np.unpackbits(rows, axis=1)[:, :width] * np.uint8(255)
    return rows.reshape(height, width, channels)[:, :, 0]


def resize(values, width, height):
    """Resizes uint8 (h, w) to float (height, width) bilinearly, pixel centres matching, the border repeated."""
    def axis(size, target):
        place = np.clip((np.arange(target) + 0.5) * size / target - 0.5, 0, size - 1)
        low = np.floor(place).astype(int)
        return low, np.minimum(low + 1, size - 1), place - low
    values = values.astype(np.float32)
    top, bottom, down = axis(values.shape[0], height)
    left, right, across = axis(values.shape[1], width)
    rows = values[top] + (values[bottom] - values[top]) * down[:, None].astype(np.float32)
    return rows[:, left] + (rows[:, right] - rows[:, left]) * across[None, :].astype(np.float32)


def overlap(mask, truth):
    """Intersection over union of two bool arrays of one shape; 0 if both are empty."""
    union = np.count_nonzero(mask | truth)
    return np.count_nonzero(mask & truth) / union if union else 0.0


def on_thing(peak, truth):
    """Tells whether the place (fractions of width and height) lies on the mask."""
    height, width = truth.shape
    x, y = (min(max(int(part * size), 0), size - 1) for part, size in zip(peak, (width, height)))
    return bool(truth[y, x])


def read_map(path, width, height):
    """Reads a prediction onto the grid -> float (height, width), or None if there is no such file."""
    return resize(read_png(path), width, height) if path.is_file() else None


def measure_phrase(phrase, truth, folder, said):
    """Measures one phrase; returns its row of figures (each 0 to 1)."""
    height, width = truth.shape
    values = read_map(folder / (phrase["id"] + ".png"), width, height)
    entry = said.get(phrase["id"], {})
    found = bool(entry.get("found", False))
    iou = overlap(values >= 127.5, truth) if values is not None else 0.0
    peak = entry.get("peak")
    if peak is None and values is not None and values.max() > 0:
        y, x = np.unravel_index(values.argmax(), values.shape)
        peak = ((x + 0.5) / width, (y + 0.5) / height)
    return {"iou": iou if found else 0.0, "iou_mask": iou, "pointing": float(peak is not None and on_thing(peak, truth)), "present": float(found)}


def load_vocabulary(path):
    """Reads the English names of a vocabulary file -> set of lower-case names."""
    names = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            english = line.lstrip("@").split(" / ")[0].split("\t")[0]
            names.update(name.strip().lower() for name in english.replace(";", "|").split("|"))
    return names


def measure(photoset, folder, vocabulary=None):
    """Measures every phrase, absent phrase and click of a predictions folder (vocabulary: names taught, or None).

    Returns a list of rows {"photo", "id", "groups": [...], "figures": {name: value}}.
    """
    folder = pathlib.Path(folder)
    said = json.loads((folder / "predictions.json").read_text(encoding="utf-8"))
    grids = {photo["id"]: photo["grid"] for photo in photoset["photos"]}
    clicked = (folder / "click").is_dir()
    masks, rows = {}, []
    for mask in photoset["masks"]:
        truth = rasterise(mask["polygons"], *grids[mask["photo"]])
        masks[mask["id"]] = (mask, truth)
        if clicked and mask["click"] is not None:
            values = read_map(folder / "click" / (mask["id"].replace("/", "_") + ".png"), *grids[mask["photo"]])
            iou = overlap(values >= 127.5, truth) if values is not None else 0.0
            rows.append({"photo": mask["photo"], "id": mask["id"], "groups": [size_group(mask["area"])], "figures": {"click": iou}})
    for phrase in photoset["phrases"]:
        mask, truth = masks[phrase["mask"]]
        groups = ["category: " + phrase["category"], "language: " + phrase["language"], size_group(mask["area"]),
                  "everyday word" if phrase["everyday"] else "uncommon word"]
        if vocabulary is not None:
            groups.append("in the vocabulary" if mask["noun"] in vocabulary else "not in the vocabulary")
        groups += ["qualified by: " + tag for tag in phrase["tags"]] or ["unqualified"]
        rows.append({"photo": phrase["photo"], "id": phrase["id"], "groups": groups, "figures": measure_phrase(phrase, truth, folder, said)})
    for absent in photoset["absent"]:
        rejected = absent["id"] in said and not said[absent["id"]].get("found", False)
        rows.append({"photo": absent["photo"], "id": absent["id"], "groups": ["language: " + absent["language"]],
                     "figures": {"not_here": float(rejected)}})
    return rows


def size_group(area):
    """Names the size of a mask by its share of the picture."""
    return "size: " + next(name for name, limit in SIZES if area < limit)


def interval(rows, figure, other=None):
    """Mean of a figure over the rows and its 95 % interval, photographs resampled whole.

    With other (rows of another model in the same order) the mean difference. Returns (mean, low, high, count), or None without rows.
    """
    pairs = [(row["photo"], row["figures"][figure] - (other[i]["figures"][figure] if other else 0.0))
             for i, row in enumerate(rows) if figure in row["figures"]]
    if not pairs:
        return None
    names = sorted({name for name, _ in pairs})
    index = {name: i for i, name in enumerate(names)}
    sums, counts = np.zeros(len(names)), np.zeros(len(names))
    for name, value in pairs:
        sums[index[name]] += value
        counts[index[name]] += 1
    drawn = np.random.default_rng(SEED).integers(0, len(names), (RESAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(sums.sum() / counts.sum()), float(low), float(high), len(pairs)


FIGURES = ("iou", "iou_mask", "pointing", "present", "not_here", "click")


def table(rows, other=None):
    """Makes {group: {figure: (mean, low, high, count)}} with the group "all" first."""
    names = ["all"] + sorted({group for row in rows for group in row["groups"]})
    result = {}
    for name in names:
        chosen = [i for i, row in enumerate(rows) if name == "all" or name in row["groups"]]
        picked, paired = [rows[i] for i in chosen], ([other[i] for i in chosen] if other else None)
        figures = {figure: interval(picked, figure, paired) for figure in FIGURES}
        result[name] = {figure: value for figure, value in figures.items() if value}
    return result


def print_table(title, result):
    """Prints a table of means with their intervals in Markdown."""
    print(f"\n## {title}\n\n| group | phrases | " + " | ".join(FIGURES) + " |\n|" + "---|" * (len(FIGURES) + 2))
    for name, figures in result.items():
        count = figures.get("iou", next(iter(figures.values())))[3]
        cells = [f"{v[0]:.2f} [{v[1]:.2f}, {v[2]:.2f}]" if (v := figures.get(figure)) else "" for figure in FIGURES]
        print(f"| {name} | {count} | " + " | ".join(cells) + " |")


def print_worst(photoset, rows, count):
    """Prints the phrases with the lowest IoU (of the map, whatever "found" says)."""
    phrases = {phrase["id"]: phrase for phrase in photoset["phrases"]}
    ranked = sorted((row for row in rows if "iou" in row["figures"]), key=lambda row: (row["figures"]["iou_mask"], row["id"]))
    print(f"\n## The {count} worst\n\n| id | photo | phrase | IoU of the map | pointing | found |\n|---|---|---|---|---|---|")
    for row in ranked[:count]:
        figures = row["figures"]
        print(f"| {row['id']} | {row['photo']} | {phrases[row['id']]['text']} | {figures['iou_mask']:.2f} | "
              f"{figures['pointing']:.0f} | {figures['present']:.0f} |")


def main():
    """Reads the command line, measures and prints; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("predictions", type=pathlib.Path)
    parser.add_argument("--against", type=pathlib.Path)
    parser.add_argument("--vocabulary", type=pathlib.Path, help="names the model was taught")
    parser.add_argument("--json", type=pathlib.Path, help="also write the tables and each phrase's figures here")
    parser.add_argument("--worst", type=int, default=10)
    asked = parser.parse_args()
    try:
        photoset = load_set()
        vocabulary = load_vocabulary(asked.vocabulary) if asked.vocabulary else None
        rows = measure(photoset, asked.predictions, vocabulary)
        other = measure(photoset, asked.against, vocabulary) if asked.against else None
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if other is not None:
        # Only what both models answered can be compared in pairs.
        clicks = {row["id"] for row in rows if "click" in row["figures"]} & {row["id"] for row in other if "click" in row["figures"]}
        rows_paired, other = ([row for row in side if "click" not in row["figures"] or row["id"] in clicks] for side in (rows, other))
    result = table(rows)
    print_table(str(asked.predictions), result)
    difference = table(rows_paired, other) if other is not None else None
    if difference is not None:
        print_table(f"{asked.predictions} minus {asked.against}", difference)
    print_worst(photoset, rows, asked.worst)
    if asked.json:
        report = {"table": result, "difference": difference, "rows": rows}
        asked.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
