"""A batch input file made anywhere, checked: everything that a provider may find wrong with it.

One pass over the bytes. The values are not kept, only where each stands, so that a file takes
little more than its own memory.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from lib.check.line import LineCheck
from lib.check.line_layout import Layout
from lib.check.line_template import LineTemplate
from lib.check.other_formats import as_request
from lib.check.report import CheckedFile, Finding, batch_text, counts, legacy_text
from lib.check.rule import Flaw
from lib.check.rules import RULES
from lib.common import Tick
from lib.common.phrasing import counted, listed, listed_names, shorten
from lib.json import Line, codec, edit, read_lines
from lib.json.lossless import DuplicateKey, loads_exactly
from lib.providers import EMBEDDINGS, Provider
from lib.providers.limits import NO_LIMIT

_NAMED = 5


class _NotUtf8(Exception):
    """The bytes are in another encoding than was thought."""


def check_file(data: bytes, name: str, provider: Provider, tick: Tick = lambda done, total: None) -> CheckedFile:
    """Every entry of a batch input file, and everything that is wrong with them. Never raises.

    Args:
        tick: is told how many thousand bytes are done, and how many there are.
    """
    checked = CheckedFile(name, provider, batch_text(data))
    try:
        _check_entries(checked, tick, data)
    except _NotUtf8:
        checked = CheckedFile(name, provider, legacy_text(data) or batch_text(data))
        _check_entries(checked, tick, None)
    checked.findings += _duplicates(checked)
    checked.findings += [Finding(rule, 0, -1, "", said, fix, times) for rule, said, fix, times in _of_file(checked)]
    checked.findings = [finding for finding in checked.findings if RULES[finding.rule].impact(provider.name)]
    checked.findings.sort(key=lambda finding: finding.line)
    return checked


def _check_entries(checked: CheckedFile, tick: Tick, original: bytes | None) -> None:
    """Reads and checks every entry.

    Raises:
        _NotUtf8: with the `original` bytes given, when they are probably in an encoding of their own.
    """
    data, check, largest = checked.text.data, LineCheck(checked.provider), checked.provider.highest_bytes
    layout, record = Layout(data), _Recorder(checked, check)
    starts, stops, lines, findings = checked.starts, checked.stops, checked.lines, checked.findings
    for line in read_lines(data):
        number, start, stop, value, flaw, item, _ = line
        at = len(starts)
        if not at % 1_000:
            tick(stop // 1_000, len(data) // 1_000)
        starts.append(start)
        stops.append(stop)
        lines.append(number)
        found: Sequence[Flaw] = () if layout.is_plain(line) else layout.flaws(line)
        pattern = check.pattern
        if pattern is not None and not flaw and pattern.fits(value):
            record.alike(value["custom_id"], pattern)
            found = [*found, *pattern.flaws] if found else pattern.flaws
        else:
            found = [*found, *_flaws(line, check, data)]
            record.any(value, bool(found))
        if item:
            _share(checked, at, item)
        if stop - start > largest:
            found = [*found, _too_large(line, largest)]
        for fault in found:
            if fault.rule == "broken-text" and original is not None and legacy_text(original):
                raise _NotUtf8
            findings.append(Finding(fault.rule, number, at, fault.path, fault.detail, fault.fix))
    end = layout.end()
    checked.blanks, checked.crlf = [*layout.blanks, *end], layout.crlf
    checked.findings += _blank_lines(layout.blanks, end)
    tick(1, 1)


def _flaws(line: Line, check: LineCheck, data: bytes) -> list[Flaw]:
    """What is wrong with an entry's text and value."""
    written = data[line.start : line.stop]
    found = [_broken(written, line.damage)] if line.damage else []
    if line.damage == "not-json":
        return found
    found += check.flaws(line.value)
    if not line.item and any(written.count(key) > 1 for key in _ENVELOPE_KEYS) and (twice := _twice(written)):
        found += twice
        check.pattern = None  # lines like it are looked at as closely
    return found


def _twice(written: bytes) -> list[Flaw]:
    """Of two values under one key only one is read, and nothing else shows it."""
    try:
        loads_exactly(written.decode().strip().removeprefix("\ufeff").removesuffix(","))
    except DuplicateKey:
        return [Flaw("key-twice", "$", "One of the objects in it says a key twice.")]
    except ValueError:
        pass
    return []


