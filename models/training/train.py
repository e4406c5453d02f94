"""Trains the grounding network on cached scenes: train.py CACHE STAGE MINUTES [START]

STAGE is `names` (text encoder and alignment: every patch of a batch against many phrases) or `scenes` (all but the picture
encoder: fusion, attention, masks, presence). START is a safetensors file to begin with. The last checkpoint, CACHE/STAGE.pt, is
written every two minutes and taken up again by the same command. The curve grows in CACHE/STAGE.csv.
"""
import pathlib
import random
import sys
import time

import numpy as np
import sentencepiece
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

import colours
import model
import phrases

IS_A = {"flower": "rose tulip lily sunflower daisy daffodil", "tree": "palm_tree christmas_tree", "car": "taxi police_car van",
        "bird": "pigeon gull crow eagle owl parrot peacock flamingo pelican ostrich duck goose swan penguin chicken rooster chick",
        "truck": "fire_engine", "ball": "football basketball baseball tennis_ball volleyball billiard_ball bowling_ball",
        "hat": "cap helmet", "shoe": "boot high_heels sandal", "chair": "armchair", "table": "desk", "pants": "jeans shorts",
        "shirt": "t-shirt", "jacket": "suit sweater", "glasses": "sunglasses", "handbag": "backpack", "child": "boy baby",
        "lamp": "ceiling_light street_light lantern", "bear": "panda polar_bear koala teddy_bear", "telephone": "phone",
        "computer": "laptop", "bread": "croissant", "cake": "cupcake", "toy": "doll teddy_bear", "monkey": "", "leaf": "clover",
        "plate": "saucer", "chicken": "rooster chick roast_chicken", "man": "boy santa_claus knight", "woman": "angel", "skirt": "dress"}
GROUND_MAY_HOLD = {"plant", "ground", "building"}
GROUND_THINGS = {"cloud", "sun", "moon", "star", "rock", "water drop", "boat", "log", "planet", "brick wall", "rainbow", "fence"}


class Meaning:
    """Whether a part of a scene is what a phrase names: 1, 0, or -1 where nobody can say."""

    def __init__(self, stage):
        index = {t.english[0].replace(" ", "_"): t.index for t in stage.things}
        n = len(stage.things)
        self.table = np.eye(n, dtype=np.int8)
        for general, kinds in IS_A.items():
            for kind in kinds.split():
                self.table[index[general], index[kind]] = 1
                self.table[index[kind], index[general]] = -1
        self.family = np.array([t.family for t in stage.things])
        self.ground_unknown = [stage.families[t.family].english[0] in GROUND_MAY_HOLD or t.english[0] in GROUND_THINGS
                               for t in stage.things]
        self.family_unknown = [f.english[0] in GROUND_MAY_HOLD for f in stage.families]
        self.ground_family = next(i for i, f in enumerate(stage.families) if f.english[0] == "ground")

    def of_thing(self, thing, part):
        if thing is None:
            return 1 if part["kind"] == "thing" else -1
        if thing == -1 or part["thing"] == -1:
            return int(thing == part["thing"])
        if thing < -1:
            return int(self.family[part["thing"]] == -2 - thing)
        return int(self.table[thing, part["thing"]])

    def __call__(self, thing, colour, part):
        matches = self.of_thing(thing, part)
        if colour is None or matches == 0:
            return matches
        has = part["colour"]
        if has is None:
            return -1
        if colours.basic(colour) != colours.basic(has):
            close = {colours.basic(colour), colours.basic(has)} in ({"white", "gray"}, {"black", "gray"}, {"orange", "brown"},
                                                                     {"orange", "yellow"}, {"red", "pink"}, {"purple", "pink"})
            return -1 if close else 0
        same = colour == has or colour in colours.BASIC
        return matches if same else -1

    def ground(self, thing, colour):
        """The same of what is no part of the scene."""
        if thing is None:
            return -1
        if thing == -1:
            return 0
        return -1 if (self.family_unknown[-2 - thing] if thing < -1 else self.ground_unknown[thing]) else 0


