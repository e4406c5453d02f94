"""Reads names.txt: the things, their names in both languages, their families and the words by which pictures are found."""
import pathlib
import re
from dataclasses import dataclass, field

HERE = pathlib.Path(__file__).parent


@dataclass
class Thing:
    index: int
    english: list  # names alike; the first is the one to search with
    english_near: list
    chinese: list
    chinese_near: list
    family: int
    keywords: list  # token tuples
    refused: set

    @property
    def name(self):
        return self.english[0]


@dataclass
class Family:
    english: list
    chinese: list
    members: list = field(default_factory=list)


def tokens_of(name):
    """Lower-case words of a file name, CamelCase and digits parted."""
    name = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return [t for t in re.split(r"[^a-z]+", name.lower()) if t]


def _cell(text):
    alike, _, near = text.strip().partition(";")
    return [w.strip() for w in alike.split("|")], [w.strip() for w in near.split("|") if w.strip()]


def read(path=HERE / "names.txt"):
    things, families = [], []
    for line in path.read_text(encoding="utf8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        parts = [p.strip() for p in line.lstrip("@").split(" / ")]
        english, english_near = _cell(parts[0])
        chinese, chinese_near = _cell(parts[1])
        if line.startswith("@"):
            families.append(Family(english + english_near, chinese + chinese_near))
            continue
        words = parts[2].split() if len(parts) > 2 else [english[0].replace(" ", "_")]
        keywords = [tuple(tokens_of(w)) for w in words if not w.startswith("-")]
        refused = {w[1:].replace("_", "") for w in words if w.startswith("-")}
        thing = Thing(len(things), english, english_near, chinese, chinese_near, len(families) - 1, keywords, refused)
        families[-1].members.append(thing.index)
        things.append(thing)
    return things, families


class Matcher:
    """Which thing a file name shows: English puts what it is last ("apple tree" is a tree)."""

    def __init__(self, things):
        self.by_first = {}
        for thing in things:
            for keyword in thing.keywords:
                if keyword:
                    self.by_first.setdefault(keyword[0], []).append((keyword, thing))

    def __call__(self, name):
        tokens = tokens_of(name)
        for stop in ("with", "in", "on", "and", "of", "for", "by", "from", "without", "under", "at"):
            if stop in tokens[1:]:
                tokens = tokens[: tokens.index(stop, 1)]
        hits = []
        for start, token in enumerate(tokens):
            for form in {token, token[:-1] if token.endswith("s") else token}:
                for keyword, thing in self.by_first.get(form, []):
                    end = start + len(keyword)
                    got = tuple(tokens[start:end])
                    if got[1:] == keyword[1:] or (got and got[-1].rstrip("s") == keyword[-1] and got[:-1] == keyword[:-1]):
                        rest = set(tokens) - set(keyword)
                        if len(got) == len(keyword) and not rest & thing.refused:
                            hits.append((end, len(keyword), thing))
        if not hits:
            return None
        end, length, thing = max(hits, key=lambda h: h[:2])
        return thing.index
