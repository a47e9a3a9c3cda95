"""What a fix does, shown on the first line that it changes."""

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

from lib.check import CheckedFile
from lib.common.encodings import sample_words
from lib.repair.entry import Choices, EntryRepairer
from lib.repair.fixes import FIXES, OF_LINES, apply_fix
from lib.repair.repaired_file import RepairedFile, around

_AROUND = 28
"""Characters shown before and after what differs."""

_MOST = 110
"""Characters of what differs that are shown."""


class Example(NamedTuple):
    """A piece of a file, before and after."""

    line: int
    """0: the file as a whole."""

    before: str
    after: str


def examples(files: Sequence[RepairedFile]) -> dict[str, Example]:
    """What each fix does, or would do if all were on, on the first line that it changes in any of the files."""
    menders = [_all_on(mended.mender) for mended in files]
    found = ((slug, next(filter(None, map(_example, files, menders, repeat(slug))), None)) for slug in FIXES)
    return {slug: shown for slug, shown in found if shown}


def _all_on(mender: EntryRepairer) -> EntryRepairer:
    if not mender.choices.off:
        return mender
    return EntryRepairer(mender.checked, Choices(model=mender.choices.model), mender.taken)


def _example(mended: RepairedFile, mender: EntryRepairer, fix: str) -> Example | None:
    if fix not in OF_LINES:
        return _of_file(mended.checked, fix) if fix in around(mended.checked) else None
    at = next((at for at, made in mended.made.items() if fix in made), None)
    if at is None and mender is not mended.mender:
        at = _first(mender, fix)
    return None if at is None else _of_line(mender, at, fix)


def _first(mender: EntryRepairer, fix: str) -> int | None:
    """The first entry that asks for a fix and is mended by it."""
    for at, findings in mender.faulty.items():
        if any(finding.fix == fix for finding in findings):
            outcome = mender.mend(at, findings)
            if fix in outcome.made and not mender.is_out(outcome.left):
                return at
    return None


def _of_file(checked: CheckedFile, fix: str) -> Example:
    if fix == "encoding":
        words = ", ".join(sample_words(checked.text.data[:200_000].decode("utf-8", "replace"))) or "the text"
        return Example(0, f"{words} in {checked.text.encoding}", f"{words} in UTF-8")
    if fix == "blank-lines":
        return Example(checked.blanks[0], "↵", "")
    if fix == "bom":
        return Example(1, "EF BB BF {", "{")
    return Example(0, "} CR LF", "} LF")


def _of_line(mender: EntryRepairer, at: int, fix: str) -> Example:
    before = mender.checked.raw(at).decode("utf-8", "replace").removesuffix("\r")
    try:
        after = apply_fix(fix, before, mender.context(at))
    except ValueError:  # it needs another fix first, so both are shown
        after = (mender.mend(at, mender.faulty[at]).line or b"").decode("utf-8", "replace")
    return Example(mender.checked.lines[at], *_windows(before, after))


def _windows(before: str, after: str) -> tuple[str, str]:
    """The two texts around what differs."""
    start = _alike(before, after)
    room = min(len(before), len(after)) - start
    end = min(_alike(before[::-1], after[::-1]), room)
    return _window(before, start, end), _window(after, start, end)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))


def _window(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _AROUND), min(len(text), len(text) - end + _AROUND)
    shown = text[first:last]
    cut = shown if len(shown) <= _MOST else f"{shown[: _MOST // 2]}…{shown[-_MOST // 2 :]}"
    return f"{'…' if first else ''}{cut}{'…' if last < len(text) else ''}"
