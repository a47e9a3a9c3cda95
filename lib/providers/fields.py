"""The fields of a request's body by provider and endpoint: their types, their ranges, their allowed values.

`openai_fields` and `other_fields` hold the tables with their sources. Compose, Check and the repairs all ask here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lib.providers.field import Fields
from lib.providers.openai_fields import OPENAI
from lib.providers.other_fields import (
    AZURE_MORE,
    FIREWORKS,
    GROQ,
    MISTRAL,
    MISTRAL_EMBEDDINGS,
    OPEN_MORE,
    OTHER,
    TOGETHER,
)
from lib.providers.provider import CHAT, EMBEDDINGS

MOST_STOPS = 4
"""Most stop sequences that the page offers: what OpenAI and most others accept."""

FIELD_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"Mistral": {"seed": "random_seed", "dimensions": "output_dimension"}}
)
"""Fields that a provider has under another name than OpenAI, by provider."""

_OWN: Mapping[tuple[str, str], Fields] = {
    ("Groq", CHAT): GROQ,
    ("Together", CHAT): TOGETHER,
    ("Mistral", CHAT): MISTRAL,
    ("Mistral", EMBEDDINGS): MISTRAL_EMBEDDINGS,
    ("Fireworks", CHAT): FIREWORKS,
    ("Other", CHAT): OTHER,
}


def _all_fields() -> Mapping[tuple[str, str], Fields]:
    """The fields of every endpoint at the providers that have OpenAI's."""
    tables: dict[tuple[str, str], Fields] = {("OpenAI", endpoint): fields for endpoint, fields in OPENAI.items()}
    for endpoint, fields in OPENAI.items():
        tables["Azure OpenAI", endpoint] = fields | (AZURE_MORE if endpoint == CHAT else {})
        tables["", endpoint] = OPEN_MORE | fields
    return tables


_TABLES = _all_fields()


def fields_of(endpoint: str | None, provider: str) -> Fields | None:
    """The fields of an endpoint's body at a provider; None for an endpoint whose fields are not listed.

    >>> fields_of(CHAT, "Groq")["n"].expected, fields_of(CHAT, "vLLM")["n"].expected
    ('1', 'a whole number from 1 to 128')
    """
    key = provider, endpoint or ""
    return _OWN.get(key) or _TABLES.get(key) or _TABLES.get(("", key[1]))


DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "temperature": 1,
        "top_p": 1,
        "frequency_penalty": 0,
        "presence_penalty": 0,
        "logprobs": False,
        "n": 1,
        "store": False,
        "verbosity": "medium",
        "logit_bias": {},
    }
)
"""The values that change nothing where a provider or a model does not have the field."""