class Data:
    def __init__(self, cache, stage, seed):
        self.cache, self.stage, self.rng = cache, stage, random.Random(seed)
        self.meaning = Meaning(stage)
        self.tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(cache / "names.model"))
        self.loaded = {}

    def tokens(self, lines):
        ids = [[i + 1 for i in self.tokenizer.encode(s, enable_sampling=self.rng.random() < 0.25, alpha=0.3, nbest_size=-1)]
               [:model.MOST_TOKENS] for s in lines]
        out = torch.zeros(len(ids), max(map(len, ids)), dtype=torch.long)
        for row, line in zip(out, ids):
            row[:len(line)] = torch.tensor(line)
        return out

    def scenes(self, count, trained=True):
        """Shard 0 and 64 are kept for measuring."""
        names = [p.stem for p in (self.cache / "shards").glob("*.pt")]
        names = sorted(n for n in names if (n in ("0", "64")) != trained)
        out = []
        for _ in range(max(1, count // 8)):
            name = self.rng.choice(names)
            if name not in self.loaded:
                self.loaded[name] = torch.load(self.cache / "shards" / f"{name}.pt", weights_only=False)
            rgb, patches, parts = self.loaded[name]
            for i in self.rng.sample(range(len(rgb)), 8):
                out.append((rgb[i], patches[i], parts[i]))
        rgb, patches = torch.stack([o[0] for o in out]).float() / 255, torch.stack([o[1] for o in out]).float()
        return rgb, patches, [o[2] for o in out]

    def asked(self, part):
        """A thing and colour that @p part satisfies."""
        rng, stage = self.rng, self.stage
        thing, colour = part["thing"], None
        if part["colour"] and rng.random() < 0.4:
            colour = part["colour"] if rng.random() < 0.6 else colours.basic(part["colour"])
            if rng.random() < 0.12:
                return None, colour
        if thing >= 0 and rng.random() < 0.1:
            thing = -2 - stage.things[thing].family
        return thing, colour

    def absent(self):
        rng = self.rng
        thing = rng.randrange(-1, len(self.stage.things))
        return thing, rng.choice(list(colours.BASIC)) if rng.random() < 0.2 else None

    def say(self, asked):
        return [phrases.phrase(self.stage, t, c, self.rng.random() < 0.5, self.rng) for t, c in asked]


def targets(meaning, asked, parts):
    """Soft labels and weights [phrases, patches] over one picture's patches."""
    covers = np.stack([p["cover"].reshape(-1) for p in parts]).astype(np.float32) / 255 if parts else np.zeros((0, 324), np.float32)
    covered = np.clip(covers.sum(0), 0, 1)
    says = np.array([[meaning(t, c, p) for p in parts] for t, c in asked], np.float32).reshape(len(asked), len(parts))
    ground = np.array([meaning.ground(t, c) for t, c in asked], np.float32)
    label = np.clip((says == 1) @ covers, 0, 1)
    unknown = np.clip((says == -1) @ covers, 0, 1) + (ground == -1)[:, None] * (1 - covered)
    border = (covered > 0.1) & (covered < 0.9)
    weight = np.clip(1 - unknown, 0, 1) * np.where(border, 0.4, 1)[None]
    return torch.from_numpy(label), torch.from_numpy(weight), says


def noisy(patches, rng):
    """Features as other pictures might give them."""
    if rng.random() < 0.7:
        patches = patches + torch.randn_like(patches) * rng.uniform(0.05, 0.25)
    if rng.random() < 0.3:
        patches = patches * (torch.rand(patches.shape[0], 1, patches.shape[2]) > 0.15)
    return patches


def chosen(parts, keep):
    """Indices [b, keep] of patches to learn from: those of things more often than ground."""
    weights = torch.stack([torch.from_numpy(sum((p["cover"].reshape(-1).astype(np.float32) / 255 for p in scene),
                                                np.zeros(324, np.float32))).clamp(0, 1) + 0.3 for scene in parts])
    return torch.multinomial(weights, keep)


def names_step(net, data, count=24, asks=96, keep=96):
    rgb, patches, parts = data.scenes(count)
    kept = chosen(parts, keep)
    flat = [p for scene in parts for p in scene]
    asked = [data.asked(data.rng.choice(flat)) if data.rng.random() < 0.8 else data.absent() for _ in range(asks)]
    _, _, summaries = net.read_text(data.tokens(data.say(asked)))
    aligned = net.read_picture(rgb, patches, kept, lambda p: noisy(p, data.rng))[1]
    logits = net.scaled(torch.einsum("bnd,qd->bqn", aligned, summaries))
    made = [targets(data.meaning, asked, scene) for scene in parts]
    at = kept[:, None].expand(-1, asks, -1)
    label, weight = (torch.stack([m[k] for m in made]).gather(2, at) for k in (0, 1))
    raw = F.binary_cross_entropy_with_logits(logits, label, reduction="none") * weight
    dense = (raw * (label * 5 + 1)).sum() / 1200 / len(rgb)
    # Each part against all phrases: its mean look must like its own names best.
    rows, says = [], []
    for b, scene in enumerate(parts):
        for i, part in enumerate(scene):
            cover = torch.from_numpy(part["cover"].reshape(-1).astype(np.float32))[kept[b]]
            if part["kind"] == "thing" and (made[b][2][:, i] == 1).any() and cover.sum() > 255:
                rows.append(F.normalize((aligned[b] * cover[:, None]).sum(0), dim=0))
                says.append(made[b][2][:, i])
    says = torch.tensor(np.stack(says))
    scores = (torch.stack(rows) @ summaries.t() * net.alignment.log_scale.exp()).masked_fill(says == -1, -1e4)
    own = scores.masked_fill(says != 1, -1e4)
    choose = (scores.logsumexp(1) - own.logsumexp(1)).mean()
    top = says.gather(1, scores.argmax(1, keepdim=True)).eq(1).float().mean()
    with torch.no_grad():
        hit = ((logits > 0) & (label > 0.5) & (weight > 0)).sum() / (((logits > 0) | (label > 0.5)) & (weight > 0)).sum().clamp_min(1)
    return dense + 0.5 * choose, {"dense": dense.item(), "choose": choose.item(), "top1": top.item(), "overlap": hit.item()}


def scenes_step(net, data, count=8, each=4, keep=120):
    """Every fourth step trains the mask head on all patches of few phrases, the others attention and presence on some."""
    whole = data.rng.random() < 0.25
    each = 2 if whole else each
    rgb, patches, parts = data.scenes(count)
    kept = torch.arange(324).expand(count, -1) if whole else chosen(parts, keep)
    asked, of, there = [], [], []
    for b, scene in enumerate(parts):
        for _ in range(each):
            gone = data.rng.random() < 0.3
            ask = data.absent() if gone else data.asked(data.rng.choice(scene)) if scene else data.absent()
            asked.append(ask)
            of.append(b)
    text, hidden, summaries = net.read_text(data.tokens(data.say(asked)))
    tokens, aligned = net.read_picture(rgb, patches, kept, lambda p: noisy(p, data.rng))
    of = torch.tensor(of)
    alignment = net.scaled(torch.einsum("qnd,qd->qn", aligned[of], summaries))
    masks, presence, attention = net.search(rgb if whole else None, tokens, alignment, of, text, hidden)
    label, weight, wanted, masked, known = [], [], [], [], []
    for q, (ask, b) in enumerate(zip(asked, of.tolist())):
        y, w, says = targets(data.meaning, [ask], parts[b])
        union = np.zeros((63, 63), bool)
        for part, s in zip(parts[b], says[0]):
            union |= part["mask"] & (s == 1)
        label.append(y[0])
        weight.append(w[0])
        wanted.append(union)
        there.append(float((says[0] == 1).any()))
        known.append(float((says[0] == 1).any() or (w.mean() > 0.9)))
        masked.append(float((says[0] == 1).any() and w.mean() > 0.7))
    label, weight = torch.stack(label).gather(1, kept[of]), torch.stack(weight).gather(1, kept[of])
    there, known, masked = torch.tensor(there), torch.tensor(known), torch.tensor(masked)
    wanted = torch.from_numpy(np.stack(wanted)).float()
    dense = (F.binary_cross_entropy_with_logits(alignment, label, reduction="none") * weight * (label * 5 + 1)).sum() / 120 / len(of)
    mask, overlap = mask_loss(masks, wanted, masked, (1 - there) * known) if whole else (torch.zeros(()), None)
    inside = [(layer.mean(1)[:, :, :] * label[:, None]).sum(-1) for layer in attention]
    said = (~hidden).float() * (masked * (label.sum(1) > 0))[:, None]
    look = -sum(((a + 1e-3).log() * said).sum() / said.sum().clamp_min(1) * f for a, f in zip(inside, (0.3, 1, 1)))
    present = (F.binary_cross_entropy_with_logits(presence, there, reduction="none") * known).mean()
    with torch.no_grad():
        share = (inside[-1] * said).sum() / said.sum().clamp_min(1)
        right = (((presence > 0) == (there > 0.5)).float() * known).sum() / known.sum().clamp_min(1)
    figures = {"dense": dense.item(), "inside": share.item(), "present": right.item()}
    if whole:
        figures |= {"mask": mask.item(), "overlap": overlap.item()}
    return dense + 0.5 * mask + 0.12 * look + 0.5 * present, figures


def mask_loss(masks, wanted, there, gone):
    """Cross-entropy and dice where the thing is there, an empty mask where it is gone; and the overlap."""
    probability = masks.sigmoid()
    dice = 1 - (2 * (probability * wanted).sum((1, 2)) + 1) / (probability.sum((1, 2)) + wanted.sum((1, 2)) + 1)
    cross = F.binary_cross_entropy_with_logits(masks, wanted, reduction="none").mean((1, 2))
    b, y = masks > 0, wanted > 0.5
    overlap = ((b & y).sum((1, 2)) / (b | y).sum((1, 2)).clamp_min(1) * there).sum() / there.sum().clamp_min(1)
    return ((2 * cross + dice) * there).sum() / there.sum().clamp_min(1) + (cross * gone).mean(), overlap.detach()


def begin(net, path):
    given = load_file(path)
    own = net.state_dict()
    fits = {k: v.float() for k, v in given.items() if k in own and v.shape == own[k].shape}
    net.load_state_dict(fits, strict=False)
    print(len(fits), "of", len(own), "tensors from", path, flush=True)


def main(cache, stage_name, minutes, start):
    torch.manual_seed(0)
    data = Data(cache, phrases.Names(), 7 if stage_name == "names" else 8)
    net = model.Grounding()
    if start:
        begin(net, start)
    step = names_step if stage_name == "names" else scenes_step
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.03)
    saved, done, spent = cache / f"{stage_name}.pt", 0, 0.0
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        net.load_state_dict(state["net"])
        optimiser.load_state_dict(state["optimiser"])
        done, spent = state["done"], state["spent"]
    peak = 1.2e-3 if stage_name == "names" else 5e-4
    curve, recent, clock, last = open(cache / f"{stage_name}.csv", "a", encoding="utf8"), [], time.time() - spent, time.time()
    while (share := (time.time() - clock) / 60 / minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = peak * min(1, (done + 1) / 150) * (0.5 * (1 + np.cos(np.pi * share)) * 0.97 + 0.03)
        loss, figures = step(net, data)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        done += 1
        recent.append(figures)
        if done % 50 == 0:
            means = {k: round(float(np.mean([r[k] for r in recent if k in r])), 4) for k in sorted({k for r in recent for k in r})}
            print(done, f"{(time.time() - clock) / 60:.1f} min", means, flush=True)
            curve.write(f"{done},{(time.time() - clock) / 60:.2f}," + ",".join(f"{k},{v}" for k, v in means.items()) + "\n")
            curve.flush()
            recent = []
        if time.time() - last > 120:
            last = time.time()
            torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "done": done, "spent": time.time() - clock}, saved)
    torch.save({"net": net.state_dict(), "optimiser": optimiser.state_dict(), "done": done, "spent": time.time() - clock}, saved)


if __name__ == "__main__":
    torch.set_num_threads(int(__import__("os").environ.get("TRAINING_THREADS", "2")))
    main(pathlib.Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
