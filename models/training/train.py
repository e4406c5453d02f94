"""Trains the grounding network on cached scenes: train.py CACHE STAGE STEPS [START]

STAGE is `names` (text encoder and alignment: every patch of a batch against many phrases) or `scenes` (all but the picture
encoder: fusion, attention, masks, presence, prompts). START is a safetensors file to begin with. The last checkpoint, CACHE/STAGE.pt, is
written every 200 steps and taken up again by the same command. The curve grows in CACHE/STAGE.csv. SEED (0) makes another training.
"""
import os
import pathlib
import random
import sys
import time

import cv2
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
GRID = (18, 18)
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
        out = torch.zeros(len(ids), max(1, *map(len, ids)), dtype=torch.long)
        for row, line in zip(out, ids):
            row[:len(line)] = torch.tensor(line)
        return out

    def scenes(self, count, trained=True):
        """Pictures with their colours, features and parts. Shards 0 and 64 are kept for measuring."""
        names = [p.stem for p in (self.cache / "shards").glob("*.pt")]
        names = sorted(n for n in names if (n in ("0", "64")) != trained)
        out = []
        for _ in range(max(1, count // 8)):
            name = self.rng.choice(names)
            if name not in self.loaded:
                rgb, patches, parts = torch.load(self.cache / "shards" / f"{name}.pt", weights_only=False)
                colours = torch.cat([model.patch_colours(p.float() / 255) for p in rgb.split(8)])
                self.loaded[name] = rgb, colours, patches.bfloat16(), parts
            shard = self.loaded[name]
            for i in self.rng.sample(range(len(shard[0])), 8):
                out.append([of[i] for of in shard])
        return *(torch.stack([o[k] for o in out]) for k in range(3)), [o[3] for o in out]

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
    if rng.random() < 0.8:
        patches = patches + torch.randn_like(patches) * rng.uniform(0.05, 0.4)
    if rng.random() < 0.4:
        patches = patches * (torch.rand(patches.shape[0], 1, patches.shape[2]) > 0.15)
    return patches


def chosen(parts, keep):
    """Indices [b, keep] of patches to learn from: those of things more often than ground."""
    weights = torch.stack([torch.from_numpy(sum((p["cover"].reshape(-1).astype(np.float32) / 255 for p in scene),
                                                np.zeros(324, np.float32))).clamp(0, 1) + 0.3 for scene in parts])
    return torch.multinomial(weights, keep)


def names_step(net, data, count=24, asks=96, keep=96):
    rgb, shades, patches, parts = data.scenes(count)
    kept = chosen(parts, keep)
    flat = [p for scene in parts for p in scene]
    asked = [data.asked(data.rng.choice(flat)) if data.rng.random() < 0.8 else data.absent() for _ in range(asks)]
    _, _, summaries = net.read_text(data.tokens(data.say(asked)))
    aligned = net.read_picture(shades, GRID, patches, kept, lambda p: noisy(p, data.rng))[1]
    logits = net.scaled((aligned @ summaries.t()).transpose(1, 2).float())
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


class Question:
    """A phrase, prompts or both about one scene, and what is known of the answer.

    label, weight [324] over patches, wanted, sure [63, 63] over pixels of the masks (sure: where the answer is known);
    there: 1, 0, or None where nobody can say; under, kinds, bounds: the prompts, see Grounding.read_prompts."""

    def __init__(self, data, scene, way):
        rng = data.rng
        things = [p for p in scene if p["area"] > 0.004]
        self.prompts, self.words, part = [], way != "prompt", None
        if way == "absent" or not things:
            self.asked, way = data.absent(), "words"
        else:
            part = rng.choice(things)
            self.asked = data.asked(part)
        y, w, says = targets(data.meaning, [self.asked], scene)
        self.label, self.weight, says = y[0], w[0], says[0]
        self.there = 1.0 if (says == 1).any() else 0.0 if self.weight.mean() > 0.9 else None
        meant = [p for p, s in zip(scene, says) if s == 1]
        open_ = [p for p, s in zip(scene, says) if s == -1]
        if way != "words":
            meant, open_ = [part], []
            self.prompts = prompts_for(part, scene, rng)
            self.label = torch.from_numpy(part["cover"].reshape(-1).astype(np.float32) / 255)
            self.weight, self.there = torch.ones(324), 1.0
        self.wanted, self.sure = np.zeros((63, 63), bool), np.ones((63, 63), bool)
        for p in open_:
            self.sure &= ~p["mask"]
        for p in meant:
            self.wanted |= p["mask"]
        if any(p["kind"] == "ground" for p in meant):
            self.sure &= self.wanted | sum((p["mask"] for p in scene if p["kind"] != "ground"), np.zeros((63, 63), bool))
            self.weight = self.weight * torch.from_numpy(cv2.resize(self.sure.astype(np.float32), (18, 18), interpolation=cv2.INTER_AREA)).reshape(-1)
        elif self.words and self.weight.mean() < 0.7:
            self.sure = np.zeros((63, 63), bool)
        if self.there is None:
            self.sure = np.zeros((63, 63), bool)


def prompts_for(part, scene, rng):
    """Clicks, a box or a brush stroke on the part, as (kind, mask [63, 63]); sometimes with a click elsewhere."""
    made, mask = [], part["mask"]
    distance = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    def point(where):
        ys, xs = np.nonzero(where)
        i = rng.randrange(len(ys))
        spot = np.zeros((63, 63), np.float32)
        spot[ys[i], xs[i]] = 1
        return spot
    way = rng.random()
    inner = distance >= min(distance.max(), rng.uniform(0.2, 0.9) * distance.max())
    if way < 0.65:
        made.append((0, point(inner)))
        if rng.random() < 0.15:
            made.append((0, point(mask)))
    elif way < 0.85:
        ys, xs = np.nonzero(mask)
        loose = [rng.uniform(-0.08, 0.12) * s for s in (np.ptp(xs), np.ptp(ys)) * 2]
        x0, x1 = np.clip([xs.min() - loose[0], xs.max() + 1 + loose[2]], 0, 63).astype(int)
        y0, y1 = np.clip([ys.min() - loose[1], ys.max() + 1 + loose[3]], 0, 63).astype(int)
        spot = np.zeros((63, 63), np.float32)
        spot[y0:max(y1, y0 + 1), x0:max(x1, x0 + 1)] = 1
        made.append((2, spot))
    else:
        stroke = np.zeros((63, 63), np.uint8)
        ends = [np.argwhere(point(inner))[0][::-1] for _ in range(2)]
        cv2.line(stroke, tuple(map(int, ends[0])), tuple(map(int, ends[1])), 1, rng.choice([2, 3, 5]))
        made.append((3, (stroke * mask).astype(np.float32) if (stroke * mask).any() else point(mask)))
    if rng.random() < 0.2:
        others = [p["mask"] for p in scene if p is not part]
        made.append((1, point(rng.choice(others) if others and rng.random() < 0.7 and (others := [o for o in others if o.any()]) else ~mask)
                     if not mask.all() else made[0][1]))
    return made


MOST_PROMPTS = 3


def laid_out(questions, kept):
    """The prompts of questions as Grounding.read_prompts takes them, over the patches that are kept [q, k]."""
    under = torch.zeros(len(questions), MOST_PROMPTS, 324)
    kinds, bounds = torch.zeros(len(questions), MOST_PROMPTS, dtype=torch.long), torch.zeros(len(questions), MOST_PROMPTS, 4)
    for q, question in enumerate(questions):
        for k, (kind, spot) in enumerate(question.prompts):
            ys, xs = np.nonzero(spot)
            share = cv2.resize(spot, (18, 18), interpolation=cv2.INTER_AREA).reshape(-1)
            under[q, k] = torch.from_numpy(share)
            kinds[q, k] = kind
            bounds[q, k] = torch.tensor([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]) / 63
    under = under.gather(2, kept[:, None].expand(-1, MOST_PROMPTS, -1))
    return under / under.sum(-1, keepdim=True).clamp_min(1e-6), kinds, bounds


def scenes_step(net, data, count=8):
    """Every third step trains the mask head on all patches of few questions, the others attention and presence on some."""
    rng = data.rng
    whole = rng.random() < 0.35
    each, keep = (2, 324) if whole else (4, 120)
    rgb, shades, patches, parts = data.scenes(count)
    of = torch.arange(count).repeat_interleave(each)
    questions = [Question(data, parts[b], rng.choices(["words", "absent", "prompt", "both"], [42, 18, 30, 10])[0]) for b in of.tolist()]
    # The patches of a prompt must be among those that are kept.
    wish = torch.stack([torch.from_numpy(sum((p["cover"].reshape(-1).astype(np.float32) / 255 for p in scene),
                                             np.zeros(324, np.float32))).clamp(0, 1) + 0.3 for scene in parts])
    for q, b in enumerate(of.tolist()):
        for kind, spot in questions[q].prompts:
            pointed = torch.from_numpy(cv2.resize(spot, (18, 18), interpolation=cv2.INTER_AREA)).reshape(-1) > 0
            wish[b] += pointed * (1e6 if kind < 2 else 0.7)
    kept = torch.arange(324).expand(count, -1) if whole else torch.multinomial(wish, keep)
    said = data.tokens([s if q.words else "" for q, s in zip(questions, data.say([q.asked for q in questions]))])
    text, hidden, summaries = net.read_text(said)
    tokens, aligned, used = net.read_picture(shades, GRID, patches, kept, lambda p: noisy(p, rng))
    words = torch.tensor([float(q.words) for q in questions])
    alignment = net.scaled(torch.bmm(aligned[of].float(), summaries[:, :, None])[..., 0]) * words[:, None]
    prompts, unasked, likeness = net.read_prompts(tokens[of], used[of], *laid_out(questions, kept[of]))
    text, hidden = torch.cat([text, prompts], 1), torch.cat([hidden, unasked], 1)
    masks, presence, attention = net.search(rgb.float() / 255 if whole else None, GRID, tokens, alignment, of, text, hidden, likeness, blind=0.3)
    label, weight = (torch.stack([getattr(q, k) for q in questions]).gather(1, kept[of]) for k in ("label", "weight"))
    plain = torch.tensor([float(q.words and not q.prompts) for q in questions])
    there, known = torch.tensor([q.there or 0 for q in questions]), torch.tensor([float(q.there is not None) for q in questions])
    dense = (F.binary_cross_entropy_with_logits(alignment.float(), label, reduction="none") * weight * (label * 5 + 1)
             * plain[:, None]).sum() / 120 / plain.sum().clamp_min(1)
    inside = [(layer.float().mean(1) * label[:, None]).sum(-1) for layer in attention]
    looking = (~hidden).float() * (there * known * (label.sum(1) > 0))[:, None]
    look = -sum(((a + 1e-3).log() * looking).sum() / looking.sum().clamp_min(1) * f for a, f in zip(inside, (0.4, 1, 1)))
    present = (F.binary_cross_entropy_with_logits(presence.float(), there, reduction="none") * known * plain).sum() / (known * plain).sum().clamp_min(1)
    loss = dense + 0.25 * look + 0.5 * present
    with torch.no_grad():
        figures = {"found": dense.item(), "inside": ((inside[-1] * looking).sum() / looking.sum().clamp_min(1)).item(),
                   "present": ((((presence > 0) == (there > 0.5)).float() * known * plain).sum() / (known * plain).sum().clamp_min(1)).item()}
    if whole:
        wanted, sure = (torch.from_numpy(np.stack([getattr(q, k) for q in questions])).float() for k in ("wanted", "sure"))
        mask, overlap = mask_loss(masks.float(), wanted, sure, there)
        pointed = torch.tensor([float(not q.words) for q in questions])
        figures |= {"mask": mask.item(), "overlap": (overlap * plain * there).sum().item() / max(1, (plain * there).sum().item())}
        if pointed.sum() > 0:
            figures["click"] = ((overlap * pointed).sum() / pointed.sum()).item()
        loss = loss + mask
    return loss, figures


def joint_step(net, data):
    """Names go on being learnt beside the scenes: they cost less and see more."""
    return (names_step if data.rng.random() < 0.5 else scenes_step)(net, data)


def mask_loss(masks, wanted, sure, there):
    """Cross-entropy and dice where the thing is there, an empty mask where it is not; and the overlap of each."""
    probability = masks.sigmoid() * sure
    dice = 1 - (2 * (probability * wanted).sum((1, 2)) + 1) / (probability.sum((1, 2)) + wanted.sum((1, 2)) + 1)
    cross = F.binary_cross_entropy_with_logits(masks, wanted, reduction="none")
    cross = (cross * sure).sum((1, 2)) / sure.sum((1, 2)).clamp_min(1)
    b, y = (masks > 0) & (sure > 0), wanted > 0.5
    overlap = (b & y).sum((1, 2)) / (b | y).sum((1, 2)).clamp_min(1)
    known = (sure.sum((1, 2)) > 0).float()
    some, none = there * known, (1 - there) * known
    return ((2 * cross + dice) * some).sum() / some.sum().clamp_min(1) + (cross * none).sum() / none.sum().clamp_min(1), overlap.detach()


def begin(net, path):
    given = load_file(path)
    own = net.state_dict()
    fits = {k: v.float() for k, v in given.items() if k in own and v.shape == own[k].shape}
    net.load_state_dict(fits, strict=False)
    print(len(fits), "of", len(own), "tensors from", path, flush=True)


def main(cache, stage_name, steps, start):
    seed = int(os.environ.get("SEED", "0"))
    torch.manual_seed(seed)
    data = Data(cache, phrases.Names(), (7 if stage_name == "names" else 8) + 1000 * seed)
    net = model.Grounding()
    if start:
        begin(net, start)
    step = names_step if stage_name == "names" else joint_step
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.03)
    saved, done, spent = cache / f"{stage_name}.pt", 0, 0.0
    if saved.exists():
        state = torch.load(saved, weights_only=False)
        net.load_state_dict(state["net"], strict=False)
        optimiser.load_state_dict(state["optimiser"])
        done, spent = state["done"], state["spent"]
        data.rng.seed(done + 1000000 * seed)
    peak = 1.2e-3 if stage_name == "names" else 5e-4
    curve, recent, before = open(cache / f"{stage_name}.csv", "a", encoding="utf8"), [], spent - time.process_time()
    while done < steps:
        for group in optimiser.param_groups:
            group["lr"] = peak * min(1, (done + 1) / 150) * (0.5 * (1 + np.cos(np.pi * done / steps)) * 0.97 + 0.03)
        with torch.autocast("cpu", torch.bfloat16):
            loss, figures = step(net, data)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        done += 1
        spent = before + time.process_time()
        recent.append(figures)
        if done % 50 == 0:
            means = {k: round(float(np.mean([r[k] for r in recent if k in r])), 4) for k in sorted({k for r in recent for k in r})}
            print(done, f"{spent / 60:.1f} min", means, flush=True)
            curve.write(f"{done},{spent / 60:.2f}," + ",".join(f"{k},{v}" for k, v in means.items()) + "\n")
            curve.flush()
            recent = []
        if done % 200 == 0 or done == steps:
            state = {"net": net.state_dict(), "optimiser": optimiser.state_dict(), "done": done, "spent": spent}
            torch.save(state, saved.with_suffix(".part"))
            saved.with_suffix(".part").rename(saved)


if __name__ == "__main__":
    torch.set_num_threads(int(os.environ.get("TRAINING_THREADS", "2")))
    main(pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