def _too_large(line: Line, largest: int) -> Flaw:
    size = f"{(line.stop - line.start) / 1e6:,.1f} MB"
    return Flaw("line-too-large", "$", f"The request has {size}; a file may have {largest / 1e6:,.0f} MB.")


def _share(checked: CheckedFile, at: int, item: int) -> None:
    """Remembers which value of its bytes an entry is, where they hold several that cannot be told apart."""
    if at and checked.starts[at - 1] == checked.starts[at]:
        checked.items.setdefault(at - 1, item - 1)
        checked.items[at] = item


class _Recorder:
    """Notes the id, model and endpoint of every entry."""

    def __init__(self, checked: CheckedFile, check: LineCheck) -> None:
        self._checked, self._check = checked, check
        self._add_id, self._add_model = checked.ids.append, checked.models.append
        self._add_endpoint = checked.endpoints.append

    def alike(self, custom_id: str, pattern: LineTemplate) -> None:
        """An entry that is like those before."""
        self._add_id(custom_id)
        self._add_model(pattern.model)
        self._add_endpoint(pattern.endpoint)
        if pattern.endpoint == EMBEDDINGS:
            self._checked.inputs[len(self._checked.ids) - 1] = 1

    def any(self, value: Any, odd: bool) -> None:
        """An entry that may be in any form, if it is `odd`."""
        request = as_request(value) if odd else value
        body = request.get("body")
        model = body.get("model") if type(body) is dict else None
        endpoint = self._check.endpoint(request) or ""
        self._add_id(self._id_text(request))
        self._add_model(model if type(model) is str else "")
        self._add_endpoint(endpoint)
        if endpoint == EMBEDDINGS and type(body) is dict:
            self._checked.inputs[len(self._checked.ids) - 1] = _texts(body.get("input"))

    def _id_text(self, request: dict[str, Any]) -> str | None:
        """The custom_id as a text, a number with every digit; None where there is none."""
        custom_id = request.get("custom_id")
        if isinstance(custom_id, str):
            return custom_id if custom_id.strip() else None
        if custom_id is None:
            return None
        return (self._digits(custom_id) if type(custom_id) is float else "") or id_literal(custom_id)

    def _digits(self, custom_id: float) -> str:
        """The last entry's id as it is written, under whatever name: a float keeps 16 of its digits."""
        checked = self._checked
        text = checked.text.data[checked.starts[-1] : checked.stops[-1]].decode("utf-8", "replace")
        text = text.removeprefix("\ufeff")
        try:
            written = [text[member.value : member.stop] for member in edit.members(text)]
        except ValueError:  # one of several records that cannot be told apart
            return ""
        return next((digits for digits in written if _is_number(digits) and float(digits) == custom_id), "")


def _is_number(written: str) -> bool:
    return written[:1].isdigit() or written[:1] == "-"


def _texts(given: Any) -> int:
    """How many texts there are to embed; a list of numbers is one text, as tokens."""
    return len(given) if isinstance(given, list) and not all(type(item) is int for item in given) else 1


def id_literal(custom_id: Any) -> str:
    """A custom_id that is no text, as the text it becomes.

    >>> id_literal(7), id_literal(True), id_literal({"a": 1})
    ('7', 'true', '{"a":1}')
    """
    return codec.dumps(custom_id).decode()


def _refuse(_: str) -> NoReturn:
    raise ValueError


_ENVELOPE_KEYS = (b'"custom_id"', b'"body"')
"""What is asked stands under one, and what tells whose answer is whose under the other."""

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def _broken(written: bytes, flaw: codec.Damage) -> Flaw:
    """What is wrong with a line that could not be read as it is."""
    try:
        text = written.decode()
    except UnicodeDecodeError:
        return Flaw("broken-text", "$", "Some bytes are not UTF-8.")
    if flaw == "not-json":
        return Flaw("not-json", "$", _why_not(text))
    try:
        json.loads(text.strip().removeprefix("\ufeff").removesuffix(","), parse_constant=_refuse)
    except ValueError:
        return Flaw("not-json", "$", "NaN and Infinity are no JSON: Python writes them where a number is missing.")
    if _HALF.search(written):
        return Flaw("half-character", "$", "A text ends or begins in the middle of a character.")
    return Flaw("not-json", "$", "A number is too large.")


