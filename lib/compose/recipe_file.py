"""A recipe as a readable JSON file, so that next week's sheet takes one upload."""

import re
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from lib.common import Problem, unreadable
from lib.common.encodings import ENCODINGS
from lib.common.problems import closest_name
from lib.compose.recipe import Recipe
from lib.json import codec, to_utf8
from lib.json.lossless import DuplicateKey, loads_exactly
from lib.providers import PROVIDERS, Limits
from lib.providers.parameters import MOST_STOPS, SETTING_RANGES
from lib.sheets import ImportOptions
from lib.sheets.delimited import NO_DELIMITER

_KIND = "batchdesk-recipe"
_SAVED = re.compile(rf'\s*\{{\s*"kind"\s*:\s*"{_KIND}"'.encode())
_START = 400
"""Bytes among which the first entry stands."""

_VERSION = 2
"""Version 1 had fewer entries, and none of another meaning."""

_LEAST_BYTES = 1_000
"""The least that a file may be limited to: a thousandth of a MB."""

_ADAPTERS = {name: TypeAdapter[Any](kind) for name, kind in get_type_hints(Recipe).items()}


def write_recipe(recipe: Recipe) -> bytes:
    """The recipe as an indented JSON file."""
    return codec.pretty({"kind": _KIND, "version": _VERSION, **asdict(recipe)}).encode() + b"\n"


def is_recipe(data: bytes) -> bool:
    """Whether a file is a saved recipe, by its first entry."""
    return _SAVED.match(to_utf8(data[:_START])) is not None


def read_recipe(data: bytes, name: str) -> tuple[Recipe, list[Problem]]:
    """The recipe in a file, and what of the file was not understood (it is left at its default).

    Raises:
        Unreadable: the file is no recipe, or of a later version of Batchdesk.
    """
    entries = _entries(data, name)
    known = [field.name for field in fields(Recipe)]
    taken, problems = {}, list(_damaged(data, name))
    for key, value in entries.items():
        try:
            if key not in known:
                raise ValueError(_unknown(key, known))
            taken[key] = _converted(key, value)
        except ValueError as error:
            hint = "It was passed over; look at the settings before you go on."
            problems.append(Problem("recipe-entry", str(error), hint, file=name))
    return Recipe(**taken), problems


def _entries(data: bytes, name: str) -> dict[str, Any]:
    """What the file says, without the lines that say what it is."""
    value, flaw = codec.loads(to_utf8(data))
    if flaw == "not-json" or not isinstance(value, dict) or value.get("kind") != _KIND:
        hint = "Load a .json file that was saved here with Save the recipe."
        raise unreadable("not-a-recipe", "this is not a Batchdesk recipe.", hint, name)
    version = value.get("version")
    if type(version) is not int or not 1 <= version <= _VERSION:
        hint = "Update Batchdesk, or make the recipe again."
        message = f"this recipe has version {version}; versions up to {_VERSION} can be read here."
        raise unreadable("recipe-version", message, hint, name)
    return {key: item for key, item in value.items() if key not in ("kind", "version")}


def _damaged(data: bytes, name: str) -> Iterator[Problem]:
    """What nothing in the settings shows: that some of the file was replaced, or stands twice in it."""
    text = to_utf8(data)
    hint = "Look at the settings before you go on."
    if codec.loads(text)[1] == "repaired":
        said = "some of it is damaged (broken characters, or NaN) and was replaced."
        yield Problem("recipe-entry", said, hint, file=name)
    try:
        loads_exactly(text.decode("utf-8", "replace").removeprefix("\ufeff"))
    except DuplicateKey:
        yield Problem("recipe-entry", "it says a key twice; the last one counts.", hint, file=name)
    except ValueError:
        return


def _unknown(key: str, known: list[str]) -> str:
    near = closest_name(key, known)
    return f'"{key}" is not known here' + (f'; did you mean "{near}"?' if near else ".")


def _converted(key: str, value: Any) -> Any:
    """The value as the recipe's field takes it.

    Raises:
        ValueError: it cannot be used there; nothing of it is taken.
    """
    try:
        converted = _ADAPTERS[key].validate_json(codec.dumps(value), strict=True)
    except ValidationError:
        raise ValueError(f'the value of "{key}" cannot be used here.') from None
    if not _usable(key, converted) or not _covers(_plain(key, converted), value):
        raise ValueError(f'the value of "{key}" cannot be used here.')
    return converted


def _usable(key: str, value: Any) -> bool:
    """Whether a value of the right kind is one that can be chosen on the page."""
    if isinstance(value, ImportOptions):
        return _readable(value)
    if key == "provider":
        return value in PROVIDERS
    if isinstance(value, Limits):
        return _settable(value)
    if key == "stop":
        return len(value) <= MOST_STOPS and all(value)
    return value is None or key not in SETTING_RANGES or value in SETTING_RANGES[key]


def _settable(limits: Limits) -> bool:
    """Whether the page can show these limits: whole numbers that a browser knows."""
    given = {name: limit for name, limit in asdict(limits).items() if limit is not None and name != "one_model"}
    least = {"bytes": _LEAST_BYTES}
    return all(least.get(name, 1) <= limit < 2**53 for name, limit in given.items())


def _readable(options: ImportOptions) -> bool:
    """Whether a sheet can be read so."""
    delimiter = options.delimiter is None or (len(options.delimiter) == 1 and options.delimiter not in NO_DELIMITER)
    return options.encoding in (None, *ENCODINGS) and delimiter and (options.header_row or 0) >= 0


def _plain(key: str, value: Any) -> Any:
    """A field's value as JSON has it."""
    return codec.loads(codec.dumps(asdict(Recipe(**{key: value}))[key]))[0]


def _covers(taken: Any, given: Any) -> bool:
    """Whether all that a file says was taken: a key that is not known here, however deep, was not."""
    if isinstance(given, dict) and isinstance(taken, dict):
        return all(key in taken and _covers(taken[key], item) for key, item in given.items())
    if isinstance(given, list) and isinstance(taken, list):
        return len(taken) == len(given) and all(map(_covers, taken, given))
    return bool(taken == given)
