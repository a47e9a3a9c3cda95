"""A known cause of failures: how to recognise it, what it means, and what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lib.failures.request_changes import Change

RetryHelps = Literal["yes", "later", "changed", "no", "unknown"]
"""Whether it helps to send the same request again: now, later, only with a change, or never."""

RETRY_ADVICE: Mapping[RetryHelps, str] = {
    "yes": "Retrying helps.",
    "later": "Retrying helps, but not at once.",
    "changed": "Retrying helps only after a change.",
    "no": "Retrying does not help.",
    "unknown": "Retrying may help: try a few rows first.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCause:
    """One way to fail. In its texts, `{param}`, `{instead}` and `{most}` are what the provider named."""

    kind: str
    """A stable slug."""

    title: str
    explanation: str
    helps: RetryHelps
    advice: str
    source: str
    """Where the error is documented or was seen."""

    pattern: str = ""
    """A regular expression for the message in small letters: five times as fast as one that ignores capitals."""

    statuses: frozenset[int] = frozenset()
    """Statuses that mean this cause, whatever the message."""

    changes: tuple[Change, ...] = ()

    def match(self, status: int | None, message: str, lower: str) -> dict[str, str] | None:
        """What the provider named in its message, as it wrote it; None if the failure has another cause.

        Args:
            lower: the message in small letters.
        """
        match = re.search(self.pattern, lower, re.DOTALL) if self.pattern else None
        if match is None:
            return {} if status in self.statuses else None
        text = message if len(lower) == len(message) else lower
        return {name: text[slice(*match.span(name))] for name, value in match.groupdict().items() if value}