def _why_not(text: str) -> str:
    """Where a line stops being JSON."""
    try:
        json.loads(text)
    except RecursionError:
        return "The line is nested too deeply."
    except ValueError as error:
        where = f" at character {error.pos + 1:,}" if isinstance(error, json.JSONDecodeError) else ""
        near = text[error.pos :][:20].strip() if isinstance(error, json.JSONDecodeError) else ""
        return f"The line is not JSON{where}: {near}" if near else "The line breaks off."
    return "The line is not JSON."


def _duplicates(checked: CheckedFile) -> Iterator[Finding]:
    """All lines of every group that shares a custom_id."""
    if len(set(checked.ids)) == len(checked.ids):
        return
    first: dict[str, int] = {}
    groups: dict[str, list[int]] = {}
    for at, custom_id in enumerate(checked.ids):
        if custom_id is not None and (before := first.setdefault(custom_id, at)) != at:
            groups.setdefault(custom_id, [before]).append(at)
    for custom_id, group in groups.items():
        lines = [checked.lines[at] for at in group]
        said = f'"{shorten(custom_id, 60)}" is used {len(group):,} times: lines {listed(lines)}.'
        for at in group:
            yield Finding("id-duplicate", checked.lines[at], at, "$.custom_id", said, "ids-rename")


def _blank_lines(between: Sequence[int], end: Sequence[int]) -> Iterator[Finding]:
    for number in between:
        yield Finding("blank-line", number, -1, "", "The line is blank.", "blank-lines")
    for number in end:
        yield Finding("blank-end", number, -1, "", "The line is blank, and no request follows.", "blank-lines")


def _of_file(checked: CheckedFile) -> Iterator[tuple[str, str, str, int]]:
    """The faults of the file as a whole: rule, detail, fix, and how many lines it is about."""
    text, requests = checked.text, checked.requests
    if text.marked:
        yield "bom", "The file begins with the bytes EF BB BF.", "bom", 1
    if text.codec != "utf-8":
        sure = "probably " if text.probably else ""
        yield "encoding", f"The file is {sure}{text.encoding}.", "encoding", len(checked)
    if checked.crlf:
        said = f"{counted(checked.crlf, 'line')} of {len(checked):,} end in CR LF."
        yield "crlf", said, "line-ends", checked.crlf
    if not checked.name.lower().endswith(".jsonl"):
        yield "extension", f'The name is "{checked.name[-80:]}".', "name", 1
    if not requests:
        yield "empty-file", "No line of it is a request.", "", 1
    for slug, said in check_limits(requests, _size(checked), sum(checked.inputs.values()), checked.provider):
        yield slug, said, "parts", 1
    for slug, said in check_alike(counts(checked.endpoints), counts(checked.models)):
        yield slug, said, "parts", 1


def _size(checked: CheckedFile) -> int:
    """The bytes of the file as UTF-8."""
    return len(checked.text.data) + 3 * checked.text.marked


def check_limits(requests: int, size: int, inputs: int, provider: Provider) -> Iterator[tuple[str, str]]:
    """The slug and detail of each limit that a file is over; `inputs` are its texts to embed."""
    name = provider.name
    texts = provider.embedding_inputs or NO_LIMIT
    yield from _check(
        counted(requests, "request"), requests, provider.requests, provider.highest_requests, "{:,}", name
    )
    yield from _check(f"{size / 1e6:,.1f} MB", size, provider.bytes, provider.highest_bytes, "{:,} bytes", name)
    yield from _check(f"{counted(inputs, 'text')} to embed", inputs, texts, texts, "{:,}", name)


def _check(have: str, count: int, everywhere: int, here: int, form: str, name: str) -> Iterator[tuple[str, str]]:
    if count > here:
        yield "over-limit", f"It has {have}; {name} takes {form.format(here)}."
    elif count > everywhere:
        yield "large-file", f"It has {have}; {form.format(everywhere)} are sure to be taken."


def check_alike(endpoints: Mapping[str, int], models: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The slug and detail of what differs between a file's requests: endpoints and models, each with its requests."""
    for slug, requests in (("endpoints-mixed", endpoints), ("models-mixed", models)):
        if len(requests) > 1:
            yield slug, f"It has {_listed(requests)}."


def _listed(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    named = [f"{name[:80]} ({count:,})" for name, count in ordered[:_NAMED]]
    more = [f"{len(ordered) - _NAMED:,} more"] if len(ordered) > _NAMED else []
    return listed_names([*named, *more])
