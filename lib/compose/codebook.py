"""A codebook: what each label of an answer column means, or what the scores of a range mean.

It becomes the text that the model reads (`codebook_text`), the only answers that the schema allows (`schema`), and the
guide beside each answer that a person reviews.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal, get_args

CodebookKind = Literal["One label", "Several labels", "Score"]

CODEBOOK_KINDS: tuple[CodebookKind, ...] = get_args(CodebookKind)

CODEBOOK = "codebook"
"""Name of the placeholder that inserts the codebooks of the settings into a message: `{{codebook}}`."""

MOST_LISTED_SCORES = 100
"""Most scores that a schema lists one by one, where a provider takes no range of numbers."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label, or one score of a range."""

    name: str
    """The label as it is in the answers; of a score, its number as text."""

    meaning: str = ""
    """When the label applies, in the words that the model and the reviewers read."""

    examples: str = ""
    """Texts to which the label applies, as typed."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The labels that an answer column may hold, or the range of its scores."""

    kind: CodebookKind = "One label"
    labels: tuple[Label, ...] = ()
    """Labels in order; of a score, the numbers that have a meaning."""

    lowest: float = 1
    """Lowest score; labels do not use it, nor the next two fields."""

    highest: float = 5
    whole_numbers: bool = True
    """Whether a score must be a whole number."""

    def __post_init__(self) -> None:
        # Equal codebooks are equal as JSON too, so that their settings have one digest.
        object.__setattr__(self, "lowest", float(self.lowest))
        object.__setattr__(self, "highest", float(self.highest))

    @property
    def names(self) -> tuple[str, ...]:
        """The labels as they are in the answers."""
        return tuple(label.name for label in self.labels)

    def schema(self, has_ranges: bool = True) -> dict[str, Any]:
        """The JSON schema of one answer.

        Args:
            has_ranges: whether the provider takes a lowest and a highest number; else a few whole scores are listed,
                and for all others only the text of the codebook says the range.

        >>> Codebook("Several labels", (Label("late"), Label("broken"))).schema()
        {'type': 'array', 'items': {'type': 'string', 'enum': ['late', 'broken']}}
        """
        if self.kind == "One label":
            return {"type": "string", "enum": list(self.names)}
        if self.kind == "Several labels":
            return {"type": "array", "items": {"type": "string", "enum": list(self.names)}}
        kind = {"type": "integer" if self.whole_numbers else "number"}
        if has_ranges:
            return kind | {"minimum": plain_number(self.lowest), "maximum": plain_number(self.highest)}
        scores = self.scores
        return kind | {"enum": list(scores)} if 0 < len(scores) <= MOST_LISTED_SCORES else kind

    @property
    def scores(self) -> range:
        """The whole scores from the lowest to the highest; none if scores need not be whole."""
        if self.kind != "Score" or not self.whole_numbers:
            return range(0)
        return range(math.ceil(self.lowest), math.floor(self.highest) + 1)


def plain_number(number: float) -> int | float:
    """A whole number without its decimals.

    >>> plain_number(5.0), plain_number(0.5)
    (5, 0.5)
    """
    return int(number) if float(number).is_integer() else number
