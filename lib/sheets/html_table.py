"""The tables of a web page as rows of text: many systems save one under the name `.xls`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import takewhile

from lib.common import unreadable

_SPAN = re.compile("[0-9]{1,9}")
_MOST_ADDED = 20_000_000
"""The most empty cells that wide and tall cells may add: a few letters can ask for a thousand of them."""

_MOST_INSIDE = 20
"""The most cells of a table that is part of the text of a cell around it."""

_DEEPEST = 50
"""The most tables inside one another; those further inside count as tables beside the others."""

_BLOCKS = frozenset(("p", "div", "pre", "li", "ul", "ol", "hr", *(f"h{level}" for level in range(1, 7))))
"""Tags with a line break before and after them."""

_PRE = re.compile(r"(<pre\b[^>]*>)\r?\n", re.IGNORECASE)
"""A tag whose text keeps its line breaks, with one that does not count."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*collapse", re.IGNORECASE)
_INVISIBLE = frozenset(("script", "style"))

_Attributes = Sequence[tuple[str, str | None]]


@dataclass(slots=True)
class _Cell:
    """A cell being read."""

    columns: int
    rows: int
    """The columns and rows that it covers."""

    pieces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class HtmlTable:
    """One table of a page."""

    rows: list[list[str]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    """The rows, from 0, that the page does not show."""

    inside: list["HtmlTable"] = field(default_factory=list)
    """The tables in its cells."""

    has_text: bool = False
    """Whether it has text outside those tables."""

    is_numbered: bool = False
    """Whether it has the cells in which Google Sheets shows the numbers of rows."""

    covered: dict[int, int] = field(default_factory=dict)
    """While it is read: the rows, by column, that a cell above still covers."""

    cell: _Cell | None = None
    """While it is read: the cell that ends next."""

    @property
    def size(self) -> int:
        """Its number of cells."""
        return sum(map(len, self.rows))


def read_html_tables(text: str) -> list[HtmlTable]:
    """The page's tables with text, in their order.

    A table around a larger one only arranges the page and is left out, unless it has text of its own. A small table
    in a cell is part of the cell's text.

    Raises:
        Unreadable: cells span an absurd number of columns or rows.
    """
    reader = _Tables()
    reader.feed(_PRE.sub(r"\1", text))
    reader.close()
    while reader.open:
        reader.end_table()
    return [table for table in _data_tables(reader.tables) if any(map(any, table.rows))]


def _data_tables(tables: list[HtmlTable]) -> list[HtmlTable]:
    found = []
    for table in tables:
        inside = _data_tables(table.inside)
        if table.has_text or table.size >= max((inner.size for inner in inside), default=0):
            found.append(table)
            inside = [inner for inner in inside if inner.size > _MOST_INSIDE]
        found += inside
    return found


class _Tables(HTMLParser):
    """Collects the cells of every table; a table inside a cell is a table of its own, too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[HtmlTable] = []
        self.open: list[HtmlTable] = []
        """The tables without an end so far, the innermost one last."""

        self.added = 0
        self.invisible = False
        self.preformatted = 0
        """The depth of tags whose text keeps its line breaks."""

    @property
    def pieces(self) -> list[str]:
        """The pieces of the cell being read, to add to; outside cells, a list that is thrown away."""
        cell = self.open[-1].cell if self.open else None
        return [] if cell is None else cell.pieces

    def handle_starttag(self, tag: str, attrs: _Attributes) -> None:
        if tag == "table":
            self._start_table()
        elif tag == "tr":
            self._start_row(attrs)
        elif tag in ("td", "th"):
            self._start_cell(attrs)
        elif tag in _INVISIBLE:
            self.invisible = True
        elif tag == "br" and self.pieces:
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self.preformatted += tag == "pre"
            self._break_line()

    def handle_endtag(self, tag: str) -> None:
        if tag == "table" and self.open:
            self.end_table()
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag in _INVISIBLE:
            self.invisible = False
        elif tag in _BLOCKS:
            self.preformatted = max(0, self.preformatted - (tag == "pre"))
            self._break_line()

    def handle_data(self, data: str) -> None:
        if not self.open or self.invisible:
            return
        self.open[-1].has_text |= self.open[-1].cell is not None and not data.isspace()
        if self.preformatted:
            self.pieces.extend(filter(None, re.split("(\n)", re.sub(r"\r\n?", "\n", data))))
        else:
            self.pieces.append(re.sub(r"[\r\n]+", " ", data))  # HTML shows a line break of its source as a space

    def unknown_decl(self, data: str) -> None:
        if data.startswith("CDATA["):
            self.handle_data(data.removeprefix("CDATA["))

    def end_table(self) -> None:
        """Ends the innermost table; the text of a small one belongs to the cell around it."""
        self._end_cell()
        table = self.open.pop()
        if table.size <= _MOST_INSIDE:
            self.pieces.append("\n".join(["", *(" ".join(filter(None, row)) for row in table.rows), ""]))

    def _start_table(self) -> None:
        table = HtmlTable()
        (self.open[-1].inside if 0 < len(self.open) < _DEEPEST else self.tables).append(table)
        self.open.append(table)

    def _start_row(self, attributes: _Attributes = ()) -> None:
        if not self.open:  # a fragment without the tag around its rows
            self._start_table()
        self._end_cell()
        table = self.open[-1]
        if table.rows:
            table.covered = {column: rows - 1 for column, rows in table.covered.items() if rows > 1}
        table.rows.append([])
        named = dict(attributes)
        if "hidden" in named or _HIDDEN.search(named.get("style") or ""):
            table.hidden.add(len(table.rows) - 1)

    def _start_cell(self, attributes: _Attributes) -> None:
        self._end_cell()
        if not self.open or not self.open[-1].rows:
            self._start_row()
        style = dict(attributes).get("class") or ""
        self.open[-1].is_numbered |= "row-header" in style
        if "freezebar-cell" not in style:  # how Google Sheets marks frozen rows
            self.open[-1].cell = _Cell(_span(attributes, "colspan"), _span(attributes, "rowspan"))

    def _break_line(self) -> None:
        """Starts a new line for a block; two blocks in a row have no empty line between them."""
        pieces = self.pieces
        blank = list(takewhile(lambda piece: not piece.strip(), reversed(pieces)))
        if pieces and "\n" not in blank:
            pieces.append("\n")

    def _end_cell(self) -> None:
        """Puts the cell being read into its row, with empty ones for what it and the cells above cover."""
        table = self.open[-1] if self.open else HtmlTable()
        if table.cell is None:
            return
        cell, row, covered = table.cell, table.rows[-1], table.covered
        self.added += cell.columns - 1
        if self.added > _MOST_ADDED:
            message = f"the cells of the web page's table span more than {_MOST_ADDED:,} cells."
            raise unreadable("too-wide", message, "Save the table as CSV and load that.")
        while covered.get(len(row), 0) > 0:
            row.append("")
            self.added += 1
        for column in range(len(row), len(row) + cell.columns) if cell.rows > 1 else ():
            covered[column] = cell.rows  # this row included: its end subtracts one
        row.extend([_cell_text(cell.pieces), *[""] * (cell.columns - 1)])
        table.cell = None


def _cell_text(pieces: list[str]) -> str:
    """The lines of a cell, with single spaces."""
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()


def _span(attributes: _Attributes, name: str) -> int:
    span = _SPAN.fullmatch(dict(attributes).get(name) or "")
    return min(int(span[0]), 1000) if span else 1
