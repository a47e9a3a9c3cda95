"""What each provider accepts, as data: limits, endpoints, fields, prices.

`catalog` has the providers and the limits of their files, each with its source and date;
`endpoints` and `parameters` the urls and the fields of a body. `tokens` estimates how many tokens a
text has, and `prices` what they cost, from a list that is never fetched.
"""

from lib.providers.catalog import PROVIDERS, Limits, Provider

__all__ = ["PROVIDERS", "Limits", "Provider"]
