"""The settings of a recipe: their names on the page, and the numbers that a person can set."""

from collections.abc import Mapping
from dataclasses import replace

from lib.providers import CHAT
from lib.providers.field import Field
from lib.providers.fields import fields_of

_FIELDS = fields_of(CHAT, "OpenAI") or {}

SETTING_RANGES: Mapping[str, Field] = {
    "max_tokens": replace(_FIELDS["max_tokens"], most=10_000_000),
    "temperature": _FIELDS["temperature"],
    "top_p": _FIELDS["top_p"],
    "n": _FIELDS["n"],
    # OpenAI gives a seed 64 bits; every reader of JSON keeps 53.
    "seed": replace(_FIELDS["seed"], least=1 - 2**53, most=2**53 - 1),
    "frequency_penalty": _FIELDS["frequency_penalty"],
    "presence_penalty": _FIELDS["presence_penalty"],
    "logprobs": _FIELDS["top_logprobs"],
    "dimensions": Field("integer", 1, 100_000),
}
"""The widest ranges of any provider. The checks of the recipe narrow them down to the chosen one."""

SETTING_NAMES: Mapping[str, str] = {
    "max_tokens": "longest answer",
    "temperature": "creativity",
    "top_p": "top p",
    "n": "number of answers",
    "stop": "stop sequences",
    "seed": "seed",
    "frequency_penalty": "frequency penalty",
    "presence_penalty": "presence penalty",
    "reasoning_effort": "reasoning effort",
    "logprobs": "likeliest tokens to report",
    "dimensions": "dimensions",
}
"""Names of the settings on the page."""
