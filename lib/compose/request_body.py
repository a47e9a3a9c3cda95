"""One request of a batch input file: its id, its url and its body.

A line is `{"custom_id": str, "method": "POST", "url": str, "body": {...}}`, without method and url where a provider
documents none. The body is that of the same interactive request. Field names follow OpenAI's reference for each
endpoint (checked in November 2026).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lib.compose.recipe import Recipe, TurnTemplate
from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.row_values import RowValues
from lib.compose.shared_fields import setting_fields
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES


def request(resolved: ResolvedRecipe, custom_id: str, values: RowValues) -> dict[str, Any]:
    """One request, with its keys in the order that providers use. Empty values are left out."""
    recipe = resolved.recipe
    row_settings = {"max_tokens": values.max_tokens, "temperature": values.temperature} if recipe.is_chat else {}
    body = {
        "model": values.model,
        **_CONTENT[recipe.path](recipe, values),
        **setting_fields(recipe, row_settings),
        **resolved.shared_fields,
    }
    address = {"method": "POST", "url": resolved.url} if resolved.provider.method_and_url else {}
    return {"custom_id": custom_id, **address, "body": body}


def _chat(recipe: Recipe, values: RowValues) -> dict[str, Any]:
    system = [{"role": "system", "content": values.system}] if values.system.strip() else []
    prompt = {"role": "user", "content": _with_images(recipe, values, "text", _chat_image)}
    return {"messages": [*system, *_turns(recipe, values), prompt]}


def _responses(recipe: Recipe, values: RowValues) -> dict[str, Any]:
    instructions = {"instructions": values.system} if values.system.strip() else {}
    prompt = {"role": "user", "content": _with_images(recipe, values, "input_text", _responses_image)}
    return {**instructions, "input": [*_turns(recipe, values), prompt]}


def _completion(recipe: Recipe, values: RowValues) -> dict[str, Any]:
    return {"prompt": values.prompt}


def _embedding(recipe: Recipe, values: RowValues) -> dict[str, Any]:
    return {"input": list(values.inputs) if values.inputs else values.prompt}


_CONTENT: Mapping[str, Callable[[Recipe, RowValues], dict[str, Any]]] = {
    CHAT: _chat,
    RESPONSES: _responses,
    COMPLETIONS: _completion,
    EMBEDDINGS: _embedding,
}


def _turns(recipe: Recipe, values: RowValues) -> list[dict[str, str]]:
    sent = sent_turns(recipe.turns, values.turns)
    return [{"role": recipe.turns[turn].role, "content": values.turns[turn]} for turn in sent]


def sent_turns(turns: Sequence[TurnTemplate], texts: Sequence[str]) -> list[int]:
    """The indexes of the turns that a row sends: all but blank ones, and the other half of an example.

    An answer without its question would follow another answer, which some providers reject.
    """
    roles = [turn.role for turn in turns]
    examples = [(turn, turn + 1) for turn in range(len(turns) - 1) if roles[turn : turn + 2] == ["user", "assistant"]]
    blank = {turn for turn, text in enumerate(texts) if not text.strip()}
    dropped = blank | {turn for example in examples if blank.intersection(example) for turn in example}
    return [turn for turn in range(len(turns)) if turn not in dropped]


def _with_images(
    recipe: Recipe, values: RowValues, text_type: str, image_part: Callable[[str, str | None], dict[str, Any]]
) -> str | list[dict[str, Any]]:
    """The prompt by itself, or as the first of several parts."""
    if not values.images:
        return values.prompt
    images = [image_part(address, recipe.image_detail) for address in values.images]
    return [{"type": text_type, "text": values.prompt}, *images]


def _chat_image(address: str, detail: str | None) -> dict[str, Any]:
    image = {"url": address} if detail is None else {"url": address, "detail": detail}
    return {"type": "image_url", "image_url": image}


def _responses_image(address: str, detail: str | None) -> dict[str, Any]:
    # The reference requires a detail here, and names auto as the default.
    return {"type": "input_image", "detail": detail or "auto", "image_url": address}
