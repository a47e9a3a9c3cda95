"""Lines of a batch file that a person wrote again: the text with them, and the way back to the original."""

from collections.abc import Mapping

Span = tuple[int, int]
"""Start and stop of a line in the original text, as bytes."""

LineEdits = Mapping[Span, bytes]
"""The new bytes of each edited line."""


def with_line_edits(data: bytes, edits: LineEdits) -> bytes:
    """The text with the edited lines.

    >>> with_line_edits(b"one\\ntwo\\n", {(0, 3): b"1"})
    b'1\\ntwo\\n'
    """
    pieces, position = [], 0
    for (start, stop), written in sorted(edits.items()):
        pieces += [data[position:start], written]
        position = stop
    return b"".join([*pieces, data[position:]]) if pieces else data


def original_span(start: int, stop: int, edits: LineEdits) -> Span:
    """Where a line of the edited text is in the original; the edited line that it belongs to, if it does.

    >>> original_span(2, 5, {(0, 3): b"1"}), original_span(0, 1, {(0, 3): b"1"})
    ((4, 7), (0, 3))
    """
    moved = 0
    for span, written in sorted(edits.items()):
        begin = span[0] + moved
        if start < begin:
            break
        if start < begin + max(len(written), 1):
            return span
        moved += len(written) - (span[1] - span[0])
    return start - moved, stop - moved
