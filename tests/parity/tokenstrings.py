"""Strings that are hard on a tokenizer, by integer formula; tests/parity/tokenstrings.h makes the same."""
from formulaweights import MASK

COUNT = 20000
BLOCK = 100  # strings that share a hash
PHRASES = [
    "Change the price from ¥299 to $39.9", "把红色T恤换成蓝色", "删除左下角水印", "don't", "WE'LL", "'ſ", "it's",
    "You'Re", "I'VE", "'d'M", "make it red", "添加新品牌标语‘轻盈透气，夏日首选’", "https://example.com/a?b=c&d=1#e",
    "3.14159", "１２３", "½Ⅷ", "<|im_start|>", "<|image_pad|>", "<|im_end", "|>", "<tool_call>", "</tool_call>", "👩‍👩‍👧‍👦",
    "🇨🇳", "👍🏽", "❤️", "naïve café", "Ω≈ç√∫", "각", "\r\n", "\n\n", "    ", "\t", "...", "!?!", "日本語テキスト", "한국어",
    "العربية", "हिन्दी", "ไทย", "ﬁ", "ǅ", "background", "背景", "、", "。",
]
RANGES = [  # first, count
    (0x20, 95), (0x00, 32), (0x7f, 33), (0xa0, 96), (0x100, 336), (0x300, 112), (0x370, 400), (0x590, 368),
    (0x900, 384), (0xe00, 128), (0x1100, 256), (0x1e00, 256), (0x2000, 112), (0x2100, 512), (0x2600, 448),
    (0x3000, 256), (0x4e00, 20992), (0xac00, 11172), (0xf900, 512), (0xfe00, 496), (0x1f300, 1792), (0x20000, 42720),
    (0x10000, 8192), (0x1ab0, 80), (0x1e000, 4096), (0xe0000, 512), (0x2ebe0, 1024), (0x16100, 256),
]


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state + 0x9e3779b97f4a7c15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xbf58476d1ce4e5b9) & MASK
        z = ((z ^ (z >> 27)) * 0x94d049bb133111eb) & MASK
        return ((z ^ (z >> 31)) >> 33) % limit


def token_string(index):
    numbers = Numbers(index)
    text = ""
    for _ in range(1 + numbers.below(12)):
        kind = numbers.below(8)
        if kind < 3:
            text += PHRASES[numbers.below(len(PHRASES))]
        elif kind == 3:
            text += " " * (1 + numbers.below(4))
        elif kind == 4:
            text += chr(0x4e00 + numbers.below(3000))
        elif kind == 5:
            for _ in range(1 + numbers.below(8)):
                text += chr(97 + numbers.below(26))
        else:
            first, count = RANGES[numbers.below(len(RANGES))]
            for _ in range(1 + numbers.below(5)):
                text += chr(first + numbers.below(count))
    return text
