"""A sentence that says what every download changes around the lines of a batch file, with counts.

All downloads are UTF-8 without byte order mark, with LF after every line and no blank lines.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from lib.check import CheckedFile
from lib.common.phrasing import counted


def normalised(files: Sequence[CheckedFile]) -> str:
    """What was normalised in some files; empty if nothing was."""
    changes = list(_changes(files))
    return f"Around the lines: {', '.join(changes)}." if changes else ""


def _changes(files: Sequence[CheckedFile]) -> Iterator[str]:
    encodings: Counter[str] = Counter()
    for checked in files:
        if checked.text.codec != "utf-8":
            encodings[checked.text.encoding] += len(checked)
    for encoding, lines in encodings.items():
        yield f"{counted(lines, 'line')} converted from {encoding} to UTF-8"
    if marks := sum(map(_marks, files)):
        yield f"{counted(marks, 'byte order mark')} removed"
    if blanks := sum(len(checked.blanks) for checked in files):
        yield f"{counted(blanks, 'empty line')} removed"
    if marks := sum(finding.rule == "only-marks" for checked in files for finding in checked.findings):
        yield f"{counted(marks, 'line')} with only brackets or commas removed"
    if ends := sum(checked.text.end_marks for checked in files):
        yield f"{counted(ends, 'invisible character')} at the end removed"
    if crlf := sum(checked.crlf for checked in files):
        yield f"Windows line ends (CR LF) changed to LF on {counted(crlf, 'line')}"
    if unended := sum(map(_is_unended, files)):
        yield f"a line end (LF) added after the last line of {counted(unended, 'file')}"


def _marks(checked: CheckedFile) -> int:
    return checked.text.marked + sum(finding.rule == "bom" and finding.entry >= 0 for finding in checked.findings)


def _is_unended(checked: CheckedFile) -> bool:
    """Whether the file ends without a line end after its last entry."""
    return len(checked) > 0 and checked.stops[-1] == len(checked.text.data)
