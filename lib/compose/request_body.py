"""One request of a batch input file: its endpoint and its body.

Shape of a line: `{"custom_id": str, "method": "POST", "url": str, "body": {...}}`, the
body being that of the same interactive request. The names in a body are those of OpenAI's
reference for each endpoint (read in 2026-11).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from lib.common import Problem, Unreadable
from lib.compose.recipe import Recipe, TurnTemplate
from lib.compose.structured_output import JSON_OBJECT, chat_format, responses_format, schema_of
from lib.json.diagnose import read_json
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, PROVIDERS, RESPONSES
from lib.providers.endpoints import request_url
from lib.schema import read_schema

_SAMPLING = ("temperature", "top_p", "n", "stop", "seed", "frequency_penalty", "presence_penalty")

SETTINGS: Mapping[str, tuple[str, ...]] = {
    CHAT: ("max_tokens", *_SAMPLING, "reasoning_effort", "logprobs"),
    RESPONSES: ("max_tokens", "temperature", "top_p", "reasoning_effort", "logprobs"),
    COMPLETIONS: ("max_tokens", *_SAMPLING, "logprobs"),
    EMBEDDINGS: ("dimensions", "encoding_format"),
}
"""The recipe's settings that each endpoint takes, in the order they are written."""

ROW_SETTINGS = ("max_tokens", "temperature")
"""Those that a row may have its own of. They stand first."""


CONVERSATIONS = (CHAT, RESPONSES)
"""The endpoints that take a system message, earlier turns, images and the form of the answer."""


class Filled(NamedTuple):
    """What a row puts into a request: the filled templates, and settings of its own."""

    model: str
    prompt: str
    system: str = ""
    turns: Sequence[str] = ()
    images: Sequence[str] = ()
    inputs: Sequence[str] = ()
    temperature: float | None = None
    max_tokens: int | None = None


