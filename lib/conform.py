"""Whether an answer keeps to its schema, and where it does not, in plain words."""

from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry


def validator(schema: dict[str, Any], most: int = 5) -> Callable[[Any], list[str]]:
    """A function from a parsed answer to what is wrong with it, at most so many sentences; none if nothing is.

    Nothing is ever fetched: a reference to elsewhere is a sentence of its own.
    """
    checker = Draft202012Validator(schema, registry=Registry())
    return lambda answer: [error.message for error in checker.iter_errors(answer)][:most]
