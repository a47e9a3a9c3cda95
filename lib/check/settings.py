"""What is wrong with a body's settings: everything but the prompt."""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lib.check.answer_format import check_format
from lib.check.combinations import check_combinations
from lib.check.model_settings import check_model
from lib.check.rule import Flaw
from lib.check.tools import check_tools
from lib.common.phrasing import closest_name, listed_names
from lib.json.paths import path_of, quoted
from lib.providers import CHAT, EMBEDDINGS, RESPONSES, Provider
from lib.providers.field import Field
from lib.providers.fields import DEFAULTS, fields_of


def check_settings(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The flaws of a body's settings, with paths that begin at the body (`$`)."""
    yield from _check_stream(settings)
    yield from _check_fields(settings, endpoint, provider)
    if endpoint == EMBEDDINGS and settings.get("encoding_format") == "float":
        yield Flaw("float-vectors", "$.encoding_format", '"encoding_format" is "float".', "base64")
    yield from check_combinations(settings, endpoint, provider)
    yield from check_model(settings, endpoint, provider)
    yield from check_format(settings, endpoint, provider)
    yield from check_tools(settings, endpoint, provider)


def _check_stream(settings: Mapping[str, Any]) -> Iterator[Flaw]:
    if settings.get("stream") not in (None, False):
        yield Flaw("stream", "$.stream", f'"stream" is {quoted(settings["stream"])}.', "stream")
    elif settings.get("stream_options") is not None:
        yield Flaw("stream", "$.stream_options", '"stream_options" is set, but the request does not stream.', "stream")


def _check_fields(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    fields = fields_of(endpoint, provider.name)
    for name, value in settings.items() if fields is not None else ():
        field = fields.get(name) if fields else None
        if field is not None:
            yield from _check_value(name, value, field, provider)
            if endpoint == RESPONSES and name in _RESPONSES_MEMBERS and isinstance(value, dict):
                yield from _check_member(name, *_RESPONSES_MEMBERS[name], value)
        elif not (endpoint == RESPONSES and name == "response_format"):  # which has its own words
            question = _did_you_mean(name, endpoint, provider.name)
            yield Flaw("field-unknown", path_of(name), f"The field {quoted(name)} is unknown.{question}")


def _check_value(name: str, value: Any, field: Field, provider: Provider) -> Iterator[Flaw]:
    path = path_of(name)
    if value is None:
        if not field.nullable:
            yield Flaw("setting-null", path, f'"{name}" is null; it must be {field.expected}.', "nulls")
    elif field.support != "yes":
        is_default = name in DEFAULTS and value == DEFAULTS[name]
        if field.support == "no" and not is_default:
            yield Flaw("field-unsupported", path, f'"{name}" is not supported.')
        else:
            yield Flaw("field-unused", path, f'"{name}" may have no effect, or lead to an error.')
    elif not field.has_type(value):
        fix = "types" if converted(value, field) is not None else ""
        yield Flaw("setting-type", path, f'"{name}" is {quoted(value)}; it must be {field.expected}.', fix)
    elif value not in field:
        yield Flaw("setting-range", path, f"{_amount(name, value)}; {_limit(field)}.")
    elif name in _MEMBERS and isinstance(value, dict):
        yield from _check_members(name, value)
    elif missing := [key for key in field.keys if key not in value]:
        yield Flaw("setting-type", path, f'"{name}" lacks {listed_names([quoted(key) for key in missing])}.')


def _check_member(name: str, key: str, field: Field, value: Mapping[str, Any]) -> Iterator[Flaw]:
    """The value under one key of an object."""
    inner = value.get(key)
    if inner is not None and (not field.has_type(inner) or inner not in field):
        yield Flaw("setting-range", path_of(name, key), f'"{key}" is {quoted(inner)}; it must be {field.expected}.')


def _check_members(name: str, value: Mapping[str, Any]) -> Iterator[Flaw]:
    """The values inside an object whose values have all the same type."""
    field = _MEMBERS[name]
    for key, inner in value.items():
        if not field.has_type(inner) or inner not in field:
            detail = f'"{name}" has {quoted(inner)} for {quoted(key)}; it must be {field.expected}.'
            yield Flaw("setting-type", path_of(name, key), detail)


def converted(value: Any, field: Field) -> Any:
    """The value in the field's type where only its form is wrong, such as "0.5" for 0.5; else None."""
    if field.kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    if not isinstance(value, (str, float)) or field.kind not in ("number", "integer"):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        return None
    number = float(value)
    if field.kind == "integer":
        return int(number) if number.is_integer() and abs(number) < _EXACT and number in field else None
    return number if math.isfinite(number) and number in field else None


_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_EXACT = 2**53
"""Whole numbers below this are the same in every reader of JSON."""


def _amount(name: str, value: Any) -> str:
    return f'"{name}" has {len(value)} texts' if isinstance(value, list) else f'"{name}" is {quoted(value)}'


def _limit(field: Field) -> str:
    return f"at most {field.most:g} are allowed" if field.kind == "texts" else f"it must be {field.expected}"


@lru_cache(maxsize=1_000)  # a field is often misspelled in every line of a file
def _did_you_mean(name: str, endpoint: str | None, provider: str) -> str:
    near = closest_name(name, fields_of(endpoint, provider) or (), _SURELY_MEANT)
    return f' Did you mean "{near}"?' if near and len(near) > 2 else ""


_SURELY_MEANT = 0.8
"""Least similarity of a suggested field. A mistyped letter leaves more; `strict` and `instruction` have 0.6."""

_CHAT_FIELDS = fields_of(CHAT, "OpenAI") or {}
_RESPONSES_MEMBERS = {
    "reasoning": ("effort", _CHAT_FIELDS["reasoning_effort"]),
    "text": ("verbosity", _CHAT_FIELDS["verbosity"]),
}
"""Settings of a chat that the Responses API has inside an object."""

_MEMBERS = {"logit_bias": Field("number", -100, 100), "metadata": Field("string")}
