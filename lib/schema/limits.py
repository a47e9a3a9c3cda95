"""How large a schema may be in strict mode, by provider, and which of the limits a schema exceeds."""

from dataclasses import dataclass
from typing import Any

from lib.common import Problem, Severity
from lib.json.containers import as_list, as_object
from lib.schema.subschemas import Subschema, is_object, properties_of, subschemas, type_of


@dataclass(frozen=True, slots=True)
class SchemaLimits:
    """The size limits of strict mode."""

    properties: int
    """Most properties, over all objects of the schema."""

    levels: int
    """Most levels of nested objects and lists, with the outermost."""

    characters: int
    """Most characters of all names of properties and definitions, enum values and const values together."""

    choices: int
    """Most enum values, over the whole schema."""

    many_choices: int
    """Number of choices beyond which the characters of a single list are limited too."""

    characters_of_many: int
    source: str
    has_ranges: bool = True
    """Whether a number may have a minimum and a maximum."""


OPENAI = SchemaLimits(5_000, 10, 120_000, 1_000, 250, 15_000, "OpenAI's guide to structured outputs, as of 2026-02")
AZURE = SchemaLimits(
    100, 5, 15_000, 500, 250, 7_500, "Azure OpenAI's guide to structured outputs, checked in November 2026", False
)


def limits_at(provider: str) -> SchemaLimits:
    """The size limits of a provider's strict mode; OpenAI's for a provider that states none of its own."""
    return AZURE if provider == "Azure OpenAI" else OPENAI


def check_limits(schema: dict[str, Any], limits: SchemaLimits = OPENAI, severity: Severity = "ask") -> list[Problem]:
    """The limits of strict mode that a schema exceeds."""
    parts = list(subschemas(schema))
    nested = [part for part in parts if is_object(part.schema) or type_of(part.schema) == "array"]
    enums = [as_list(part.schema.get("enum")) for part in parts if isinstance(part.schema, dict)]
    many = [_characters(enum) for enum in enums if len(enum) > limits.many_choices]
    long_list = f"characters in one list of over {limits.many_choices} choices"
    sizes = (
        (sum(len(properties_of(part.schema)) for part in parts), limits.properties, "properties"),
        (max((part.levels + 1 for part in nested), default=0), limits.levels, "levels of objects and lists"),
        (sum(map(len, enums)), limits.choices, "choices"),
        (_all_characters(parts), limits.characters, "characters of names and choices"),
        (max(many, default=0), limits.characters_of_many, long_list),
    )
    hint = f"Make the schema smaller (source: {limits.source})."
    return [
        Problem("strict-limit", f"the schema has {size:,} {what}; strict mode accepts {most:,}.", hint, severity)
        for size, most, what in sizes
        if size > most
    ]


def _all_characters(parts: list[Subschema]) -> int:
    schemas = [part.schema for part in parts if isinstance(part.schema, dict)]
    names = (as_object(schema.get(keyword)) for schema in schemas for keyword in ("properties", "$defs", "definitions"))
    values = (_characters([*as_list(schema.get("enum")), schema.get("const")]) for schema in schemas)
    return sum(_characters(group) for group in names) + sum(values)


def _characters(values: Any) -> int:
    return sum(len(value) for value in values if isinstance(value, str))