def request(recipe: Recipe, custom_id: str, filled: Filled, same: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One request in the order of keys that providers write themselves; what is empty is left out.

    Args:
        same: `same_fields(recipe)`, if it is known already: many requests share it.
    """
    own = _settings(recipe, filled, ROW_SETTINGS) if recipe.chat else {}
    same = same_fields(recipe) if same is None else same
    body = {"model": filled.model, **_BODIES[recipe.path](recipe, filled), **own, **same}
    wire = request_url(PROVIDERS[recipe.provider], recipe.path)
    return {"custom_id": custom_id, "method": "POST", "url": wire, "body": body}


def same_fields(recipe: Recipe) -> dict[str, Any]:
    """The fields of the body that are the same in every request: settings, form of the answer, further fields."""
    shared = [name for name in SETTINGS[recipe.path] if name not in ROW_SETTINGS]
    return _settings(recipe, recipe, shared) | _answer_format(recipe) | extra_fields(recipe)


FROM_ROWS = ("model", "messages", "input", "prompt", "instructions")
"""The fields of a body that the recipe and the rows give: further fields never take their place."""


def extra_fields(recipe: Recipe) -> dict[str, Any]:
    """The further fields of the body that can be sent (`recipe_checks` says which cannot)."""
    given, _ = read_extra(recipe.extra)
    return {key: value for key, value in given.items() if not forbidden(key, value)}


def read_extra(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """The further fields in a text, and what is wrong with it; no field if it is not a JSON object."""
    if not text.strip():
        return {}, []
    try:
        value, problems = read_json(text)
    except Unreadable as error:
        return {}, [error.problem]
    if isinstance(value, dict):
        return value, problems
    hint = 'Write them as one JSON object, such as {"user": "team-7"}.'
    return {}, [Problem("extra-fields", "they are not a JSON object.", hint, "blocks")]


def forbidden(key: str, value: Any) -> bool:
    """Whether a further field must not be sent: it would replace the rows' own, or stream the answer."""
    return key in FROM_ROWS or (key == "stream" and value is not False)


def is_set(value: Any) -> bool:
    """Whether a setting has a value, which may be 0; None and what is empty are not sent."""
    return value not in (None, (), "")


def not_taken(recipe: Recipe) -> list[str]:
    """The settings that were chosen and that the endpoint has no field for."""
    taken = SETTINGS[recipe.path]
    given = [name for name in SETTINGS[CHAT] if is_set(getattr(recipe, name))]
    return [name for name in given if name not in taken] if recipe.chat else []


def _chat(recipe: Recipe, filled: Filled) -> dict[str, Any]:
    system = [{"role": "system", "content": filled.system}] if filled.system.strip() else []
    prompt = {"role": "user", "content": _with_images(recipe, filled, "text", _image_part)}
    return {"messages": [*system, *_turns(recipe, filled), prompt]}


def _responses(recipe: Recipe, filled: Filled) -> dict[str, Any]:
    instructions = {"instructions": filled.system} if filled.system.strip() else {}
    prompt = {"role": "user", "content": _with_images(recipe, filled, "input_text", _input_image)}
    return {**instructions, "input": [*_turns(recipe, filled), prompt]}


def _completion(recipe: Recipe, filled: Filled) -> dict[str, Any]:
    return {"prompt": filled.prompt}


def _embedding(recipe: Recipe, filled: Filled) -> dict[str, Any]:
    return {"input": list(filled.inputs) if filled.inputs else filled.prompt}


_BODIES = {
    CHAT: _chat,
    RESPONSES: _responses,
    COMPLETIONS: _completion,
    EMBEDDINGS: _embedding,
}


def _turns(recipe: Recipe, filled: Filled) -> list[dict[str, str]]:
    return [{"role": recipe.turns[at].role, "content": filled.turns[at]} for at in spoken(recipe.turns, filled.turns)]


def spoken(turns: Sequence[TurnTemplate], texts: Sequence[str]) -> list[int]:
    """The turns that a row sends: not those that it leaves blank, nor the question or answer that belongs to one.

    An answer without its question would follow the answer before it, which some providers refuse.
    """
    pairs = [(at, at + 1) for at in range(len(turns) - 1) if (turns[at].role, turns[at + 1].role) == _EXAMPLE]
    lost = {at for at, text in enumerate(texts) if not text.strip()}
    lost |= {at for pair in pairs if lost.intersection(pair) for at in pair}
    return [at for at in range(len(turns)) if at not in lost]


_EXAMPLE = ("user", "assistant")


def _with_images(recipe: Recipe, filled: Filled, kind: str, part: Any) -> str | list[dict[str, Any]]:
    """The prompt alone, or as the first of several parts."""
    if not filled.images:
        return filled.prompt
    return [{"type": kind, "text": filled.prompt}, *(part(address, recipe.image_detail) for address in filled.images)]


def _image_part(address: str, detail: str | None) -> dict[str, Any]:
    image = {"url": address} if detail is None else {"url": address, "detail": detail}
    return {"type": "image_url", "image_url": image}


def _input_image(address: str, detail: str | None) -> dict[str, Any]:
    # The reference asks for a detail here, and names auto as the default.
    return {"type": "input_image", "detail": detail or "auto", "image_url": address}


def _settings(recipe: Recipe, of: Filled | Recipe, names: Iterable[str]) -> dict[str, Any]:
    """The settings that were chosen, by their names in the body."""
    settings: dict[str, Any] = {}
    for name in names:
        if is_set(value := getattr(of, name)):
            settings |= _written(recipe, name, value)
    return settings


def _written(recipe: Recipe, name: str, value: Any) -> dict[str, Any]:
    """One setting as this endpoint writes it."""
    responses, chat = recipe.path == RESPONSES, recipe.path == CHAT
    if name == "max_tokens":
        key = PROVIDERS[recipe.provider].max_tokens_key if chat else "max_tokens"
        return {"max_output_tokens" if responses else key: value}
    if name == "reasoning_effort" and responses:
        return {"reasoning": {"effort": value}}
    if name == "logprobs" and responses:
        return {"include": ["message.output_text.logprobs"], "top_logprobs": value}
    if name == "logprobs" and chat:
        return {"logprobs": True, "top_logprobs": value} if value else {"logprobs": True}
    return {name: list(value) if name == "stop" else value}


def _answer_format(recipe: Recipe) -> dict[str, Any]:
    """The form the answer must have, where one was chosen and the endpoint takes one."""
    if recipe.answer_format == "Text" or recipe.path not in CONVERSATIONS:
        return {}
    chat = recipe.path == CHAT
    if recipe.answer_format == "JSON object":
        form: dict[str, Any] | None = JSON_OBJECT
    elif recipe.answer_format == "Table":
        form = (chat_format if chat else responses_format)("answer", schema_of(recipe.answer_columns), True)
    else:
        form = _pasted(recipe, chat)
    if form is None:
        return {}
    return {"response_format": form} if chat else {"text": {"format": form}}


def _pasted(recipe: Recipe, chat: bool) -> dict[str, Any] | None:
    """A pasted schema's format; None if it cannot be read (`recipe_checks` says so)."""
    pasted, _ = read_schema(recipe.schema)
    if pasted is None:
        return None
    return (chat_format if chat else responses_format)(pasted.name, pasted.schema, pasted.strict, pasted.description)
