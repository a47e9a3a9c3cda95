"""A checked line as a template: a line that differs only in its id and its texts has the same flaws.

Most lines of a file match one before, which makes checking fast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.check.embedded_texts import SURELY_SHORT
from lib.check.key_counts import keys_in
from lib.check.messages import is_plain_message
from lib.check.rule import Flaw
from lib.json import codec
from lib.providers import CHAT, EMBEDDINGS
from lib.providers.endpoints import PROMPT_FIELDS
from lib.providers.limits import ID_LENGTH

_ENDPOINTS = (CHAT, EMBEDDINGS)
"""Endpoints whose prompts may be plain."""

_MOST_KNOWN = 1_000
"""Most templates that are kept."""


@dataclass(frozen=True, slots=True)
class LineTemplate:
    """What the lines of a file have in common."""

    endpoint: str
    prompt_field: str
    """The field of the body that holds the prompt."""

    rest: Mapping[str, Any]
    """The line without its id and without its prompt."""

    flaws: Sequence[Flaw]
    """The flaws of every line that matches."""

    fingerprint: int
    """Fingerprint of the rest. Python takes `true` for 1; a provider does not."""

    keys: int
    """Number of keys of the line without those in its prompt."""

    model: str
    """The model; empty if there is none."""

    def count_keys(self, prompt: str | Sequence[Mapping[str, str]]) -> int:
        """The number of keys in a line that matches and has this prompt: a text, or plain messages."""
        return self.keys if type(prompt) is str else self.keys + 2 * len(prompt)


class LineTemplates:
    """The templates of the checked lines. A file may mix lines of several kinds, in any order."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], LineTemplate] = {}

    def add(self, template: LineTemplate) -> None:
        """Remembers a template."""
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        self._known[template.prompt_field, template.fingerprint] = template

    def match(self, value: Any) -> LineTemplate | None:
        """The template from which a line differs only in its id and its prompt, both plain; None if there is none."""
        if type(value) is not dict or type(body := value.get("body")) is not dict:
            return None
        field = _prompt_field(body)
        custom_id, prompt = value.get("custom_id"), body.get(field)
        if not is_plain(custom_id, field, prompt):
            return None
        del value["custom_id"], body[field]  # compare the rest without a copy of it
        template = self._known.get((field, codec.fingerprint(value)))
        if template is not None and value != template.rest:
            template = None
        value["custom_id"] = custom_id
        body[field] = prompt
        return template


def line_template_of(value: Any, endpoint: str | None, flaws: Sequence[Flaw]) -> LineTemplate | None:
    """The template of a checked line; None if a line that matches it might have other flaws."""
    field = PROMPT_FIELDS[endpoint] if endpoint in _ENDPOINTS else None
    if field is None or not isinstance(value, dict) or not isinstance(body := value.get("body"), dict):
        return None
    if field != _prompt_field(body):
        return None
    if not is_plain(value.get("custom_id"), field, body.get(field)):
        return None
    rest = {key: inner for key, inner in value.items() if key != "custom_id"}
    rest["body"] = {key: inner for key, inner in body.items() if key != field}
    model = body["model"] if isinstance(body.get("model"), str) else ""
    return LineTemplate(str(endpoint), field, rest, flaws, codec.fingerprint(rest), keys_in(rest) + 2, model)


def _prompt_field(body: Mapping[str, Any]) -> str:
    """The field of a body that holds the prompt of a line that may have a template."""
    return "messages" if "messages" in body else "input"


def is_plain(custom_id: Any, field: str, prompt: Any) -> bool:
    """Whether an id and a prompt surely have no flaw of their own."""
    if type(custom_id) is not str or not 0 < len(custom_id) <= ID_LENGTH or custom_id.isspace():
        return False
    if field == "input":
        return type(prompt) is str and 0 < len(prompt) < SURELY_SHORT
    if type(prompt) is not list:
        return False
    for message in prompt:
        if not is_plain_message(message):
            return False
    return bool(prompt)
