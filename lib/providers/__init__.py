"""What each provider accepts, as data: limits, endpoints, fields, models and prices.

`catalog` lists the providers, each a `Provider` with its source and date, made of the numbers in `limits`.
`endpoints` reads and writes urls. `fields` has the fields of a body by provider and endpoint, each a `Field`
with its type and range; `models` has what each family of models accepts, and `images` what an image's address
may be. Compose and Check ask all of these. `token_ranges` estimates the tokens of a text, and `prices` their cost.
`known_models` suggests a provider's models.
"""

from lib.providers.catalog import PROVIDERS
from lib.providers.limits import Limits
from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, ENDPOINTS, RESPONSES, Provider

__all__ = ["CHAT", "COMPLETIONS", "EMBEDDINGS", "ENDPOINTS", "PROVIDERS", "RESPONSES", "Limits", "Provider"]
