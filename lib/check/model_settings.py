"""What is wrong with a request's settings for its model: an endpoint, a field or a value that the model rejects."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.check.rule import Flaw
from lib.common.phrasing import listed_names
from lib.json.paths import quoted
from lib.providers import CHAT, ENDPOINTS, RESPONSES, Provider
from lib.providers.fields import DEFAULTS
from lib.providers.models import CHECKED_ON, ModelFamily, family_of

_SAMPLING = ("temperature", "top_p")
_NEEDS_NO_REASONING = (*_SAMPLING, "logprobs", "top_logprobs")
_TOKEN_FIELDS = ("max_tokens", "max_completion_tokens", "max_output_tokens")
_IN_RESPONSES = {"reasoning_effort": ("reasoning", "effort"), "verbosity": ("text", "verbosity")}
"""Settings that the Responses API has inside an object."""


def check_model(settings: Mapping[str, Any], endpoint: str | None, provider: Provider) -> Iterator[Flaw]:
    """The flaws of a body's settings for its model, with paths that begin at the body (`$`)."""
    model = settings.get("model")
    if endpoint not in ENDPOINTS or not isinstance(model, str) or not model.strip():
        return
    if model.split() != [model]:
        fix = "model-name" if len(model.split()) == 1 else ""
        place = "around" if fix else "inside"
        yield Flaw("model-name", "$.model", f"The model {quoted(model)} has spaces {place} its name.", fix)
    family = family_of(model.strip(), provider.name)
    if family is None:
        if provider.name == "OpenAI":  # the others serve more models than anyone lists
            yield _unknown_model(model.strip())
    elif endpoint not in family.endpoints:
        detail = f"{quoted(model)} does not answer at {endpoint}; it answers at {listed_names(family.endpoints)}."
        yield Flaw("model-endpoint", "$.model", detail)
    else:
        if family.shutdown and family.shutdown <= CHECKED_ON:
            detail = f"{provider.name} announced that it shuts {quoted(model)} down by {family.shutdown}."
            yield Flaw("model-shutdown", "$.model", detail)
        yield from _ModelCheck(quoted(model), family, settings, endpoint).flaws()


def _unknown_model(model: str) -> Flaw:
    near = model.lower()
    question = f' Did you mean "{near}"?' if family_of(near) else ""
    return Flaw("model-unknown", "$.model", f"Batchdesk does not know OpenAI's model {quoted(model)}.{question}")


class _ModelCheck:
    """The flaws of settings for a model of a known family."""

    def __init__(self, model: str, family: ModelFamily, settings: Mapping[str, Any], endpoint: str | None) -> None:
        self.model, self.family, self.endpoint = model, family, endpoint
        self.settings = dict(settings)
        self.paths = {name: f"$.{name}" for name in settings}
        for name, (outer, inner) in _IN_RESPONSES.items() if endpoint == RESPONSES else ():
            holder = settings.get(outer)
            if isinstance(holder, dict) and holder.get(inner) is not None:
                self.settings[name], self.paths[name] = holder[inner], f"$.{outer}.{inner}"

    def flaws(self) -> Iterator[Flaw]:
        yield from self._rejected_fields()
        yield from self._sampling()
        yield from self._effort()
        yield from self._tokens()
        yield from self._answer_format()
        yield from self._audio()
        dimensions = self.settings.get("dimensions")
        if isinstance(dimensions, int) and dimensions > (self.family.dimensions or 0):
            most = self.family.dimensions
            words = f"accepts up to {most:,}" if most else "does not accept any"
            yield self._flaw("dimensions", f'"dimensions" is {dimensions:,}; {self.model} {words}.')

    def _flaw(self, name: str, detail: str, slug: str = "model-setting", fix: str = "") -> Flaw:
        return Flaw(slug, self.paths[name], detail, fix)

    def _rejected_fields(self) -> Iterator[Flaw]:
        for name, value in self.settings.items():
            is_default = name in DEFAULTS and value == DEFAULTS[name]
            if value is None or (name == "temperature" and is_default):
                continue
            if name == "max_tokens" and name in self.family.rejects and self.endpoint == CHAT:
                detail = f'{self.model} accepts "max_completion_tokens", not "max_tokens".'
                fix = "" if "max_completion_tokens" in self.settings else "max-tokens"
                yield self._flaw(name, detail, "max-tokens-name", fix)
            elif name in self.family.doubts or (name in self.family.rejects and is_default):
                yield self._flaw(name, f'{self.model} may not accept "{name}".', "model-doubt")
            elif name in self.family.rejects and name not in _TOKEN_FIELDS:
                yield self._flaw(name, f'{self.model} does not accept "{name}".')

    def _sampling(self) -> Iterator[Flaw]:
        if self.family.sampling == "any":
            return
        effort = self.settings.get("reasoning_effort") or self.family.default_effort
        if self.family.sampling == "without reasoning" and effort == "none":
            return
        condition = ' unless "reasoning_effort" is "none"' if self.family.sampling == "without reasoning" else ""
        for name in _NEEDS_NO_REASONING:
            value = self.settings.get(name)
            if name in self.family.rejects or value is None:
                continue
            is_default = value == DEFAULTS.get(name)
            if is_default and name == "top_p":
                yield self._flaw(name, f'{self.model} may not accept "top_p".', "model-doubt")
            elif not is_default:
                accepted = f'only {DEFAULTS[name]} for "{name}"' if name in _SAMPLING else f'no "{name}"'
                yield self._flaw(name, f"{self.model} accepts {accepted}{condition}.")

    def _effort(self) -> Iterator[Flaw]:
        effort = self.settings.get("reasoning_effort")
        if not isinstance(effort, str) or "reasoning_effort" in self.family.rejects:
            return
        if effort not in self.family.efforts:
            words = f"the efforts {listed_names(self.family.efforts)}" if self.family.efforts else "no reasoning effort"
            yield self._flaw("reasoning_effort", f'{self.model} accepts {words}, not "{effort}".')
        elif effort == "max" and self.endpoint == CHAT:
            detail = f'{self.model} may accept the effort "max" at {RESPONSES} only.'
            yield self._flaw("reasoning_effort", detail, "model-doubt")

    def _tokens(self) -> Iterator[Flaw]:
        most = self.family.most_tokens
        for name in _TOKEN_FIELDS:
            value = self.settings.get(name)
            if most is not None and isinstance(value, int) and value > most:
                detail = f'"{name}" is {value:,}; {self.model} answers with at most {most:,} tokens.'
                # The Responses API cuts a larger number down to what the model has.
                yield self._flaw(name, detail, "model-doubt" if self.endpoint == RESPONSES else "model-setting")

    def _answer_format(self) -> Iterator[Flaw]:
        holder, name = ("text", "format") if self.endpoint == RESPONSES else ("", "response_format")
        outer = self.settings.get(holder) if holder else self.settings
        form = outer.get(name) if isinstance(outer, dict) else None
        kind = form.get("type") if isinstance(form, dict) else None
        if kind in ("json_object", "json_schema") and kind not in self.family.formats:
            path = f"$.{holder}.{name}" if holder else f"$.{name}"
            yield Flaw("model-setting", path, f'{self.model} does not support the answer format "{kind}".')

    def _audio(self) -> Iterator[Flaw]:
        modalities = self.settings.get("modalities")
        if not self.family.audio and isinstance(modalities, list) and "audio" in modalities:
            yield self._flaw("modalities", f"{self.model} does not answer with audio.")
