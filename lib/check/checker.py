"""Everything that a provider may find wrong with a batch input file, whoever made it.

One pass over the bytes. It keeps the position of each value, not the value, so that a file takes
little more than its own memory.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from lib.check.broken_line import BrokenLine, is_without_data, joined_lines
from lib.check.checked_file import CheckedFile, Finding
from lib.check.entry_check import EntryCheck
from lib.check.file_text import read_file_text
from lib.check.line_edits import LineEdits, with_line_edits
from lib.check.line_frame import FramedLine, LineFrames
from lib.check.line_layout import Layout
from lib.check.rule import Flaw
from lib.check.rules import RULES
from lib.check.whole_file import check_whole_file
from lib.check.wrapped_lines import is_wrapper, wrapped_lines
from lib.common import Tick
from lib.json import Line, read_lines
from lib.json.paths import quoted
from lib.providers import Provider


def check_file(
    data: bytes,
    name: str,
    provider: Provider,
    tick: Tick = lambda done, total: None,
    edits: LineEdits = MappingProxyType({}),
) -> CheckedFile:
    """Every entry of a batch input file, and everything that is wrong with them. Never raises.

    Args:
        tick: receives how many thousand bytes are done, and how many there are.
        edits: lines that a person wrote again.
    """
    text = read_file_text(data)
    checked = CheckedFile(name, provider, replace(text, data=with_line_edits(text.data, edits)))
    _check_entries(checked, tick)
    checked.findings += check_whole_file(checked)
    checked.findings = [finding for finding in checked.findings if RULES[finding.rule].impact(provider.name)]
    checked.findings.sort(key=lambda finding: finding.line)
    return checked


def _check_entries(checked: CheckedFile, tick: Tick) -> None:
    data, largest = checked.text.data, checked.provider.highest_bytes
    layout, check = Layout(data), EntryCheck(checked)
    starts, stops, lines, findings = checked.starts, checked.stops, checked.lines, checked.findings
    unknown: Counter[str] = Counter()
    for line, broken, wrapped in _entries(checked, layout, check.frames):
        number, start, stop, _, _, item, _ = line
        entry = len(starts)
        if not entry % 1_000:
            tick(stop // 1_000, len(data) // 1_000)
        starts.append(start)
        stops.append(stop)
        lines.append(number)
        if item:
            _record_shared_bytes(checked, entry, item)
        placed = wrapped or (() if layout.is_plain(line) else layout.flaws(line))
        flaws = check.flaws(line, broken, not placed and data[stop : stop + 1] == b"\n")
        if placed:
            flaws = [*(_without_breaks(placed, broken) if broken else placed), *flaws]
        if stop - start > largest:
            flaws = [*flaws, _too_large(line, largest)]
        for flaw in flaws:
            if flaw.rule == "model-unknown":  # says nothing about the line, and holds for nearly all or none
                unknown[flaw.detail] += 1
            else:
                findings.append(Finding(flaw.rule, number, entry, flaw.path, flaw.detail, flaw.fix))
    end = layout.blank_lines_at_end()
    checked.blanks, checked.crlf = [*layout.blanks, *end], layout.crlf
    findings += _blank_lines(layout.blanks, end)
    findings += (Finding("model-unknown", 0, -1, "", detail, times=count) for detail, count in unknown.items())
    tick(1, 1)


def _entries(
    checked: CheckedFile, layout: Layout, frames: LineFrames
) -> Iterator[tuple[Line, BrokenLine | None, Sequence[Flaw]]]:
    """Each line with its reading if it is broken; instead of an object around requests, each of them with a flaw."""
    data = checked.text.data
    for line, broken in joined_lines(data, read_lines(data, frames.read)):
        value = line.value
        if type(value) is FramedLine or (type(value) is dict and "body" in value):  # as nearly all lines
            yield line, broken, ()
        elif line.damage == "not-json" and is_without_data(data[line.start : line.stop]):
            layout.flaws(line)
            detail = f"The line has only {quoted(data[line.start : line.stop].decode().strip())}."
            checked.findings.append(Finding("only-marks", line.number, -1, "", detail, "only-marks"))
        elif not line.item and is_wrapper(value):
            layout.flaws(line)
            yield from ((inner, None, flaws) for inner, flaws in wrapped_lines(data, line))
        else:
            yield line, broken, ()


def _without_breaks(flaws: Sequence[Flaw], broken: BrokenLine) -> Sequence[Flaw]:
    """The flaws of a place, without that of a line break that the repair of its text removes."""
    return [flaw for flaw in flaws if flaw.rule != "pretty-printed" or "\n" in broken.text.strip()]


def _too_large(line: Line, largest: int) -> Flaw:
    size = f"{(line.stop - line.start) / 1e6:,.1f} MB"
    return Flaw("line-too-large", "$", f"The request has {size}; a file may have {largest / 1e6:,.0f} MB.")


def _record_shared_bytes(checked: CheckedFile, entry: int, item: int) -> None:
    """Notes which value of its bytes an entry is, where the positions of several cannot be separated."""
    if entry and checked.starts[entry - 1] == checked.starts[entry]:
        checked.items.setdefault(entry - 1, item - 1)
        checked.items[entry] = item


def _blank_lines(between: Sequence[int], end: Sequence[int]) -> Iterator[Finding]:
    for number in between:
        yield Finding("blank-line", number, -1, "", "The line is empty.", "blank-lines")
    for number in end:
        yield Finding("blank-end", number, -1, "", "The line is empty, and no request follows.", "blank-lines")
