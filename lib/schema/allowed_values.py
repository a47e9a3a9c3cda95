"""What a schema allows in one field: one value of a list, several of them, a number, or any text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from lib.json.containers import as_list
from lib.json.lossless import Number, to_text
from lib.schema.requested import SchemaField, parts_of

_COMBINED = ("anyOf", "oneOf", "allOf", "$ref")
_MOST_VALUES = 1_000


@dataclass(frozen=True, slots=True)
class AllowedValues:
    """What a field of an answer may hold."""

    kind: Literal["text", "number", "one", "several"] = "text"
    """`one` value of a list, or `several`."""

    options: tuple[str, ...] = ()
    """The values of the list, as cells of a table show them."""

    has_others: bool = False
    """Whether a value may also be none of the list."""

    may_be_empty: bool = True
    is_whole: bool = False
    """Whether a number must be a whole one."""

    lowest: float | None = None
    highest: float | None = None

    def fault(self, text: str) -> str:
        """What is wrong with a number as a person wrote it, in sentences; empty if nothing is."""
        if self.kind != "number" or (self.may_be_empty and not text.strip()):
            return ""
        if not text.strip():
            return "Enter a number. This field cannot be empty."
        number = _number(text)
        if number is None and not self.is_whole:
            return f"“{text}” is not a number. Write it like 4 or 2.5."
        if number is None or (self.is_whole and not number.is_integer()):
            return f"“{text}” is not a whole number. Write it like 4."
        if self.lowest is not None and number < self.lowest:
            return f"{text} is too low. The lowest number allowed is {self.lowest:g}."
        if self.highest is not None and number > self.highest:
            return f"{text} is too high. The highest number allowed is {self.highest:g}."
        return ""


ANY_TEXT = AllowedValues()
YES_OR_NO = AllowedValues("one", ("true", "false"), may_be_empty=False)
_NOTHING = AllowedValues("one")
"""What `null` allows."""


def allowed_values(field: SchemaField, root: Any) -> AllowedValues:
    """What a field of a schema allows.

    Args:
        root: the whole schema, to which its references lead.
    """
    allowed = _allowed(field.schema, root)
    return allowed if field.is_required else replace(allowed, may_be_empty=True)


def _allowed(schema: Any, root: Any) -> AllowedValues:
    """What a schema allows: all that its alternatives allow."""
    parts = [part for part in parts_of(schema, root) if not any(key in part for key in _COMBINED)]
    if not parts or len(as_list(schema.get("allOf"))) > 1:
        return ANY_TEXT
    each = [_of_part(part, root) for part in parts]
    merged = _merged([allowed for allowed in each if allowed != _NOTHING])
    return replace(merged, may_be_empty=any(allowed.may_be_empty for allowed in each))


def _merged(each: Sequence[AllowedValues]) -> AllowedValues:
    """One of the values of all lists; any text if there is no list of values."""
    if len(each) == 1:
        return each[0]
    kinds = {allowed.kind for allowed in each}
    if "several" in kinds or "one" not in kinds:
        return ANY_TEXT
    options = dict.fromkeys(option for allowed in each for option in allowed.options)
    return AllowedValues("one", tuple(options), kinds != {"one"} or any(allowed.has_others for allowed in each))


def _of_part(part: dict[str, Any], root: Any) -> AllowedValues:
    """What one alternative allows, which has no alternatives itself."""
    if "enum" in part or "const" in part:
        return _of_list(as_list(part["enum"]) if "enum" in part else [part["const"]])
    written = part.get("type")
    types = {name for name in (as_list(written) or [written]) if isinstance(name, str)}
    if types == {"null"}:
        return _NOTHING
    return replace(_of_types(types - {"null"}, part, root), may_be_empty="null" in types)


def _of_types(types: set[str], part: dict[str, Any], root: Any) -> AllowedValues:
    if types == {"boolean"}:
        return YES_OR_NO
    if types == {"array"}:
        return _of_items(part.get("items"), root)
    if types and types <= {"number", "integer"}:
        lowest, highest = _limit(part.get("minimum")), _limit(part.get("maximum"))
        return AllowedValues("number", is_whole=types == {"integer"}, lowest=lowest, highest=highest)
    return ANY_TEXT


def _of_list(values: Sequence[Any]) -> AllowedValues:
    """One of these values; any text if there are none or too many, or if one is an object or a list."""
    options = tuple(dict.fromkeys(map(_text, values)))
    if not 0 < len(options) <= _MOST_VALUES or any(isinstance(value, (dict, list)) for value in values):
        return ANY_TEXT
    return AllowedValues("one", tuple(filter(None, options)), may_be_empty="" in options)


def _of_items(items: Any, root: Any) -> AllowedValues:
    """Several values, if the items of a list are words of a list."""
    each = _allowed(items, root) if isinstance(items, dict) else ANY_TEXT
    return AllowedValues("several", each.options, each.has_others) if each.kind == "one" else ANY_TEXT


def _text(value: Any) -> str:
    """A value as the cell of a table shows it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else to_text(value)


def _limit(value: Any) -> float | None:
    return _number(to_text(value)) if isinstance(value, (int, float, Number)) else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if "_" not in text and abs(number) != float("inf") and number == number else None
