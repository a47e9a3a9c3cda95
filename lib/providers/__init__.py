"""What each provider accepts, as data: limits, endpoints, fields and prices.

`catalog` lists the providers, each a `Provider` with its source and date, made of the numbers in
`limits`. `endpoints` reads and writes urls; `parameters` has the fields of a body and their
ranges. `token_ranges` estimates the tokens of a text, and `prices` their cost, from an offline list.
"""

from lib.providers.catalog import PROVIDERS
from lib.providers.limits import Limits
from lib.providers.provider import CHAT, COMPLETIONS, EMBEDDINGS, ENDPOINTS, RESPONSES, Provider

__all__ = ["CHAT", "COMPLETIONS", "EMBEDDINGS", "ENDPOINTS", "PROVIDERS", "RESPONSES", "Limits", "Provider"]
