"""What a provider may find wrong with a batch input file: each rule as data, its weight per provider.

The rules themselves stand in `rules_of_files` and `rules_of_bodies`; `check_line` and `check` find
what breaks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Impact = Literal["rejected", "fails", "risky", "advice"]
IMPACTS: tuple[Impact, ...] = get_args(Impact)
"""From bad to mild. `rejected`: the provider refuses the file. `fails`: this request comes back as an error.
`risky`: some providers refuse it, or it is not known. `advice`: it works, and could be better."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a batch input file."""

    slug: str
    title: str
    """What is wrong, as a heading for all lines that have it."""

    todo: str
    """What to do about it, as a sentence."""

    source: str
    """Where this is stated or was seen, and when that was read."""

    severity: Impact
    at: Mapping[str, Impact | None] = field(default_factory=dict)
    """Providers, by name, to which it is of another weight. None: no fault there."""

    def impact(self, provider: str) -> Impact | None:
        """How bad it is at a provider; None if it is no fault there."""
        return self.at.get(provider, self.severity)


class Flaw(NamedTuple):
    """One fault of one line."""

    rule: str
    """Its rule's slug."""

    path: str
    """Where in the line's JSON, such as `$.body.messages[0].role`; `$` for the line as a whole."""

    detail: str
    """What exactly is there, as a sentence."""

    fix: str = ""
    """The slug of what mends it (see `fixes`); empty if nothing does safely."""


def at(severity: Impact | None, *providers: str) -> dict[str, Impact | None]:
    """The same weight at several providers, for a rule's `at`."""
    return dict.fromkeys(providers, severity)
