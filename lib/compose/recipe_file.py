"""A recipe as a JSON file that people can read, and back: next week's sheet needs only one upload."""

import re
from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from lib.common import Problem, unreadable
from lib.common.encoding_names import ENCODINGS
from lib.common.phrasing import closest_name
from lib.compose.recipe import Recipe, recipe_entries
from lib.compose.setting_ranges import SETTING_RANGES
from lib.json import codec, to_utf8
from lib.json.lossless import DuplicateKey, loads_exactly
from lib.providers import PROVIDERS, Limits
from lib.providers.fields import MOST_STOPS
from lib.sheets import ImportOptions
from lib.sheets.delimiter import can_separate

_KIND = "batchdesk-recipe"
_SAVED = re.compile(rf'\s*\{{\s*"kind"\s*:\s*"{_KIND}"'.encode())
_START = 400
"""Bytes at the start of a file that are read to find its first entry."""

_VERSION = 2
"""Version of the format. Version 1 had fewer entries, all with the same meaning."""

_LEAST_BYTES = 1_000
"""Smallest limit of a file: a thousandth of a MB."""

_ADAPTERS = {name: TypeAdapter[Any](kind) for name, kind in get_type_hints(Recipe).items()}


def write_recipe(recipe: Recipe) -> bytes:
    """The recipe as an indented JSON file. `identical_once` is only in it if set, as in files of before."""
    entries = {key: value for key, value in recipe_entries(recipe).items() if key != "identical_once" or value}
    return codec.pretty({"kind": _KIND, "version": _VERSION, **entries}).encode() + b"\n"


def is_recipe(data: bytes) -> bool:
    """Whether a file is a saved recipe; its first entry decides."""
    return _SAVED.match(to_utf8(data[:_START])) is not None


def read_recipe(data: bytes, name: str) -> tuple[Recipe, list[Problem]]:
    """The recipe in a file, and the problems of entries that could not be used. Those keep their defaults.

    Raises:
        Unreadable: the file is not a recipe, or a later version of Batchdesk saved it.
    """
    entries = _entries(data, name)
    known = [field.name for field in fields(Recipe)]
    values, problems = {}, list(_check_damage(data, name))
    for key, value in entries.items():
        try:
            if key not in known:
                raise ValueError(_unknown(key, known))
            values[key] = _converted(key, value)
        except ValueError as error:
            hint = "It was ignored; check the settings before you continue."
            problems.append(Problem("recipe-entry", str(error), hint, file=name))
    return Recipe(**values), problems


def _entries(data: bytes, name: str) -> dict[str, Any]:
    """The entries of a file, without its kind and version."""
    value, flaw = codec.loads(to_utf8(data))
    if flaw == "not-json" or not isinstance(value, dict) or value.get("kind") != _KIND:
        hint = "Load a .json file with settings that you saved on the Compose page."
        raise unreadable("not-a-recipe", "this file does not contain saved settings.", hint, name)
    version = value.get("version")
    if type(version) is not int or not 1 <= version <= _VERSION:
        hint = "Update Batchdesk, or enter the settings again."
        message = f"these settings have version {version}; this Batchdesk reads versions up to {_VERSION}."
        raise unreadable("recipe-version", message, hint, name)
    return {key: item for key, item in value.items() if key not in ("kind", "version")}


def _check_damage(data: bytes, name: str) -> Iterator[Problem]:
    """Damage that the settings do not show: text that was replaced, or a duplicate key."""
    text = to_utf8(data)
    hint = "Check the settings before you continue."
    if codec.loads(text)[1] == "repaired":
        message = "damaged parts of the file (broken characters, or NaN) were replaced."
        yield Problem("recipe-entry", message, hint, file=name)
    try:
        loads_exactly(text.decode("utf-8", "replace").removeprefix("\ufeff"))
    except DuplicateKey:
        yield Problem("recipe-entry", "the file has a duplicate key; its last value counts.", hint, file=name)
    except ValueError:
        return


def _unknown(key: str, known: list[str]) -> str:
    near = closest_name(key, known)
    return f'"{key}" is not a known setting' + (f'; did you mean "{near}"?' if near else ".")


def _converted(key: str, value: Any) -> Any:
    """A value of the file as a value of the recipe's field.

    Raises:
        ValueError: the field does not take it.
    """
    try:
        converted = _ADAPTERS[key].validate_json(codec.dumps(value), strict=True)
    except ValidationError:
        raise ValueError(f'the value of "{key}" cannot be used.') from None
    if not _is_allowed(key, converted) or not _has_all_of(_as_json(key, converted), value):
        raise ValueError(f'the value of "{key}" cannot be used.')
    return converted


def _is_allowed(key: str, value: Any) -> bool:
    """Whether a value of the right type can be chosen on the page."""
    if isinstance(value, ImportOptions):
        return _is_valid_import(value)
    if key == "provider":
        return value in PROVIDERS
    if isinstance(value, Limits):
        return _is_valid_limit(value)
    if key == "stop":
        return len(value) <= MOST_STOPS and all(value)
    return value is None or key not in SETTING_RANGES or value in SETTING_RANGES[key]


def _is_valid_limit(limits: Limits) -> bool:
    """Whether the page can show these limits: numbers that a browser keeps exactly."""
    numbers = {name: limit for name, limit in asdict(limits).items() if limit is not None and name != "one_model"}
    least = {"bytes": _LEAST_BYTES}
    return all(least.get(name, 1) <= limit < 2**53 for name, limit in numbers.items())


def _is_valid_import(options: ImportOptions) -> bool:
    """Whether a sheet can be read with these options."""
    delimiter = options.delimiter is None or can_separate(options.delimiter)
    header = (options.header_row or 0) >= 0 and options.header_rows >= 1
    return options.encoding in (None, *ENCODINGS) and delimiter and header


def _as_json(key: str, value: Any) -> Any:
    """A field's value as plain JSON."""
    return codec.loads(codec.dumps(recipe_entries(Recipe(**{key: value}))[key]))[0]


def _has_all_of(value: Any, source: Any) -> bool:
    """Whether a value kept everything in its source. An unknown key was dropped, at any depth."""
    if isinstance(source, dict) and isinstance(value, dict):
        return all(key in value and _has_all_of(value[key], item) for key, item in source.items())
    if isinstance(source, list) and isinstance(value, list):
        return len(value) == len(source) and all(map(_has_all_of, value, source))
    return bool(value == source)
