"""What a fix does, shown on the first line that it changes."""

from typing import NamedTuple

from lib.fixes import OF_LINES, Context, make
from lib.mend import Mended
from lib.textfile import affected

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


def example(mended: Mended, fix: str) -> Example | None:
    """The first line that a fix changes in a file mended by all; None if it changes none that goes out."""
    if fix in OF_LINES:
        at = next((at for at, made in mended.made.items() if fix in made), None)
        return None if at is None else _of_line(mended, at, fix)
    checked = mended.checked
    if fix not in mended.counts:
        return None
    if fix == "encoding":
        words = ", ".join(affected(checked.text.data[:200_000].decode("utf-8", "replace"))) or "the text"
        return Example(0, f"{words} in {checked.text.encoding}", f"{words} in UTF-8")
    if fix == "blank-lines":
        return Example(checked.blanks[0], "↵", "")
    if fix == "bom":
        return Example(1, "EF BB BF {", "{")
    return Example(0, "} CR LF", "} LF")


def _of_line(mended: Mended, at: int, fix: str) -> Example:
    checked = mended.checked
    before = checked.raw(at).decode("utf-8", "replace").removesuffix("\r")
    named = next((named.new for named in mended.renamed if named.at == at), checked.ids[at] or "")
    try:
        after = make(fix, before, Context(checked.provider, named, mended.choices.model))
    except ValueError:  # it needs another fix first, so both are shown
        after = mended.line(_place(mended, at)).decode("utf-8", "replace").rstrip("\n")
    return Example(checked.lines[at], *_windows(before, after))


def _place(mended: Mended, at: int) -> int:
    kept = mended.kept
    return at if isinstance(kept, range) else list(kept).index(at)


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
