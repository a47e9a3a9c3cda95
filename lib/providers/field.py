"""What a provider accepts as the value of one field of a body: its type, its range, its allowed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "number", "integer", "boolean", "string", "choice", "mixed", "texts", "list of texts", "list", "object", "any"
]
"""`choice` is one of `Field.values`; `mixed` is true, false, a whole number or one of them. `texts` is one text or a
list of texts."""

INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Field:
    """What a provider accepts as the value of one field."""

    kind: Kind = "any"
    least: float = -INFINITE
    most: float = INFINITE
    """Least and most number; for texts, the most of them."""

    values: tuple[str, ...] = ()
    """The allowed texts."""

    keys: tuple[str, ...] = ()
    """The keys that an object must have."""

    nullable: bool = True
    """Whether null means the provider's default. The provider rejects it otherwise."""

    support: Literal["yes", "no", "doubtful"] = "yes"
    """`no`: the provider knows the field and rejects it. `doubtful`: its documentation says that no model uses it."""

    def __contains__(self, value: object) -> bool:
        """Whether a number, a text or a list is within the limits. Its type must be right."""
        if self.kind in ("number", "integer"):
            return isinstance(value, (int, float)) and self.least <= value <= self.most
        if self.kind == "texts":
            return isinstance(value, str) or (isinstance(value, list) and len(value) <= self.most)
        if self.kind == "list of texts":
            return isinstance(value, list) and (not self.values or all(text in self.values for text in value))
        if self.kind == "mixed":
            return not isinstance(value, str) or value in self.values
        return not self.values or value in self.values

    def has_type(self, value: object) -> bool:
        """Whether a value that is not null has the right type."""
        if self.kind == "number":
            return type(value) in (int, float)
        if self.kind == "integer":
            return type(value) is int
        if self.kind in ("texts", "list of texts"):
            texts = value if isinstance(value, list) or self.kind == "list of texts" else [value]
            return isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        if self.kind == "mixed":
            return isinstance(value, int) or (isinstance(value, str) and bool(self.values))
        wanted = _PYTHON_TYPES.get(self.kind)
        return wanted is None or isinstance(value, wanted)

    @property
    def expected(self) -> str:
        """The values in words, to follow "it must be"."""
        if self.values and self.kind == "list of texts":
            return f"a list of {', '.join(self.values)}"
        if self.kind == "mixed":
            return ", ".join(("true", "false", *self.values)) + " or a whole number"
        if self.values:
            return f"{', '.join(self.values[:-1])} or {self.values[-1]}" if self.values[1:] else self.values[0]
        if self.kind not in ("number", "integer"):
            return _WORDS[self.kind]
        kind = "a whole number" if self.kind == "integer" else "a number"
        if self.least == self.most:
            return f"{self.least:g}"
        if self.most > 1e9:
            return kind if self.least < -1e9 else f"{kind} of at least {self.least:g}"
        return f"{kind} from {self.least:,} to {self.most:,}"


_PYTHON_TYPES: Mapping[str, type] = {"boolean": bool, "string": str, "choice": str, "list": list, "object": dict}
_WORDS: Mapping[str, str] = {
    "boolean": "true or false",
    "string": "a text",
    "texts": "a text or a list of texts",
    "list of texts": "a list of texts",
    "list": "a list",
    "object": "an object",
    "any": "what the API reference says",
}

Fields = dict[str, Field]
"""Fields by name."""
