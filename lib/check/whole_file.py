"""What is wrong with a file as a whole: its bytes, its size, and what its requests share."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lib.check.checked_file import CheckedFile, Finding, count_names
from lib.check.rules import RULES
from lib.common.phrasing import counted, listed, listed_names, listed_rows, shorten
from lib.providers.limits import NO_LIMIT

_MOST_NAMES = 5


def check_whole_file(checked: CheckedFile) -> Iterator[Finding]:
    """The findings that no single entry shows; the entries must be checked before."""
    yield from _check_ids(checked)
    yield from _check_bytes(checked)
    if not checked.name.lower().endswith(".jsonl"):
        yield _finding("extension", f'The name is "{checked.name[-80:]}".', "name")
    if not checked.requests:
        yield _finding("empty-file", "No line of the file is a request.")
    yield from _check_limits(checked)
    yield from _check_mixture("endpoints-mixed", count_names(checked.endpoints))
    yield from _check_mixture("models-mixed", count_names(checked.models))
    yield from _check_other_models(checked)


def _finding(rule: str, detail: str, fix: str = "", times: int = 1) -> Finding:
    return Finding(rule, 0, -1, "", detail, fix, times)


def _check_ids(checked: CheckedFile) -> Iterator[Finding]:
    """Every entry of each group that shares a custom_id."""
    if len(set(checked.ids)) == len(checked.ids):
        return
    first: dict[str, int] = {}
    groups: dict[str, list[int]] = {}
    for entry, custom_id in enumerate(checked.ids):
        if custom_id is not None and (before := first.setdefault(custom_id, entry)) != entry:
            groups.setdefault(custom_id, [before]).append(entry)
    for custom_id, group in groups.items():
        lines = listed([checked.lines[entry] for entry in group])
        detail = f'{len(group):,} requests have the custom_id "{shorten(custom_id, 60)}": lines {lines}.'
        for entry in group:
            yield Finding("id-duplicate", checked.lines[entry], entry, "$.custom_id", detail, "ids-rename")


def _check_bytes(checked: CheckedFile) -> Iterator[Finding]:
    text = checked.text
    if text.marked:
        yield _finding("bom", "The file begins with an invisible mark (byte order mark).", "bom")
    if text.end_marks:
        detail = f"The file ends in {counted(text.end_marks, 'invisible character')} (NUL or Ctrl-Z)."
        yield _finding("end-marks", detail, "end-marks")
    if text.codec != "utf-8":
        probably = "probably " if text.probably else ""
        yield _finding("encoding", f"The file is {probably}{text.encoding}.", "encoding", len(checked))
    if checked.crlf:
        detail = f"{counted(checked.crlf, 'line')} of {len(checked):,} end in CR LF."
        yield _finding("crlf", detail, "line-ends", checked.crlf)


class _Amount(NamedTuple):
    """How much of something a file has, and how much the provider takes."""

    text: str
    size: int
    safe: int
    """The strictest limit that the provider states."""

    highest: int
    """The most generous limit that it states."""

    unit: str = ""


def _check_limits(checked: CheckedFile) -> Iterator[Finding]:
    provider, requests, texts = checked.provider, checked.requests, sum(checked.inputs.values())
    size = len(checked.text.data) + 3 * checked.text.marked
    most_texts = provider.embedding_inputs or NO_LIMIT
    for amount in (
        _Amount(counted(requests, "request"), requests, provider.requests, provider.highest_requests),
        _Amount(f"{size / 1e6:,.1f} MB", size, provider.bytes, provider.highest_bytes, " bytes"),
        _Amount(f"{counted(texts, 'text')} to embed", texts, most_texts, most_texts),
    ):
        if amount.size > amount.highest:
            detail = f"The file has {amount.text}; {provider.name} accepts up to {amount.highest:,}{amount.unit}."
            yield _finding("over-limit", detail, "parts")
        elif amount.size > amount.safe:
            detail = f"The file has {amount.text}; only {amount.safe:,}{amount.unit} are safe."
            yield _finding("large-file", detail, "parts")


def _check_mixture(rule: str, counts: Mapping[str, int]) -> Iterator[Finding]:
    """A finding if the requests of a file name several endpoints or models."""
    if len(counts) > 1:
        ordered = sorted(counts.items(), key=lambda item: -item[1])
        names = [f"{name[:80]} ({count:,})" for name, count in ordered[:_MOST_NAMES]]
        more = [f"{len(ordered) - _MOST_NAMES:,} more"] if len(ordered) > _MOST_NAMES else []
        yield _finding(rule, f"The file has {listed_names([*names, *more])}.", "parts")


def _check_other_models(checked: CheckedFile) -> Iterator[Finding]:
    """The lines with another model than most requests to their endpoint, where a file may mix models."""
    if len(count_names(checked.models)) < 2 or RULES["models-mixed"].impact(checked.provider.name):
        return
    by_endpoint: dict[str, dict[str, list[int]]] = {}
    for endpoint, model, line in zip(checked.endpoints, checked.models, checked.lines, strict=True):
        if model:
            by_endpoint.setdefault(endpoint, {}).setdefault(model, []).append(line)
    for lines_by_model in by_endpoint.values():
        (main, main_lines), *others = sorted(lines_by_model.items(), key=lambda item: -len(item[1]))
        if others:
            use = f'{counted(len(main_lines), "request")} use "{shorten(main, 60)}"'
            times = sum(len(lines) for _, lines in others)
            yield _finding("model-other", f"{use}, {listed(others, 3, say=_model_lines)}.", times=times)


def _model_lines(other: tuple[str, list[int]]) -> str:
    model, lines = other
    return f'{len(lines):,} "{shorten(model, 60)}" ({listed_rows(lines, "line")})'
