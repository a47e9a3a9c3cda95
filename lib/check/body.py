"""What is wrong with a request's body: its model, its settings, and its prompt."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.messages import check_input, check_messages, check_texts
from lib.check.rule import Flaw
from lib.check.settings import check_settings
from lib.json import codec
from lib.json.paths import quoted
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, Provider
from lib.providers.endpoints import endpoint_of_body

_PROMPT_FIELDS = {CHAT: "messages", RESPONSES: "input", COMPLETIONS: "prompt", EMBEDDINGS: "input"}
"""The field of each endpoint's body that holds the prompt."""

_TEXT_FIELDS = ("messages", "input", "prompt", "instructions")


class BodyCheck:
    """Finds the flaws of bodies. Most bodies of a file share their settings, so it checks those once."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._checked_settings: tuple[str | None, int, dict[str, Any]] | None = None
        self._settings_flaws: list[Flaw] = []
        self.needs_json_word = False
        """Whether the last body asks for a JSON object, so that a message must contain "JSON"."""

    def flaws(self, body: dict[str, Any], endpoint: str | None, path: str = "$.body") -> list[Flaw]:
        """The flaws of one body; `path` is its place in the line."""
        flaws: list[Flaw] = []
        model = body.get("model")
        if type(model) is not str or not model.strip():
            flaws.append(_model_flaw(model, path))
        settings = {field: value for field, value in body.items() if field not in _TEXT_FIELDS}
        key = (endpoint, codec.fingerprint(settings), settings)  # to Python `true` equals 1
        if self._checked_settings != key:
            self._checked_settings = key
            self._settings_flaws = list(check_settings(settings, endpoint, self.provider))
            self.needs_json_word = _wants_json_object(settings)
        if self._settings_flaws:
            flaws += [flaw._replace(path=path + flaw.path[1:]) for flaw in self._settings_flaws]
        flaws += self._check_prompt(body, endpoint, path)
        if self.needs_json_word and not _has_json_word(body):
            where = "text.format" if endpoint == RESPONSES else "response_format"
            flaws.append(Flaw("json-word", f"{path}.{where}", 'No message contains the word "JSON".'))
        return flaws

    def _check_prompt(self, body: dict[str, Any], endpoint: str | None, path: str) -> Iterator[Flaw]:
        field = _PROMPT_FIELDS.get(endpoint or "")
        if field is None:
            return
        if field not in body or (endpoint == EMBEDDINGS and _has_messages(body)):
            yield self._no_prompt(body, endpoint, field, path)
        elif endpoint == CHAT:
            yield from check_messages(body[field], f"{path}.{field}")
        elif endpoint == RESPONSES:
            yield from check_input(body[field], f"{path}.{field}")
        else:
            yield from check_texts(body[field], f"{path}.{field}", self.provider.name, embeds=endpoint == EMBEDDINGS)

    def _no_prompt(self, body: dict[str, Any], endpoint: str | None, field: str, path: str) -> Flaw:
        meant = endpoint_of_body(body)
        if endpoint == EMBEDDINGS and meant == CHAT and self.provider.name in ("vLLM", "Parasail", "Other"):
            return Flaw("field-unknown", f"{path}.messages", "Only some models take messages to embed.")
        if meant is not None and meant != endpoint:
            return Flaw("body-endpoint", path, f"The url is for {endpoint}, the body for {meant}.")
        if endpoint == RESPONSES and ("prompt" in body or "previous_response_id" in body):
            return Flaw("content-blank", path, 'The request has no "input".')
        slug = "messages-missing" if endpoint == CHAT else "input-missing"
        return Flaw(slug, path, f'The body has no "{field}".')


def _model_flaw(model: Any, path: str) -> Flaw:
    detail = "The body has no model." if model is None else f"The model must be a name, but it is {quoted(model)}."
    return Flaw("model-missing", f"{path}.model", detail, "model")


def _has_messages(body: dict[str, Any]) -> bool:
    """Whether the input is a list of messages, as the Responses API takes it."""
    items = body.get("input")
    return isinstance(items, list) and bool(items) and all(isinstance(item, dict) and "role" in item for item in items)


def _wants_json_object(settings: Mapping[str, Any]) -> bool:
    text = settings.get("text")
    formats = (settings.get("response_format"), text.get("format") if isinstance(text, dict) else None)
    return any(isinstance(form, dict) and form.get("type") == "json_object" for form in formats)


def _has_json_word(body: Mapping[str, Any]) -> bool:
    """Whether a text of the request contains "JSON", in any case."""
    return b"json" in codec.dumps([body.get(field) for field in _TEXT_FIELDS]).lower()
