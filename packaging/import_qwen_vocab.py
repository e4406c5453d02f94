#!/usr/bin/env python3
"""Makes the tokenizer files of Qwen2 out of the dashscope wheel.

    python3 import_qwen_vocab.py dashscope-2.0.2-py3-none-any.whl FOLDER

The wheel (Apache-2.0) carries the vocabulary as dashscope/resources/qwen.tiktoken: the bytes of every token by rank.
FOLDER gets vocab.json and merges.txt, byte for byte those that the published models carry (their SHA-256 is checked),
and added_tokens.json. Needs Python alone.
"""
import base64
import hashlib
import json
import os
import sys
import zipfile

RANKS = "dashscope/resources/qwen.tiktoken"
PUBLISHED = {
    "vocab.json": "ca10d7e9fb3ed18575dd1e277a2579c16d108e32f27439684afa0e10b1440910",
    "merges.txt": "599bab54075088774b1733fde865d5bd747cbcc7a547c5bc12610e874e26f5e3",
}
ADDED = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>",
         "<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>",
         "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>", "<tool_call>", "</tool_call>", "<|fim_prefix|>",
         "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>"]


class ImportFailed(Exception):
    pass


def byte_letters():
    """GPT-2's alphabet: a printable character for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in plain}
    others = (byte for byte in range(256) if byte not in letters)
    letters.update({byte: chr(256 + n) for n, byte in enumerate(others)})
    return letters


def halves(token, ranks):
    """The two tokens that merge into this one, which merging by rank alone leaves when it may not use the token."""
    own = ranks[token]
    parts = [token[i:i + 1] for i in range(len(token))]
    while len(parts) > 2:
        rank, at = min((ranks.get(parts[i] + parts[i + 1], own), i) for i in range(len(parts) - 1))
        if rank >= own:
            raise ImportFailed(f"no merges lead to token {own}")
        parts[at:at + 2] = [parts[at] + parts[at + 1]]
    return parts


def write(folder, name, text):
    data = text.encode()
    if name in PUBLISHED and hashlib.sha256(data).hexdigest() != PUBLISHED[name]:
        raise ImportFailed(f"{name} is not the published one; the wheel holds another vocabulary")
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def main(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(RANKS).splitlines()
    ranks = {}
    for line in lines:
        token, rank = line.split()
        ranks[base64.b64decode(token)] = int(rank)
    letters = byte_letters()
    spelt = {token: "".join(letters[byte] for byte in token) for token in ranks}
    ordered = sorted(ranks, key=ranks.get)

    os.makedirs(folder, exist_ok=True)
    write(folder, "vocab.json",
          json.dumps({spelt[token]: ranks[token] for token in ordered}, ensure_ascii=False, separators=(",", ":")))
    pairs = (halves(token, ranks) for token in ordered if len(token) > 1)
    write(folder, "merges.txt", "".join(f"{spelt[left]} {spelt[right]}\n" for left, right in pairs))
    write(folder, "added_tokens.json", json.dumps({text: len(ranks) + n for n, text in enumerate(ADDED)}, indent=1))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        main(sys.argv[1], sys.argv[2])
    except (ImportFailed, OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        sys.exit(f"import_qwen_vocab.py: {error}")
