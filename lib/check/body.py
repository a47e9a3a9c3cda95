"""What is wrong with a request's body: its model, its settings, and its prompt."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.body_rules import BODY_RULES
from lib.check.embedded_texts import check_texts
from lib.check.messages import MessageCheck
from lib.check.rule import Flaw
from lib.check.settings import check_settings
from lib.json import codec
from lib.json.paths import quoted
from lib.providers import CHAT, EMBEDDINGS, RESPONSES, Provider
from lib.providers.endpoints import PROMPT_FIELDS, endpoint_of_body
from lib.providers.fields import fields_of
from lib.providers.models import family_of

_MOST_CHECKED = 1_000
"""Most settings whose flaws are kept."""

_TEXT_FIELDS = ("messages", "input", "prompt", "instructions")


class BodyCheck:
    """Finds the flaws of bodies. Most bodies of a file share their settings, so it checks those once."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._checked: dict[tuple[str | None, int], tuple[dict[str, Any], list[Flaw]]] = {}
        self._rejected = {rule.slug for rule in BODY_RULES if rule.impact(provider.name) == "fails"}
        self.needs_json_word = False
        """Whether the last body asks for a JSON object, so that a message must contain "JSON"."""

    def flaws(self, body: dict[str, Any], endpoint: str | None, path: str = "$.body") -> list[Flaw]:
        """The flaws of one body; `path` is its place in the line."""
        flaws: list[Flaw] = []
        model = body.get("model")
        if type(model) is not str or not model.strip():
            flaws.append(_model_flaw(model, path))
        settings = {field: value for field, value in body.items() if field not in _TEXT_FIELDS}
        flaws += [flaw._replace(path=path + flaw.path[1:]) for flaw in self._check_settings(settings, endpoint)]
        self.needs_json_word = endpoint in (CHAT, RESPONSES) and asks_json_object(settings)
        flaws += self._other_prompts(body, endpoint, path)
        flaws += self._check_prompt(body, endpoint, path)
        if self.needs_json_word and not _has_json_word(body):
            where = "text.format" if endpoint == RESPONSES else "response_format"
            flaws.append(Flaw("json-word", f"{path}.{where}", 'No message contains the word "JSON".'))
        return [self._in_words(flaw) for flaw in flaws] if flaws else flaws

    def _check_settings(self, settings: dict[str, Any], endpoint: str | None) -> list[Flaw]:
        key = endpoint, codec.fingerprint(settings)  # to Python `true` equals 1
        known = self._checked.get(key)
        if known is None or known[0] != settings:
            if len(self._checked) > _MOST_CHECKED:
                self._checked.clear()
            known = self._checked[key] = settings, list(check_settings(settings, endpoint, self.provider))
        return known[1]

    def _other_prompts(self, body: Mapping[str, Any], endpoint: str | None, path: str) -> Iterator[Flaw]:
        """The texts of another endpoint beside those of this one."""
        fields = fields_of(endpoint, self.provider.name)
        if fields is None or PROMPT_FIELDS.get(endpoint or "") not in body:
            return
        for field in _TEXT_FIELDS:
            if field in body and field not in fields:
                yield Flaw("field-unknown", f"{path}.{field}", f'{endpoint} has no field "{field}".')

    def _in_words(self, flaw: Flaw) -> Flaw:
        """A flaw with what the provider answers to it, where that is certain."""
        if flaw.rule not in self._rejected:
            return flaw
        name = "The provider" if self.provider.name == "Other" else self.provider.name
        first = flaw.detail[:1].lower() if flaw.detail[1:2].islower() or flaw.detail[:2] == "A " else flaw.detail[:1]
        return flaw._replace(detail=f"{name} answers with error {self.provider.rejection}: {first}{flaw.detail[1:]}")

    def _check_prompt(self, body: dict[str, Any], endpoint: str | None, path: str) -> Iterator[Flaw]:
        field = PROMPT_FIELDS.get(endpoint or "")
        if field is None:
            return
        if field not in body or (endpoint == EMBEDDINGS and _has_messages(body)):
            yield self._no_prompt(body, endpoint, field, path)
        elif endpoint == CHAT:
            yield from self._messages(body).chat(body[field], f"{path}.{field}")
        elif endpoint == RESPONSES:
            yield from self._messages(body).responses(body[field], f"{path}.{field}")
            yield from _check_beside_input(body, path)
        else:
            yield from check_texts(body[field], f"{path}.{field}", self.provider, embeds=endpoint == EMBEDDINGS)

    def _messages(self, body: Mapping[str, Any]) -> MessageCheck:
        """The check of messages for a body's model."""
        family = family_of(str(body.get("model")), self.provider.name)
        return MessageCheck(self.provider, family is None or family.images)

    def _no_prompt(self, body: dict[str, Any], endpoint: str | None, field: str, path: str) -> Flaw:
        meant = endpoint_of_body(body)
        if endpoint == EMBEDDINGS and meant == CHAT and self.provider.name in ("vLLM", "Parasail", "Other"):
            return Flaw("field-unknown", f"{path}.messages", "Only some models take messages to embed.")
        if meant is not None and meant != endpoint:
            return Flaw("body-endpoint", path, f"The address is for {endpoint}, the content for {meant}.")
        if endpoint == RESPONSES and ("prompt" in body or "previous_response_id" in body):
            return Flaw("content-blank", path, 'The request has no "input".')
        slug = "messages-missing" if endpoint == CHAT else "input-missing"
        return Flaw(slug, path, f'The body has no "{field}".')


def _check_beside_input(body: Mapping[str, Any], path: str) -> Iterator[Flaw]:
    """The texts of the Responses API that are not its input."""
    for name, kind, expected in (("instructions", str, "a text"), ("prompt", dict, "an object")):
        if not isinstance(value := body.get(name), (kind, type(None))):
            yield Flaw("setting-type", f"{path}.{name}", f'"{name}" is {quoted(value)}; it must be {expected}.')


def _model_flaw(model: Any, path: str) -> Flaw:
    detail = "The body has no model." if model is None else f"The model must be a name, but it is {quoted(model)}."
    return Flaw("model-missing", f"{path}.model", detail, "model")


def _has_messages(body: dict[str, Any]) -> bool:
    """Whether the input is a list of messages, as the Responses API takes it."""
    items = body.get("input")
    return isinstance(items, list) and bool(items) and all(isinstance(item, dict) and "role" in item for item in items)


def asks_json_object(settings: Mapping[str, Any]) -> bool:
    """Whether a body asks for a JSON object, so that a message must contain "JSON"."""
    text = settings.get("text")
    formats = (settings.get("response_format"), text.get("format") if isinstance(text, dict) else None)
    return any(isinstance(form, dict) and form.get("type") == "json_object" for form in formats)


def _has_json_word(body: Mapping[str, Any]) -> bool:
    """Whether a text of the request contains "JSON", in any case."""
    return b"json" in codec.dumps([body.get(field) for field in _TEXT_FIELDS]).lower()
