"""The fields of a request's body that are the same in every row: settings, answer format, further fields.

Field names follow OpenAI's reference for each endpoint (checked in November 2026).
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from lib.common import Problem, Unreadable
from lib.compose.recipe import Recipe
from lib.compose.structured_output import JSON_OBJECT, answer_schema, chat_format, responses_format
from lib.json.diagnose import read_json
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, PROVIDERS, RESPONSES
from lib.providers.fields import FIELD_NAMES, fields_of
from lib.schema import PastedSchema
from lib.schema.limits import limits_at

_SAMPLING = ("temperature", "top_p", "n", "stop", "seed", "frequency_penalty", "presence_penalty")

SETTINGS: Mapping[str, tuple[str, ...]] = {
    CHAT: ("max_tokens", *_SAMPLING, "reasoning_effort", "logprobs"),
    RESPONSES: ("max_tokens", "temperature", "top_p", "reasoning_effort", "logprobs"),
    COMPLETIONS: ("max_tokens", *_SAMPLING, "logprobs"),
    EMBEDDINGS: ("dimensions", "encoding_format"),
}
"""The recipe's settings that each endpoint takes, in the order of the body."""

ROW_SETTINGS = ("max_tokens", "temperature")
"""The settings that each row can have its own value of. They come first in the body."""

CONVERSATIONS = (CHAT, RESPONSES)
"""The endpoints that take a system message, earlier turns, images and an answer format."""

_ROW_FIELDS = ("model", "messages", "input", "prompt", "instructions")
"""The fields that the rows fill. Further fields never replace them."""


def setting_fields(recipe: Recipe, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with a value (which may be 0), under the names that the endpoint has for them."""
    fields: dict[str, Any] = {}
    for name, value in settings.items():
        if _is_set(value):
            fields |= _setting_field(recipe, name, value)
    return fields


def shared_settings(recipe: Recipe) -> dict[str, Any]:
    """The settings of the recipe's endpoint that are the same in every row."""
    return {name: getattr(recipe, name) for name in SETTINGS[recipe.path] if name not in ROW_SETTINGS}


def unsupported_settings(recipe: Recipe) -> list[str]:
    """The settings with a value for which the endpoint has no field."""
    if not recipe.is_chat:
        return []
    names = [name for name in SETTINGS[CHAT] if name not in SETTINGS[recipe.path]]
    return [name for name in names if _is_set(getattr(recipe, name))]


def _is_set(value: Any) -> bool:
    return value not in (None, (), "")


def _setting_field(recipe: Recipe, name: str, value: Any) -> dict[str, Any]:
    is_responses, is_chat = recipe.path == RESPONSES, recipe.path == CHAT
    if name == "max_tokens":
        key = PROVIDERS[recipe.provider].max_tokens_key if is_chat else "max_tokens"
        return {"max_output_tokens" if is_responses else key: value}
    if name == "reasoning_effort" and is_responses:
        return {"reasoning": {"effort": value}}
    if name == "logprobs" and is_responses:
        return {"include": ["message.output_text.logprobs"], "top_logprobs": value}
    if name == "logprobs" and is_chat and "top_logprobs" not in (fields_of(CHAT, recipe.provider) or {}):
        return {"logprobs": max(value, 1)}  # Together's form: the number of tokens, the answer's own with them
    if name == "logprobs" and is_chat:
        return {"logprobs": True, "top_logprobs": value} if value else {"logprobs": True}
    name = FIELD_NAMES.get(recipe.provider, {}).get(name, name)
    return {name: list(value) if name == "stop" else value}


def answer_fields(recipe: Recipe, pasted: PastedSchema | None) -> dict[str, Any]:
    """The field with the answer format; no field if none is chosen, or the endpoint does not take one.

    Args:
        pasted: the recipe's schema, None if it has none or cannot be read (`recipe_checks` reports that).
    """
    if recipe.path not in CONVERSATIONS:
        return {}
    is_chat = recipe.path == CHAT
    json_format = chat_format if is_chat else responses_format
    if recipe.answer_format == "JSON object":
        answer_format: dict[str, Any] = JSON_OBJECT
    elif recipe.answer_format == "Table":
        answer_format = json_format(
            "answer", answer_schema(recipe.answer_columns, limits_at(recipe.provider).has_ranges), True
        )
    elif recipe.answer_format == "JSON schema" and pasted is not None:
        answer_format = json_format(pasted.name, pasted.schema, pasted.strict, pasted.description)
    else:
        return {}
    return {"response_format": answer_format} if is_chat else {"text": {"format": answer_format}}


class ExtraFields(NamedTuple):
    """The further fields of a recipe."""

    sent: dict[str, Any]
    """Fields that every request has."""

    rejected: list[str]
    """Names of fields that are not sent: they would replace a row's own field, or stream the answer."""

    problems: list[Problem]
    """Problems of the text itself."""


def read_extra_fields(text: str) -> ExtraFields:
    """The further fields in a text; none if it is not a JSON object."""
    if not text.strip():
        return ExtraFields({}, [], [])
    try:
        fields, problems = read_json(text)
    except Unreadable as error:
        return ExtraFields({}, [], [error.problem])
    if not isinstance(fields, dict):
        hint = 'Write them as one JSON object, such as {"user": "team-7"}.'
        return ExtraFields({}, [], [Problem("extra-fields", "they are not a JSON object.", hint, "blocks")])
    rejected = [key for key, value in fields.items() if key in _ROW_FIELDS or (key == "stream" and value is not False)]
    return ExtraFields({key: value for key, value in fields.items() if key not in rejected}, rejected, problems)
