"""What is wrong with one line of a batch input file: its envelope, and the body in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from lib.check.body import BodyCheck
from lib.check.line_template import LineTemplate, line_template_of
from lib.check.other_formats import ENVELOPE, REQUIRED, foreign_shape, is_bare_body, misspelt_keys, respelt
from lib.check.rule import Flaw
from lib.check.rules import RULES
from lib.json import codec
from lib.json.paths import path_of, quoted
from lib.providers import Provider
from lib.providers.endpoints import (
    endpoint_of_body,
    endpoint_of_url,
    is_supported,
    is_valid_url,
    nearest_endpoint,
    request_url,
)
from lib.providers.limits import ID_LENGTH

_NOTHING: Sequence[Flaw] = ()


class LineCheck:
    """Finds the faults of lines for one provider. It keeps what it learned of urls and settings from line to line."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._body = BodyCheck(provider)
        self._urls: dict[str, tuple[str | None, list[Flaw]]] = {}
        self.pattern: LineTemplate | None = None
        """Of the last line that was looked at: most lines are like the one before."""

        self._none = {slug for slug, rule in RULES.items() if rule.impact(provider.name) is None}

    def flaws(self, value: Any) -> Sequence[Flaw]:
        """The faults of a line's value, in the order of its JSON; none of what the provider does not mind."""
        found = self._found(value)
        flaws = [flaw for flaw in found if flaw.rule not in self._none] if found else _NOTHING
        self.pattern = None if self._body.looks_for_json else line_template_of(value, self.endpoint(value), flaws)
        return flaws

    def endpoint(self, value: Any) -> str | None:
        """The endpoint that a request is for, if that can be told."""
        if not isinstance(value, dict):
            return None
        written = value.get("url")
        return (
            endpoint_of_url(written) if isinstance(written, str) else endpoint_of_body(value.get("body"), self.provider)
        )

    def _found(self, value: Any) -> Sequence[Flaw]:
        if type(value) is not dict:
            return [Flaw("not-object", "$", f"The line is {quoted(value)}, not an object.")]
        if value.keys() == ENVELOPE:  # as nearly all lines are
            return self._enveloped(value)
        if foreign := foreign_shape(value):
            return [foreign]
        if is_bare_body(value):
            return self._bare(value)
        wrong = misspelt_keys(value)
        named = respelt(value, wrong)
        found = [
            Flaw("key-misspelt", path_of(key), f"The key {quoted(key)} should be {quoted(right)}.", "keys")
            for key, right in wrong.items()
        ]
        for key in named.keys() - ENVELOPE:
            found.append(Flaw("key-unknown", path_of(key), f"Batches have no key {quoted(key)}."))
        if "method" not in named and "url" not in named and isinstance(named.get("body"), dict):
            return [*found, *self._pair(named)]
        return [*found, *self._enveloped(named)]

    def _enveloped(self, value: dict[str, Any]) -> Sequence[Flaw]:
        found: list[Flaw] = []
        custom_id, body = value.get("custom_id"), value.get("body")
        if type(custom_id) is not str or not custom_id or len(custom_id) > ID_LENGTH or custom_id.isspace():
            found.append(self._id_flaw(value))
        if (method := value.get("method")) != "POST":
            slug = "method-wrong" if method is not None else "method-missing"
            said = f"The method is {quoted(method)}." if method is not None else "There is no method."
            found.append(Flaw(slug, "$.method", said, "method"))
        endpoint, flaws = self._url(value.get("url"), body)
        found += flaws
        if type(body) is dict:
            found += self._body.flaws(body, endpoint)
        else:
            found.append(_no_body(value))
        return found

    def _pair(self, value: dict[str, Any]) -> Iterator[Flaw]:
        """The faults of a line with custom_id and body only."""
        endpoint = endpoint_of_body(value["body"], self.provider)
        fix = "envelope" if endpoint and is_supported(endpoint, self.provider) else ""
        yield Flaw("shape-pair", "$", "The line has no method and no url.", fix)
        whole = {**value, "method": "POST", "url": request_url(self.provider, endpoint) if endpoint else None}
        yield from (flaw for flaw in self._enveloped(whole) if flaw.path != "$.url")

    def _bare(self, value: dict[str, Any]) -> list[Flaw]:
        """The faults of a body that stands alone, or beside its own custom_id."""
        body = {key: inner for key, inner in value.items() if key not in REQUIRED}
        endpoint = endpoint_of_url(str(value.get("url", ""))) or endpoint_of_body(body, self.provider)
        fix = "envelope" if endpoint and is_supported(endpoint, self.provider) else ""
        said = f"The line is the body of a request to {endpoint}." if endpoint else "The line is a body."
        return [Flaw("bare-body", "$", said, fix), *self._body.flaws(body, endpoint, "$")]

    def _id_flaw(self, value: dict[str, Any]) -> Flaw:
        custom_id = value.get("custom_id")
        if custom_id is None:
            return Flaw("id-missing", "$.custom_id", "There is no custom_id.", "ids-new")
        if not isinstance(custom_id, str):
            return Flaw("id-not-text", "$.custom_id", f"The custom_id is {quoted(custom_id)}.", "ids-text")
        if not custom_id.strip():
            return Flaw("id-empty", "$.custom_id", "The custom_id is empty.", "ids-new")
        fix = "ids-rename" if self.provider.id_length and len(custom_id) > self.provider.id_length else ""
        said = f"The custom_id has {len(custom_id):,} characters: {quoted(custom_id)}."
        return Flaw("id-too-long", "$.custom_id", said, fix)

    def _url(self, written: Any, body: Any) -> tuple[str | None, list[Flaw]]:
        """The endpoint that a request is for, and what is wrong with its url."""
        if isinstance(written, str) and written in self._urls:
            return self._urls[written]
        if not isinstance(written, str) or not written.strip():
            told = endpoint_of_body(body, self.provider)
            fix = "url" if told and is_supported(told, self.provider) else ""
            slug = "url-missing" if not written else "url-unknown"
            said = "There is no url." if not written else f"The url is {quoted(written)}."
            return told, [Flaw(slug, "$.url", said, fix)]
        endpoint = endpoint_of_url(written)
        if endpoint is None:
            return self._unknown_url(written, body)
        self._urls[written] = endpoint, list(self._check_url(written, endpoint))
        return self._urls[written]

    def _check_url(self, written: str, endpoint: str) -> Iterator[Flaw]:
        if not is_supported(endpoint, self.provider):
            said = f"{self.provider.name} is not known to take batches for {endpoint}."
            yield Flaw("url-not-taken", "$.url", said)
        elif not is_valid_url(written, endpoint, self.provider):
            right = request_url(self.provider, endpoint)
            said = f"The url is {quoted(written, 80)}; {self.provider.name} writes {quoted(right)}."
            yield Flaw("url-spelling", "$.url", said, "url")

    def _unknown_url(self, written: str, body: Any) -> tuple[str | None, list[Flaw]]:
        near = nearest_endpoint(written)
        meant = f" Did you mean {quoted(request_url(self.provider, near))}?" if near else ""
        told = endpoint_of_body(body, self.provider)
        fix = "url" if near and near == told and is_supported(near, self.provider) else ""
        return told, [Flaw("url-unknown", "$.url", f"The url is {quoted(written, 80)}.{meant}", fix)]


def _no_body(value: dict[str, Any]) -> Flaw:
    body = value.get("body")
    if body is None:
        return Flaw("body-missing", "$.body", "There is no body.")
    if isinstance(body, str):
        inner, flaw = codec.loads(body.encode("utf-8", "replace"))
        if isinstance(inner, dict):
            held = "JSON with NaN, a number that is too large, or half a character" if flaw else "JSON"
            return Flaw("body-not-object", "$.body", f"The body is a text that holds {held}.", "" if flaw else "body")
    return Flaw("body-not-object", "$.body", f"The body is {quoted(body)}.")
