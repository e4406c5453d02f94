"""What people call things, in both languages: phrases for scenes and for training the names, and the tokenizer.

    phrases.py OUT    trains the sentencepiece model OUT.model
"""
import random
import sys

import colours
import things

EN_CARRIERS = ["{}"] * 6 + ["the {}"] * 6 + ["a {}", "remove the {}", "change the {}", "delete the {}", "the {} in the picture", "make the {} brighter"]
ZH_CARRIERS = ["{}"] * 8 + ["那个{}", "这个{}", "图中的{}", "把{}", "删除{}", "画面里的{}"]
EN_MATERIAL = ["metal", "wooden", "plastic", "glass", "leather", "shiny", "striped", "old", "small", "big", "large", "little"]
ZH_MATERIAL = ["金属", "木头", "塑料", "玻璃", "皮", "小", "大", "旧", "条纹"]
EN_TEXT = ["text", "words", "watermark", "logo", "lettering", "letters", "caption"]
ZH_TEXT = ["文字", "字", "水印", "标志文字", "logo", "标语"]


def plural(word):
    irregular = {"man": "men", "woman": "women", "child": "children", "person": "people", "mouse": "mice", "knife": "knives",
                 "leaf": "leaves", "goose": "geese", "foot": "feet", "sheep": "sheep", "fish": "fish"}
    if word in irregular:
        return irregular[word]
    if word.endswith(("s", "ss")):
        return word
    if word.endswith(("ch", "sh", "x")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"


def name(stage, thing, chinese, rng):
    """One of the thing's names; -1 is text, -2 and below are families."""
    if thing == -1:
        return rng.choice(ZH_TEXT if chinese else EN_TEXT)
    if thing < -1:
        family = stage.families[-2 - thing]
        return rng.choice(family.chinese if chinese else family.english)
    t = stage.things[thing]
    alike, near = (t.chinese, t.chinese_near) if chinese else (t.english, t.english_near)
    word = rng.choice(near) if near and rng.random() < 0.4 else rng.choice(alike)
    if not chinese and rng.random() < 0.1:
        word = plural(word)
    return word.lower()


def phrase(stage, thing, colour, chinese, rng, carrier=True):
    """A phrase for a thing, or for whatever has the colour where thing is None."""
    if chinese:
        said = rng.choice(colours.chinese(colour)) if colour else ""
        link = "的" if colour and (len(said) > 1 and rng.random() < 0.5 or len(said) == 1 and rng.random() < 0.2) else ""
        noun = rng.choice(["东西", "物体", "那个"]) if thing is None else name(stage, thing, True, rng)
        if rng.random() < 0.08:
            said = rng.choice(ZH_MATERIAL) + said
        text = said + link + noun
        return (rng.choice(ZH_CARRIERS) if carrier else "{}").format(text).lower()
    noun = rng.choice(["thing", "object", "one"]) if thing is None else name(stage, thing, False, rng)
    adjective = rng.choice(EN_MATERIAL) + " " if rng.random() < 0.08 else ""
    text = adjective + (colour + " " if colour else "") + noun
    return (rng.choice(EN_CARRIERS) if carrier else "{}").format(text).lower()


def corpus(stage, seed=0):
    rng = random.Random(seed)
    every = [t.index for t in stage.things] + [-1] + [-2 - i for i in range(len(stage.families))]
    for _ in range(40):
        for thing in every:
            for chinese in (False, True):
                yield phrase(stage, thing, rng.choice(colours.NAMES) if rng.random() < 0.3 else None, chinese, rng)
    for thing in stage.things:
        for word in thing.english + thing.english_near + thing.chinese + thing.chinese_near:
            for _ in range(6):
                yield word.lower()
    for colour in colours.NAMES:
        for word in colours.chinese(colour) + [colour]:
            for _ in range(20):
                yield word


class Names:
    """Stage without the pictures."""

    def __init__(self):
        self.things, self.families = things.read()


if __name__ == "__main__":
    import sentencepiece

    lines = list(corpus(Names()))
    with open(sys.argv[1] + ".model", "wb") as out:  # A writer keeps the path of the file out of it.
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=out, vocab_size=3000, character_coverage=1.0, model_type="unigram",
            byte_fallback=False, hard_vocab_limit=False, normalization_rule_name="nmt_nfkc_cf", num_threads=1, minloglevel=2)
