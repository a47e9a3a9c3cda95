"""The known models of a provider, with context window and batch price, and the nearest to a misspelt name.

The names come from the offline list of prices (`prices`). It keeps models for years, so where `models` has the dates on
which a provider's models end, only the living ones count. At other providers a model counts if the list states its
context window, as it does for the models that it still checks. At Azure a request names a deployment, so no name is
known.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache

from lib.providers.catalog import PROVIDERS
from lib.providers.models import FAMILIES, ModelFamily, family_of
from lib.providers.prices import LIST_SOURCE, batch_rates, listed_models
from lib.providers.provider import CHAT, EMBEDDINGS


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that a provider offers, as far as is known here."""

    name: str
    endpoints: tuple[str, ...]
    """The endpoints that take the model in a batch."""

    context_tokens: int | None
    """Most tokens of a request and its answer together. None: not known."""

    input_price: float | None
    """USD per million input tokens in a batch. None: not known."""

    output_price: float | None
    """USD per million output tokens in a batch. None: not known, or an embedding model."""

    source: str = LIST_SOURCE
    """Origin of the numbers with its date, to follow the word "from"."""


_ROUTES = ("-fast", "-us")
"""Ends of the names of Fireworks' faster and American routes to a model, which serve no batches."""


_WITH_SHUTDOWNS = ("OpenAI", "Groq")
"""Providers whose families in `models` have the dates on which they end."""


@cache
def known_models(provider: str) -> Sequence[KnownModel]:
    """The models of a provider that are known here, its example first; none for a provider without a list.

    >>> [(model.name, model.context_tokens) for model in known_models("OpenAI")][0]
    ('gpt-5.4-mini', 400000)
    """
    example = PROVIDERS[provider].example_model
    models = [_known(provider, name, context) for name, context in listed_models(provider).items()]
    return sorted((model for model in models if model.endpoints), key=lambda model: model.name != example)


def nearest_model(provider: str, name: str) -> str | None:
    """The known model that a name misspells; None for a known name, and for one that resembles none.

    Capitals and a missing maker before the name count as misspelt. A name with other numbers is another model.

    >>> nearest_model("OpenAI", "GPT5.4-mini"), nearest_model("Groq", "gpt-oss-20b"), nearest_model("OpenAI", "gpt-5.4")
    ('gpt-5.4-mini', 'openai/gpt-oss-20b', None)
    """
    name = name.strip()
    names = [model.name for model in known_models(provider)]
    if not name or name in names or name in listed_models(provider) or family_of(name, provider):
        return None
    same_numbers = [known for known in names if _digits(known) == _digits(name)]
    spellings = {known.lower().rpartition("/")[2]: known for known in reversed(same_numbers)}
    spellings |= {known.lower(): known for known in same_numbers}
    close = get_close_matches(name.lower(), spellings, n=1, cutoff=0.8)
    return spellings[close[0]] if close else None


def _known(provider: str, name: str, context: int | None) -> KnownModel:
    rates = batch_rates(provider, name)
    endpoints = () if rates[0] is None else _endpoints(provider, name, context, rates[1] is None or "embed" in name)
    return KnownModel(name, endpoints, context, *rates)


def _endpoints(provider: str, name: str, context: int | None, embeds: bool) -> tuple[str, ...]:
    """The endpoints at which a model can be sent now; none for a model that is gone or serves something else."""
    takes, is_example = PROVIDERS[provider].endpoints, name == PROVIDERS[provider].example_model
    if provider not in _WITH_SHUTDOWNS and not context and not is_example:
        return ()
    if provider not in FAMILIES:
        endpoint = EMBEDDINGS if embeds else CHAT
        return (endpoint,) if endpoint in takes and not name.endswith(_ROUTES) else ()
    family = family_of(name, provider)
    if family is None or family.audio or name.startswith("ft:") or _is_gone(family):
        return ()
    return tuple(endpoint for endpoint in takes if endpoint in family.endpoints)


def _is_gone(family: ModelFamily) -> bool:
    return bool(family.shutdown) and family.shutdown < f"{datetime.now(UTC):%Y-%m-%d}"


def _digits(name: str) -> str:
    return re.sub(r"\D", "", name)
