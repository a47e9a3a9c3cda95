"""What is wrong with a request's body: its model, its settings, and what it asks."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.messages import check_input, check_messages, check_texts
from lib.check.rule import Flaw
from lib.check.settings import check_settings
from lib.json import codec
from lib.json.paths import quoted
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, RESPONSES, Provider
from lib.providers.endpoints import endpoint_of_body

_ASKS = {CHAT: "messages", RESPONSES: "input", COMPLETIONS: "prompt", EMBEDDINGS: "input"}
"""The field of each endpoint's body that holds what is asked."""

_TEXTS = ("messages", "input", "prompt", "instructions")


class BodyCheck:
    """Finds the faults of bodies. Most bodies of a file share their settings, so those are looked at once."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._settings: tuple[str | None, int, dict[str, Any]] | None = None
        self._said: list[Flaw] = []
        self.looks_for_json = False
        """Whether the last body wanted a JSON object, so that its texts must say so."""

    def flaws(self, body: dict[str, Any], endpoint: str | None, path: str = "$.body") -> list[Flaw]:
        """The faults of one body; `path` is where it stands in its line."""
        found: list[Flaw] = []
        model = body.get("model")
        if type(model) is not str or not model.strip():
            found.append(_no_model(body, path))
        settings = {key: value for key, value in body.items() if key not in _TEXTS}
        known = (endpoint, codec.fingerprint(settings), settings)  # to Python `true` equals 1
        if self._settings != known:
            self._settings = known
            self._said = list(check_settings(settings, endpoint, self.provider))
            self.looks_for_json = _wants_json_object(settings)
        if self._said:
            found += [flaw._replace(path=path + flaw.path[1:]) for flaw in self._said]
        found += self._check_asked(body, endpoint, path)
        if self.looks_for_json and not _says_json(body):
            where = "text.format" if endpoint == RESPONSES else "response_format"
            found.append(Flaw("json-word", f"{path}.{where}", 'No message has the word "JSON".'))
        return found

    def _check_asked(self, body: dict[str, Any], endpoint: str | None, path: str) -> Iterator[Flaw]:
        asks = _ASKS.get(endpoint or "")
        if asks is None:
            return
        if asks not in body or (endpoint == EMBEDDINGS and _is_for_responses(body)):
            yield self._nothing_asked(body, endpoint, asks, path)
        elif endpoint == CHAT:
            yield from check_messages(body[asks], f"{path}.{asks}")
        elif endpoint == RESPONSES:
            yield from check_input(body[asks], f"{path}.{asks}")
        else:
            name = self.provider.name
            yield from check_texts(body[asks], f"{path}.{asks}", name, embeds=endpoint == EMBEDDINGS)

    def _nothing_asked(self, body: dict[str, Any], endpoint: str | None, asks: str, path: str) -> Flaw:
        meant = endpoint_of_body(body)
        if endpoint == EMBEDDINGS and meant == CHAT and self.provider.name in ("vLLM", "Parasail", "Other"):
            return Flaw("field-unknown", f"{path}.messages", "Only some models take messages to embed.")
        if meant is not None and meant != endpoint:
            return Flaw("body-endpoint", path, f"The url is for {endpoint}, the body for {meant}.")
        if endpoint == RESPONSES and ("prompt" in body or "previous_response_id" in body):
            return Flaw("content-blank", path, 'The request has no "input".')
        slug = "messages-missing" if endpoint == CHAT else "input-missing"
        return Flaw(slug, path, f'The body has no "{asks}".')


def _no_model(body: Mapping[str, Any], path: str) -> Flaw:
    given = body.get("model")
    said = "The body has no model." if given is None else f"The model is {quoted(given)}."
    return Flaw("model-missing", f"{path}.model", said, "model")


def _is_for_responses(body: dict[str, Any]) -> bool:
    given = body.get("input")
    return isinstance(given, list) and bool(given) and all(isinstance(item, dict) and "role" in item for item in given)


def _wants_json_object(settings: Mapping[str, Any]) -> bool:
    text = settings.get("text")
    forms = (settings.get("response_format"), text.get("format") if isinstance(text, dict) else None)
    return any(isinstance(form, dict) and form.get("type") == "json_object" for form in forms)


def _says_json(body: Mapping[str, Any]) -> bool:
    """Whether any text of the request says "JSON", in whatever case."""
    return b"json" in codec.dumps([body.get(key) for key in _TEXTS]).lower()
