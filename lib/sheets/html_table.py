"""The largest table of a web page as rows: many systems save one under the name `.xls`."""

import re
from html.parser import HTMLParser
from itertools import takewhile

from lib.common import unreadable

_SPAN = re.compile("[0-9]{1,9}")
_MOST_ADDED = 20_000_000
"""The most empty cells that wide and tall cells may add: a few letters can ask for a thousand of them."""

_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "hr", *(f"h{level}" for level in range(1, 7))))
"""Tags with a line break before and after them."""

_INVISIBLE = frozenset(("script", "style"))

_Attributes = list[tuple[str, str | None]]


def read_html_table(text: str) -> tuple[list[list[str]], list[int]]:
    """The rows of the page's largest table, and the row count of each other one; no rows if there is no table.

    Raises:
        Unreadable: its cells span an absurd number of columns or rows.
    """
    reader = _Tables()
    reader.feed(text)
    reader.close()
    reader.end_cell()
    largest = max(reader.tables, key=lambda table: sum(map(len, table)), default=[])
    return largest, [len(table) for table in reader.tables if table is not largest and any(map(any, table))]


class _Tables(HTMLParser):
    """Collects the cells of every table; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        """The tables without an end so far, the innermost one last."""

        self.cell: list[str] | None = None
        """The pieces of the cell being read."""

        self.column_span = 1
        self.row_span = 1
        """The columns and rows that the cell being read covers."""

        self.covered: list[dict[int, int]] = []
        """For every open table: the rows, by column, that a cell above still covers."""

        self.added = 0
        self.invisible = False

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        if tag == "table":
            self._start_table()
        elif tag == "tr" and self.open:
            self.end_cell()
            self._end_row()
            self.open[-1].append([])
        elif tag in ("td", "th") and self.open:
            self._start_cell(attrs)
        elif tag in _INVISIBLE:
            self.invisible = True
        elif tag == "br" and self.cell:
            self.cell.append("\n")
        elif tag in _BLOCKS:
            self._break_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self.end_cell()
        elif tag in _INVISIBLE:
            self.invisible = False
        elif tag in _BLOCKS:
            self._break_line()
        if tag == "table" and self.open:
            self._end_row()
            self.open.pop()
            self.covered.pop()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.invisible:
            self.cell.append(re.sub(r"[\r\n]+", " ", data))  # HTML shows a line break of its source as a space

    def _start_table(self) -> None:
        self.end_cell()
        self.open.append([])
        self.covered.append({})
        self.tables.append(self.open[-1])

    def _start_cell(self, attributes: _Attributes) -> None:
        self.end_cell()
        if not self.open[-1]:
            self.open[-1].append([])
        self.cell = []
        self.column_span, self.row_span = _span(attributes, "colspan"), _span(attributes, "rowspan")

    def _break_line(self) -> None:
        """Starts a new line for a block; two blocks in a row have no empty line between them."""
        blank = list(takewhile(lambda piece: not piece.strip(), reversed(self.cell or ())))
        if self.cell and "\n" not in blank:
            self.cell.append("\n")

    def end_cell(self) -> None:
        """Puts the cell being read into its row, with empty ones for what it and the cells above cover."""
        if self.cell is None or not self.open or not self.open[-1]:
            return
        self.added += self.column_span - 1
        if self.added > _MOST_ADDED:
            message = f"the cells of the web page's table span more than {_MOST_ADDED:,} cells."
            raise unreadable("too-wide", message, "Save the table as CSV and load that.")
        row, covered = self.open[-1][-1], self.covered[-1]
        while covered.get(len(row), 0) > 0:
            row.append("")
            self.added += 1
        for column in range(len(row), len(row) + self.column_span) if self.row_span > 1 else ():
            covered[column] = self.row_span  # this row included: its end subtracts one
        row.extend([_cell_text(self.cell), *[""] * (self.column_span - 1)])
        self.cell = None

    def _end_row(self) -> None:
        if self.open[-1]:
            self.covered[-1] = {column: rows - 1 for column, rows in self.covered[-1].items() if rows > 1}


def _cell_text(pieces: list[str]) -> str:
    """The lines of a cell, with single spaces."""
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()


def _span(attributes: _Attributes, name: str) -> int:
    span = _SPAN.fullmatch(dict(attributes).get(name) or "")
    return min(int(span[0]), 1000) if span else 1
