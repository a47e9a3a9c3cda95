"""A rule about batch input files as data, and a flaw that breaks it.

Providers differ in what they reject, so a rule has an impact at each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Impact = Literal["rejected", "fails", "risky", "advice"]
IMPACTS: tuple[Impact, ...] = get_args(Impact)
"""From worst to mildest. `rejected`: the provider rejects the file. `fails`: the request comes back as an error.
`risky`: some providers reject it, or it is not documented. `advice`: it works, and could be better."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a batch input file."""

    slug: str
    title: str
    """What is wrong, as a heading over all lines that have it. The names of fields are between backticks."""

    todo: str
    """What to do about it, as a sentence or two; names and values of fields are between backticks."""

    source: str
    """Where this is documented or was seen, and when that was read."""

    usual_impact: Impact
    exceptions: Mapping[str, Impact | None] = field(default_factory=dict)
    """Providers with another impact, by name. None: no flaw there."""

    def impact(self, provider: str) -> Impact | None:
        """The impact at a provider; None if it is not a flaw there."""
        return self.exceptions.get(provider, self.usual_impact)


class Flaw(NamedTuple):
    """One thing that is wrong with one line."""

    rule: str
    """Slug of its rule."""

    path: str
    """Place in the line's JSON, such as `$.body.messages[0].role`; `$` for the line as a whole."""

    detail: str
    """What exactly is there, as a sentence."""

    fix: str = ""
    """Slug of its safe fix (see `lib.repair.fixes`); empty if there is none."""


def except_at(impact: Impact | None, *providers: str) -> dict[str, Impact | None]:
    """The same impact at several providers, for a rule's `exceptions`."""
    return dict.fromkeys(providers, impact)
