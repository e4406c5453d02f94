#!/usr/bin/env python3
"""Makes tests/data/parity/qwen_tokens.txt: a hash of transformers' ids for every BLOCK strings of tokenstrings.py.

    python3 make_reference_qwen_tokens.py FOLDER

FOLDER is what packaging/import_qwen_vocab.py wrote. Needs transformers.
"""
import json
import pathlib
import sys

from tokenizers import AddedToken
from transformers import Qwen2Tokenizer

from formulaweights import MASK
from tokenstrings import BLOCK, COUNT, token_string

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "parity"


def tokenizer_of(folder):
    vocabulary = json.loads((folder / "vocab.json").read_text())
    merges = [tuple(line.split(" ")) for line in (folder / "merges.txt").read_text().split("\n") if line]
    added = json.loads((folder / "added_tokens.json").read_text())
    tokenizer = Qwen2Tokenizer(vocab=vocabulary, merges=merges)
    for text in added:
        tokenizer.add_tokens([AddedToken(text, normalized=False, special=added[text] < 151657)])
    assert all(tokenizer.convert_tokens_to_ids(text) == number for text, number in added.items())
    return tokenizer


def main(folder):
    tokenizer = tokenizer_of(pathlib.Path(folder))
    lines = []
    for first in range(0, COUNT, BLOCK):
        value = 0xcbf29ce484222325
        for index in range(first, first + BLOCK):
            ids = tokenizer(token_string(index), add_special_tokens=False)["input_ids"]
            for byte in b"".join(number.to_bytes(4, "little") for number in [*ids, 0xffffffff]):
                value = ((value ^ byte) * 0x100000001b3) & MASK
        lines.append(f"{value:016x}\n")
    (DATA / "qwen_tokens.txt").write_text("".join(lines))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
