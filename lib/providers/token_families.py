"""The tokens of each kind of character, for each family of tokenizers, and the family of a model.

Every number is in hundredths of a token, least and most. They were fitted to 2,800 cells: prose in sixty languages,
capitals, misspelt words, chat, labels, names, addresses, code, JSON, numbers, keys and emoji. The tokenizers that each
family names counted these in November 2026. Fitted to half of them, the range of every family held the counts of at
least 94 in 100 single cells of the other half. Of 541 further cells (thirteen languages, capitals, misspelt words,
code, labels) it held at least 95 in 100. Since then it is wider for Korean, and for capitals of Greek and Cyrillic.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

KINDS = (
    *("small letter", "capital", "blank", "line break", "digit", "sign", "accent", "Greek", "Cyrillic"),
    *("Arabic, Hebrew", "Indic, Thai", "symbol", "Chinese, Japanese, Korean", "emoji"),
    *("Greek capital", "Cyrillic capital"),
)
"""The kinds of characters, in the order of the numbers."""


@dataclass(frozen=True, slots=True)
class TokenFamily:
    """Tokenizers that count alike."""

    name: str
    least: tuple[int, ...]
    most: tuple[int, ...]
    models: str = ""
    """Pattern of the models' names, in lower case."""

    source: str = ""
    """Tokenizers that the numbers come from."""

    def __or__(self, other: "TokenFamily") -> "TokenFamily":
        """The family whose range holds the ranges of both."""
        if self == other:
            return self
        return TokenFamily("several", tuple(map(min, self.least, other.least)), tuple(map(max, self.most, other.most)))


FAMILIES = (
    TokenFamily(
        "OpenAI, since GPT-4o",
        (18, 25, 0, 44, 55, 42, 66, 32, 26, 29, 34, 80, 58, 130, 45, 35),
        (35, 92, 6, 140, 97, 54, 80, 58, 49, 57, 64, 138, 104, 160, 112, 90),
        r"gpt-(4o|4\.1|4\.5|[5-9]|oss)|chatgpt|\bo[1-9]\b",
        "o200k_base",
    ),
    TokenFamily(
        "OpenAI, before GPT-4o",
        (19, 25, 0, 58, 55, 40, 115, 95, 45, 78, 88, 145, 78, 200, 110, 55),
        (40, 107, 3, 156, 92, 52, 165, 115, 98, 216, 210, 220, 162, 250, 203, 130),
        r"gpt-(4\b(?!\.)|3\.5|35)|text-embedding-(3|ada)|davinci-002|babbage-002",
        "cl100k_base",
    ),
    TokenFamily(
        "Qwen, up to Qwen 3",
        (18, 25, 0, 45, 115, 42, 95, 95, 36, 39, 58, 115, 56, 90, 95, 40),
        (38, 98, 5, 140, 132, 56, 165, 115, 74, 116, 180, 145, 106, 120, 122, 100),
        r"^(?!.*qwen-?(3\.[5-9]|[4-9])).*qw(en|q)",
        "the tokenizer in Alibaba's dashscope library",
    ),
    TokenFamily(
        "Llama 3, DeepSeek, newer Qwen and Mistral",
        (18, 26, 3, 80, 65, 42, 80, 33, 26, 28, 40, 80, 44, 140, 50, 40),
        (38, 88, 8, 188, 136, 54, 160, 70, 66, 100, 150, 254, 118, 320, 128, 122),
        r"llama-?(v?3)|qwen|deepseek|nemo|ministral|pixtral-12b|magistral|devstral"
        r"|mistral-(small-2409|(small|medium|large)-(2[5-9]\d\d|\d\b|latest))",
        "DeepSeek V4, Qwen 3.6, Mistral's Tekken of 2024; Llama 3 by eleven texts",
    ),
    TokenFamily(
        "older Mistral, Llama 2",
        (19, 36, 3, 165, 120, 45, 80, 112, 36, 100, 108, 120, 105, 76, 112, 60),
        (42, 95, 8, 220, 142, 58, 175, 125, 78, 144, 290, 225, 185, 250, 150, 108),
        r"mixtral|mistral-?7b|open-mistral-7b|mistral-(large|tiny)|pixtral-large|codestral(?!-2[5-9]|-latest)|mathstral|llama-?2|codellama|zephyr|vicuna",
        "SentencePiece models v1 and v3 in mistral-common (v1 is Llama 2's)",
    ),
    TokenFamily(
        "Claude",
        (19, 27, 0, 110, 55, 40, 125, 120, 51, 96, 108, 119, 80, 200, 120, 60),
        (46, 93, 3, 140, 95, 52, 201, 140, 101, 219, 312, 215, 164, 240, 203, 132),
        r"claude",
        "the tokenizer in Anthropic's Python library up to 0.38; Anthropic published none for later models",
    ),
)

ANY = reduce(TokenFamily.__or__, FAMILIES)
"""The family of a model whose tokenizer is unknown: its range holds those of all families."""


def family_of(models: Iterable[str]) -> TokenFamily:
    """The family of some models together; `ANY` if one of them is unknown.

    >>> family_of(["meta-llama/Llama-3.3-70B-Instruct"]).name, family_of(["my-deployment"]) == ANY
    ('Llama 3, DeepSeek, newer Qwen and Mistral', True)
    """
    families = {_family(model) for model in models} or {ANY}
    return reduce(TokenFamily.__or__, sorted(families, key=lambda family: family.name))


def _family(model: str) -> TokenFamily:
    name = model.lower().replace("_", "-")
    return next((family for family in FAMILIES if re.search(family.models, name)), ANY)
