"""Whether an answer keeps to its schema, and where it does not, in plain words."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from jsonschema_rs import Draft202012Validator, ReferencingError, ValidationError, ValidationErrorKind

from lib.common.phrasing import listed, shorten_line

_SHOWN = 5
_WORDS = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def validator(schema: dict[str, Any], most: int = 5) -> Callable[[Any], list[str]]:
    """A function from an answer (read from its JSON) to at most so many sentences on what is wrong; [] if nothing is.

    Formats such as `date` count too. Nothing is ever fetched, and no pattern takes long.

    Raises:
        ValueError: the schema cannot be used (the message says why): it is none, or refers to what is not in it.

    >>> validator({"type": "object", "properties": {"score": {"type": "integer"}}})({"score": "high"})
    ['"score": "high" is not a whole number.']
    """
    known = {key: value for key, value in schema.items() if key != "$schema"}  # one draft for all
    try:
        compiled = Draft202012Validator(known, offline=True, validate_formats=True)
    except (ValidationError, ReferencingError) as error:
        raise ValueError(error.message) from None

    def flaws(answer: Any) -> list[str]:
        if compiled.is_valid(answer):
            return []
        try:
            return [_sentence(error) for error in islice(compiled.iter_errors(answer), most)]
        except ValueError:  # the library tells a value of at most 255 levels
            return ["the answer: it does not fit, and is nested too deeply to say where."]

    return flaws


def _sentence(error: ValidationError) -> str:
    return f"{_place(error.instance_path)}: {_what(error)}."


def _place(path: Sequence[str | int]) -> str:
    steps = [f"item {step + 1}" if isinstance(step, int) else f'"{shorten_line(step)}"' for step in path]
    return " > ".join(steps) or "the answer"


def _what(error: ValidationError) -> str:
    value = _value(error.instance)
    match error.kind:
        case ValidationErrorKind.Type(types=types):
            return f"{value} is not {' or '.join(words for name, words in _WORDS.items() if name in types)}"
        case ValidationErrorKind.Enum(options=options):
            return f"{value} is not one of {listed(options, _SHOWN, say=_value)}"
        case ValidationErrorKind.Constant(expected_value=expected):
            return f"{value} is not {_value(expected)}"
        case ValidationErrorKind.Required(property=name):
            return f'"{shorten_line(name)}" is missing'
        case ValidationErrorKind.AdditionalProperties(unexpected=names):
            return f"{listed(names, _SHOWN, say=_value)} {'was' if len(names) == 1 else 'were'} not asked for"
        case ValidationErrorKind.FalseSchema():
            return f"{value} may not stand here"
        case ValidationErrorKind.AnyOf() | ValidationErrorKind.OneOfNotValid():
            return f"{value} fits nothing that may stand here"
        case ValidationErrorKind.Pattern(pattern=pattern):
            return f"{value} does not fit the pattern {shorten_line(pattern)}"
        case ValidationErrorKind.Format(format=name):
            return f"{value} is not of the format {shorten_line(name)}"
    return _by_size(error, value)


def _by_size(error: ValidationError, value: str) -> str:
    match error.kind:
        case ValidationErrorKind.Minimum(limit=limit):
            return f"{value} is less than {limit}"
        case ValidationErrorKind.Maximum(limit=limit):
            return f"{value} is more than {limit}"
        case ValidationErrorKind.ExclusiveMinimum(limit=limit):
            return f"{value} is not more than {limit}"
        case ValidationErrorKind.ExclusiveMaximum(limit=limit):
            return f"{value} is not less than {limit}"
        case ValidationErrorKind.MinItems(limit=limit):
            return f"there are fewer than {limit} items"
        case ValidationErrorKind.MaxItems(limit=limit):
            return f"there are more than {limit} items"
        case ValidationErrorKind.MinLength(limit=limit):
            return f"the text has fewer than {limit} characters"
        case ValidationErrorKind.MaxLength(limit=limit):
            return f"the text has more than {limit} characters"
    return f'{value} does not keep to "{error.kind.name}"'


def _value(value: Any) -> str:
    """A value as its JSON shows it, if it is short; else what it is."""
    if isinstance(value, str):
        return f'"{shorten_line(value)}"'
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, (list, dict)):
        return "a list" if isinstance(value, list) else "an object"
    return shorten_line(str(value))
