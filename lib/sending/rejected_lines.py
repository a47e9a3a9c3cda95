"""The requests, and the sheet's rows, that a provider names when it rejects a file."""

from collections.abc import Sequence
from typing import NamedTuple

from lib.batch.request_line import custom_id_of
from lib.json import codec
from lib.sending.part_files import PartFiles
from lib.sending.remote_batch import LineError


class RejectedLine(NamedTuple):
    """Why the provider rejects a file, at the request that it names."""

    error: LineError
    custom_id: str = ""
    """Id of the request on the line; empty if the error names no line, or if the line has none."""

    row: int | str | None = None
    """The row's number in the sheet; None if it is not known."""


def rejected_rows(errors: Sequence[LineError], files: PartFiles, number: int) -> list[RejectedLine]:
    """The errors of one file with the ids and the sheet's rows of their requests.

    Args:
        number: the file's number, from 1.
    """
    indexes = files.files[number - 1].indexes

    def located(error: LineError) -> RejectedLine:
        line = _number(error, errors)
        if line is None or line > len(indexes):
            return RejectedLine(error)
        request = indexes[line - 1]
        written = next(iter(files.batch.lines(indexes[line - 1 : line])))
        return RejectedLine(error, _custom_id(written), files.batch.row(request))

    return list(map(located, errors))


def _number(error: LineError, errors: Sequence[LineError]) -> int | None:
    """The number of an error's line, from 1: a provider that names a line 0 counts from 0."""
    if error.line is None:
        return None
    return error.line + any(other.line == 0 for other in errors)


def _custom_id(line: bytes) -> str:
    value, damage = codec.loads(line)
    return (custom_id_of(value, damage) or "") if isinstance(value, dict) else ""
