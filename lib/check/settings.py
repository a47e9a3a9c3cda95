"""What is wrong with a body's settings: everything but the prompt."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lib.check.answer_format import check_format, check_tools
from lib.check.rule import Flaw
from lib.common.phrasing import closest_name
from lib.json.paths import path_of, quoted
from lib.providers import CHAT, EMBEDDINGS, Provider
from lib.providers.parameters import FIELD_RANGES, MOST_STOPS, REASONING_DEFAULTS, known_fields

_REASONING_MODEL = re.compile(r"(?:openai/)?(?:o[134](?:-|$)|gpt-5)")
"""OpenAI's models that reject max_tokens: o1, o3, o4 and GPT-5 with their variants."""

_FIXED_SAMPLING = re.compile(r"(?:openai/)?(?:o[134](?:-|$)|gpt-5(?:-(?:mini|nano|\d{4}).*)?$)")
"""Those that take only the default temperature and the like. Later GPT-5s take others if reasoning is off."""


def check_settings(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The flaws of a body's settings, with paths that begin at the body (`$`)."""
    yield from _check_stream(settings)
    yield from _check_numbers(settings)
    yield from _check_others(settings, endpoint)
    yield from _check_model(settings, endpoint)
    yield from check_format(settings, endpoint, provider)
    yield from check_tools(settings, provider)
    yield from _check_names(settings, endpoint, provider)


def _check_stream(settings: Mapping[str, Any]) -> Iterator[Flaw]:
    if settings.get("stream") not in (None, False):
        yield Flaw("stream", "$.stream", f'"stream" is {quoted(settings["stream"])}.', "stream")
    elif settings.get("stream_options") is not None:
        yield Flaw("stream", "$.stream_options", '"stream_options" is set, but the request does not stream.', "stream")


def _check_numbers(settings: Mapping[str, Any]) -> Iterator[Flaw]:
    for name, allowed in FIELD_RANGES.items():
        value = settings.get(name)
        if value is None:
            continue
        is_number = type(value) in (int, float)
        if not is_number or (allowed.whole and not float(value).is_integer()):
            yield Flaw("setting-type", f"$.{name}", f'"{name}" is {quoted(value)}; it must be {allowed}.')
        elif value not in allowed:
            yield Flaw("setting-range", f"$.{name}", f'"{name}" is {value:g}; it must be {allowed}.')


def _check_others(settings: Mapping[str, Any], endpoint: str | None) -> Iterator[Flaw]:
    stop = settings.get("stop")
    if isinstance(stop, list) and len(stop) > MOST_STOPS:
        detail = f'"stop" has {len(stop)} texts; OpenAI accepts up to {MOST_STOPS}.'
        yield Flaw("setting-range", "$.stop", detail)
    elif stop is not None and not isinstance(stop, (str, list)):
        yield Flaw("setting-type", "$.stop", f'"stop" is {quoted(stop)}; it must be a text or a list of texts.')
    if endpoint == CHAT and not isinstance(settings.get("logprobs", False), (bool, type(None))):
        yield Flaw(
            "setting-type", "$.logprobs", f'"logprobs" is {quoted(settings["logprobs"])}; it must be true or false.'
        )
    vectors = settings.get("encoding_format")
    if endpoint == EMBEDDINGS and vectors == "float":
        yield Flaw("float-vectors", "$.encoding_format", '"encoding_format" is "float".', "base64")
    elif endpoint == EMBEDDINGS and vectors not in (None, "base64"):
        detail = f'"encoding_format" is {quoted(vectors)}; it must be "float" or "base64".'
        yield Flaw("setting-type", "$.encoding_format", detail)


def _check_model(settings: Mapping[str, Any], endpoint: str | None) -> Iterator[Flaw]:
    model = settings.get("model")
    if endpoint != CHAT or not isinstance(model, str):
        return
    if settings.get("max_tokens") is not None and _REASONING_MODEL.match(model):
        detail = f'{quoted(model)} accepts "max_completion_tokens", not "max_tokens".'
        fix = "" if "max_completion_tokens" in settings else "max-tokens"
        yield Flaw("max-tokens-name", "$.max_tokens", detail, fix)
    for name, default in REASONING_DEFAULTS.items() if _FIXED_SAMPLING.match(model) else ():
        if settings.get(name) not in (None, default):
            detail = f'{quoted(model)} accepts only {default:g} for "{name}".'
            yield Flaw("reasoning-sampling", f"$.{name}", detail)


def _check_names(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    known = known_fields(endpoint, provider.name)
    if known is None:
        return
    for name in settings:
        if name in known or name in _CHECKED_ELSEWHERE:
            continue
        question = _did_you_mean(name, endpoint, provider.name)
        yield Flaw("field-unknown", path_of(name), f"The field {quoted(name)} is unknown.{question}")


@lru_cache(maxsize=1_000)  # a field is often misspelled in every line of a file
def _did_you_mean(name: str, endpoint: str | None, provider: str) -> str:
    near = closest_name(name, known_fields(endpoint, provider) or ())
    return f' Did you mean "{near}"?' if near and len(near) > 2 else ""


_CHECKED_ELSEWHERE = ("text", "response_format", "messages")
