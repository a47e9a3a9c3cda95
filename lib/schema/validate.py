"""The faults of an answer under its schema, each as one plain sentence."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from jsonschema_rs import Draft202012Validator, ReferencingError, ValidationError, ValidationErrorKind

from lib.common.phrasing import shorten_line
from lib.json.paths import quoted

_LONGEST = 200
_VALUE = "\ue000"
"""Placeholder for the faulty value in the validator's messages, which would quote it at full length."""

_TYPES = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_REWORDED = {
    "anyOf": f"{_VALUE} fits none of the allowed forms",
    "oneOf": f"{_VALUE} does not fit exactly one of the allowed forms",
    "contains": f"{_VALUE} does not contain the required items",
    "falseSchema": f"{_VALUE} is not allowed here",
}
"""Words for the faults that the validator describes in terms of schemas."""


def validator(schema: dict[str, Any], most: int = 5) -> Callable[[Any], list[str]]:
    """A function that gives at most so many faults of an answer (the value of its JSON), each as a sentence.

    Formats such as `date` count too. It fetches nothing, and no pattern takes long.

    Raises:
        ValueError: the schema is not valid, or refers to what is not in it; the message says which.

    >>> validator({"type": "object", "properties": {"score": {"type": "integer"}}})({"score": "high"})
    ['"score": "high" is not a whole number.']
    """
    known = {key: value for key, value in schema.items() if key != "$schema"}  # one draft for all
    try:
        compiled = Draft202012Validator(known, offline=True, validate_formats=True, mask=_VALUE)
    except ReferencingError as error:
        raise ValueError(error.message) from None
    except ValidationError as error:
        raise ValueError(error.message.replace(_VALUE, quoted(error.instance))) from None

    def faults(answer: Any) -> list[str]:
        if compiled.is_valid(answer):
            return []
        try:
            return [_sentence(error) for error in islice(compiled.iter_errors(answer), most)]
        except ValueError:  # the library describes values of at most 255 levels
            return ["the answer: it does not fit, and is nested too deeply to say where."]

    return faults


def _sentence(error: ValidationError) -> str:
    if isinstance(error.kind, ValidationErrorKind.Type):
        words = [words for name, words in _TYPES.items() if name in error.kind.types]
        fault = f"{_VALUE} is not {' or '.join(words)}"
    else:
        fault = _REWORDED.get(error.kind.name, error.message)
    fault = shorten_line(f"{fault[:1].lower()}{fault[1:]}".replace(_VALUE, quoted(error.instance)), _LONGEST)
    return f"{_place(error.instance_path)}: {fault}."


def _place(path: Sequence[str | int]) -> str:
    steps = [f"item {step + 1}" if isinstance(step, int) else f'"{shorten_line(step)}"' for step in path]
    return " > ".join(steps) or "the answer"
