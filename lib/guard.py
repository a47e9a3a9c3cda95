"""An apostrophe before what Excel would run as a formula, as the CSV downloads have it."""

import re
from collections.abc import Sequence

RISKY = frozenset("=+@\t\r-")
_PLAIN_NUMBER = re.compile(r"-(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def guard(cell: str) -> str:
    """The cell with an apostrophe before it if Excel would take it for a formula; numbers are left alone.

    >>> guard("=1+1"), guard("-5"), guard("- milk")
    ("'=1+1", '-5', "'- milk")
    """
    if cell[:1] not in RISKY or _PLAIN_NUMBER.fullmatch(cell):
        return cell
    return "'" + cell


def unguard(cell: str) -> str:
    """The cell without the apostrophe that `guard` puts before it.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell[:1] == "'" and guard(cell[1:]) == cell else cell


def guarded(cells: Sequence[str | int | None]) -> Sequence[str | int | None]:
    """A column with `guard` done to each text."""
    return [guard(cell) if type(cell) is str and cell[:1] in RISKY else cell for cell in cells]
