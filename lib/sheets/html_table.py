"""A table in a web page to rows: what many systems save under the name `.xls`."""

import re
from html.parser import HTMLParser
from itertools import takewhile

from lib.common import unreadable

_SPAN = re.compile("[0-9]{1,9}")
_MOST_PADDED = 20_000_000
"""The most empty places that wide cells may make: a few letters can ask for a thousand of them."""

_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "hr", *(f"h{level}" for level in range(1, 7))))
"""Before and after them a line ends."""

_UNSEEN = frozenset(("script", "style"))

_TOO_WIDE = f"the cells of the web page's table span more than {_MOST_PADDED:,} places."


class _Tables(HTMLParser):
    """Collects the cells of every table; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.cell: list[str] | None = None
        self.span = 1
        self.rows = 1
        self.below: list[dict[int, int]] = []
        """For every open table: for how many more rows a cell above covers a column."""

        self.padded = 0
        self.unseen = False
        """Within a script or a style, which is no text."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.open.append([])
            self.below.append({})
            self.tables.append(self.open[-1])
        elif tag == "tr" and self.open:
            self._end_cell()
            self._end_row()
            self.open[-1].append([])
        elif tag in ("td", "th") and self.open:
            self._end_cell()
            if not self.open[-1]:
                self.open[-1].append([])
            self.cell, self.span, self.rows = [], _span(attrs, "colspan"), _span(attrs, "rowspan")
        elif tag in _UNSEEN:
            self.unseen = True
        elif tag == "br" and self.cell:
            self.cell.append("\n")
        elif tag in _BLOCKS:
            self._new_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        elif tag in _UNSEEN:
            self.unseen = False
        elif tag in _BLOCKS:
            self._new_line()
        if tag == "table" and self.open:
            self._end_row()
            self.open.pop()
            self.below.pop()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.unseen:
            self.cell.append(re.sub(r"[\r\n]+", " ", data))  # a line end of the page is a blank; <br> is a line end

    def _new_line(self) -> None:
        """A line of its own for a block: none that is empty between two of them."""
        blank = list(takewhile(lambda piece: not piece.strip(), reversed(self.cell or ())))
        if self.cell and "\n" not in blank:
            self.cell.append("\n")

    def _end_cell(self) -> None:
        if self.cell is None or not self.open or not self.open[-1]:
            return
        lines = (" ".join(line.split()) for line in "".join(self.cell).split("\n"))
        text = "\n".join(lines).strip()
        self.padded += self.span - 1
        if self.padded > _MOST_PADDED:
            raise unreadable("too-wide", _TOO_WIDE, "Save the table as CSV and load that.")
        row, below = self.open[-1][-1], self.below[-1]
        while below.get(len(row), 0) > 0:
            row.append("")
            self.padded += 1
        for column in range(len(row), len(row) + self.span) if self.rows > 1 else ():
            below[column] = self.rows  # this row included: the end of it counts one off
        row.extend([text, *[""] * (self.span - 1)])
        self.cell = None

    def _end_row(self) -> None:
        """Counts one row off for the columns that a cell above covers."""
        if self.open[-1]:
            self.below[-1] = {column: rows - 1 for column, rows in self.below[-1].items() if rows > 1}


def _span(attrs: list[tuple[str, str | None]], name: str) -> int:
    said = _SPAN.fullmatch(dict(attrs).get(name) or "")
    return min(int(said[0]), 1000) if said else 1


def read_html_table(text: str) -> tuple[list[list[str]], list[int]]:
    """The rows of the page's largest table, and how many rows the others have; no rows if there is none.

    Raises:
        Unreadable: its cells span an absurd number of places.
    """
    reader = _Tables()
    reader.feed(text)
    reader.close()
    reader._end_cell()
    largest = max(reader.tables, key=lambda table: sum(map(len, table)), default=[])
    return largest, [len(table) for table in reader.tables if table is not largest and any(map(any, table))]
