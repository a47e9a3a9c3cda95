"""A JSON schema that somebody pasted: found in whatever was pasted around it, and checked."""

from dataclasses import dataclass
from typing import Any

from lib.answer_format import schema_name
from lib.problems import Problem
from lib.strict import OPENAI, Limits, check_strict


@dataclass(frozen=True, slots=True)
class PastedSchema:
    """What a pasted text asks of an answer."""

    name: str
    schema: dict[str, Any]
    strict: bool = True
    description: str = ""


def read_schema(text: str, limits: Limits = OPENAI) -> tuple[PastedSchema | None, list[Problem]]:
    """The schema in a pasted text, and its problems; None exactly when one of them blocks."""
    import json

    schema = json.loads(text)
    return PastedSchema(schema_name(schema.get("title", "")), schema), check_strict(schema, limits)
