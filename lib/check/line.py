"""What is wrong with one line of a batch input file: its envelope, and the body in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from lib.check.body import BodyCheck
from lib.check.line_forms import (
    ENVELOPE,
    PAIR,
    REQUIRED,
    foreign_flaw,
    inner_id,
    is_bare_body,
    is_request_text,
    misspelt_keys,
    rename_keys,
)
from lib.check.line_template import LineTemplates, line_template_of
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
    """Finds the flaws of lines for one provider. It remembers urls and settings from line to line."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._body = BodyCheck(provider)
        self._urls: dict[str, tuple[str | None, list[Flaw]]] = {}
        self.templates = LineTemplates()
        """Templates of the lines so far: most lines match one before."""

        self._ignored = {slug for slug, rule in RULES.items() if rule.impact(provider.name) is None}

    def flaws(self, value: Any) -> Sequence[Flaw]:
        """The flaws of a line's value, in the order of its JSON, without those that the provider ignores."""
        if known := self.templates.match(value):
            return known.flaws
        every = self._every_flaw(value)
        flaws = [flaw for flaw in every if flaw.rule not in self._ignored] if every else _NOTHING
        template = None if self._body.needs_json_word else line_template_of(value, self.endpoint(value), flaws)
        if template is not None:
            self.templates.add(template)
        return flaws

    def endpoint(self, value: Any) -> str | None:
        """The endpoint of a request; None if neither its url nor its body shows it."""
        if not isinstance(value, dict):
            return None
        url = value.get("url")
        return endpoint_of_url(url) if isinstance(url, str) else endpoint_of_body(value.get("body"), self.provider)

    def _every_flaw(self, value: Any) -> Sequence[Flaw]:
        if type(value) is str and is_request_text(value):
            return [Flaw("json-text", "$", "The line is a text that contains a request.", "json-text")]
        if type(value) is not dict:
            return [Flaw("not-object", "$", f"The line is {quoted(value)}, not an object.")]
        if value.keys() == (ENVELOPE if self.provider.method_and_url else PAIR):  # as nearly all lines are
            return self._check_request(value)
        if foreign := foreign_flaw(value):
            return [foreign]
        if is_bare_body(value):
            return self._check_bare_body(value)
        misspelt = misspelt_keys(value)
        request = rename_keys(value, misspelt)
        flaws = [
            Flaw("key-misspelt", path_of(key), f"The field {quoted(key)} should be {quoted(right)}.", "keys")
            for key, right in misspelt.items()
        ]
        flaws += [
            Flaw("key-unknown", path_of(key), f"Batch files have no field {quoted(key)}.")
            for key in request
            if key not in ENVELOPE
        ]
        lacks_url = "method" not in request and "url" not in request and isinstance(request.get("body"), dict)
        if lacks_url and self.provider.method_and_url:
            return [*flaws, *self._check_pair(request)]
        return [*flaws, *self._check_request(request)]

    def _check_request(self, value: dict[str, Any]) -> Sequence[Flaw]:
        flaws: list[Flaw] = []
        custom_id, body = value.get("custom_id"), value.get("body")
        if type(custom_id) is not str or not custom_id or len(custom_id) > ID_LENGTH or custom_id.isspace():
            flaws.append(self._id_flaw(custom_id, value))
        endpoint, address_flaws = self._check_address(value, body)
        flaws += address_flaws
        flaws += self._body.flaws(body, endpoint) if type(body) is dict else [_body_flaw(body)]
        return flaws

    def _check_address(self, value: dict[str, Any], body: Any) -> tuple[str | None, list[Flaw]]:
        """The endpoint of a request, and the flaws of its method and url."""
        if not self.provider.method_and_url:
            endpoint = self.endpoint(value)
            return endpoint, list(self._flaws_without_url(value, endpoint))
        endpoint, flaws = self._check_url(value.get("url"), body)
        if (method := value.get("method")) == "POST":
            return endpoint, flaws
        slug = "method-wrong" if method is not None else "method-missing"
        detail = f"The method is {quoted(method)}." if method is not None else "There is no method."
        return endpoint, [Flaw(slug, "$.method", detail, "method"), *flaws]

    def _flaws_without_url(self, value: dict[str, Any], endpoint: str | None) -> Iterator[Flaw]:
        """The flaws of a request whose batch names the endpoint."""
        name = self.provider.name
        if "method" in value or "url" in value:
            yield Flaw("method-needless", "$", f"{name} documents lines of custom_id and body only.", "method-url")
        if endpoint is not None and not is_supported(endpoint, self.provider):
            yield Flaw("url-not-taken", "$.body", f"{name} is not known to accept batches for {endpoint}.")

    def _check_pair(self, value: dict[str, Any]) -> Iterator[Flaw]:
        """The flaws of a line with custom_id and body only."""
        endpoint = endpoint_of_body(value["body"], self.provider)
        yield Flaw(
            "shape-pair", "$", "The line has no method and no url.", self._fix_if_supported("envelope", endpoint)
        )
        url = request_url(self.provider, endpoint) if endpoint else None
        yield from (
            flaw for flaw in self._check_request({**value, "method": "POST", "url": url}) if flaw.path != "$.url"
        )

    def _check_bare_body(self, value: dict[str, Any]) -> list[Flaw]:
        """The flaws of a body without an envelope, or beside its own custom_id."""
        body = {key: inner for key, inner in value.items() if key not in REQUIRED}
        endpoint = endpoint_of_url(str(value.get("url", ""))) or endpoint_of_body(body, self.provider)
        detail = (
            f"The line is the content of a request to {endpoint}." if endpoint else "The line is the content alone."
        )
        flaw = Flaw("bare-body", "$", detail, self._fix_if_supported("envelope", endpoint))
        return [flaw, *self._body.flaws(body, endpoint, "$")]

    def _fix_if_supported(self, fix: str, endpoint: str | None) -> str:
        """A fix that needs the request's endpoint; empty if the provider does not have that endpoint."""
        return fix if endpoint and is_supported(endpoint, self.provider) else ""

    def _id_flaw(self, custom_id: Any, value: dict[str, Any]) -> Flaw:
        if custom_id is None and (inner := inner_id(value)):
            path = path_of(*inner.place, inner.key)
            return Flaw("id-inside", path, f"The id {quoted(inner.value)} is not at the top of the request.", "ids-up")
        if custom_id is None:
            return Flaw("id-missing", "$.custom_id", "There is no custom_id.", "ids-new")
        if not isinstance(custom_id, str):
            return Flaw("id-not-text", "$.custom_id", f"The custom_id is {quoted(custom_id)}.", "ids-text")
        if not custom_id.strip():
            return Flaw("id-empty", "$.custom_id", "The custom_id is empty.", "ids-new")
        fix = "ids-rename" if self.provider.id_length and len(custom_id) > self.provider.id_length else ""
        detail = f"The custom_id has {len(custom_id):,} characters: {quoted(custom_id)}."
        return Flaw("id-too-long", "$.custom_id", detail, fix)

    def _check_url(self, url: Any, body: Any) -> tuple[str | None, list[Flaw]]:
        """The endpoint of a request, and the flaws of its url."""
        if isinstance(url, str) and url in self._urls:
            return self._urls[url]
        if not isinstance(url, str) or not url.strip():
            meant = endpoint_of_body(body, self.provider)
            slug = "url-unknown" if url else "url-missing"
            detail = f"The url is {quoted(url)}." if url else "There is no url."
            return meant, [Flaw(slug, "$.url", detail, self._fix_if_supported("url", meant))]
        endpoint = endpoint_of_url(url)
        if endpoint is None:
            return self._check_unknown_url(url, body)
        self._urls[url] = endpoint, list(self._known_url_flaws(url, endpoint))
        return self._urls[url]

    def _known_url_flaws(self, url: str, endpoint: str) -> Iterator[Flaw]:
        name = self.provider.name
        if not is_supported(endpoint, self.provider):
            yield Flaw("url-not-taken", "$.url", f"{name} is not known to accept batches for {endpoint}.")
        elif not is_valid_url(url, endpoint, self.provider):
            right = quoted(request_url(self.provider, endpoint))
            yield Flaw("url-spelling", "$.url", f"The url is {quoted(url, 80)}; {name} expects {right}.", "url")

    def _check_unknown_url(self, url: str, body: Any) -> tuple[str | None, list[Flaw]]:
        near, meant = nearest_endpoint(url), endpoint_of_body(body, self.provider)
        question = f" Did you mean {quoted(request_url(self.provider, near))}?" if near else ""
        fix = self._fix_if_supported("url", near) if near == meant else ""
        return meant, [Flaw("url-unknown", "$.url", f"The url is {quoted(url, 80)}.{question}", fix)]


def _body_flaw(body: Any) -> Flaw:
    """The flaw of a body that is not an object."""
    if body is None:
        return Flaw("body-missing", "$.body", "There is no body.")
    if isinstance(body, str):
        inner, damage = codec.loads(body.encode("utf-8", "replace"))
        if isinstance(inner, dict):
            held = "JSON with NaN, a number that is too large, or half a character" if damage else "JSON"
            return Flaw("body-not-object", "$.body", f"The body is a text that holds {held}.", "" if damage else "body")
    return Flaw("body-not-object", "$.body", f"The body is {quoted(body)}.")
