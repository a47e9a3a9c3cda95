"""A selection as an Excel workbook, and a text file of the cells that the workbook cuts."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence

from lib.common.excel_cells import EXCEL_COLUMNS, EXCEL_ROWS, cell_texts, is_too_long, replace_surrogates
from lib.common.own_columns import ABOUT_WORKSHEET
from lib.export.column_looks import ColumnLook, column_looks, row_heights
from lib.export.number_columns import are_exact, number_text
from lib.export.selection import Selection
from lib.export.sheet_xml import Place, Renderer, json_number_cells, row_xml, text_cells, typed_cells, value_cell
from lib.export.workbook_frame import Style, Tab, WorkbookFrame
from lib.sheets.xlsx_cells import column_letters

XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Facts = Sequence[tuple[str, str | float]]
"""Labels with what they say, for the worksheet about the table; a label with an empty text is a heading."""

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_LONGEST_NAME = 31
"""UTF-16 units of a worksheet's name."""

_RESERVED = {"history", ABOUT_WORKSHEET.casefold()}
_HEADER = Style(is_bold=True, is_wrapped=True)
_MOST_BYTES = 5, 200
"""Bytes of a character and of a cell around it in XML, at most."""


def write_xlsx(selection: Selection, sheet_rows: int = EXCEL_ROWS, facts: Facts = ()) -> bytes:
    """The selection as a workbook: its table, and a worksheet that tells how it was made.

    Texts are texts. The sheet's numbers and dates come back as such, counts and JSON numbers are numbers. Technical
    columns are grouped and folded. Rows beyond `sheet_rows` go to further worksheets. Columns beyond `EXCEL_COLUMNS`
    are left out; `count_cell_changes` counts them.

    Args:
        facts: the content of the worksheet "How it was made"; without any, there is none.
    """
    table = _Table(selection)
    counts = _row_counts(len(selection.rows), sheet_rows)
    names = tab_names(selection.title, len(counts))
    tabs = [Tab(name, table.looks, count + 1, table.most_bytes) for name, count in zip(names, counts, strict=True)]
    about = _About(facts)
    frame = WorkbookFrame([*tabs, *about.tabs()], [*table.styles(), *about.styles()])
    starts = range(0, max(1, len(selection.rows)), sheet_rows - 1)
    rows = [table.xml(start, count, frame.style_numbers) for start, count in zip(starts, counts, strict=True)]
    return frame.fill([*rows, *about.xml(frame.style_numbers)])


def _row_counts(rows: int, sheet_rows: int) -> list[int]:
    """The rows of each worksheet, without the header."""
    most = sheet_rows - 1
    return [min(most, rows - start) for start in range(0, max(1, rows), most)]


def tab_names(title: str, count: int) -> list[str]:
    """The names of the worksheets of a table, as Excel allows them.

    >>> tab_names("Q3: reviews?", 2), tab_names("History", 1)
    (['Q3 reviews', 'Q3 reviews (2)'], ['Table'])
    """
    bare = " ".join(_NOT_IN_NAMES.sub(" ", title).split()).strip("'")
    bare = bare if bare and bare.casefold() not in _RESERVED else "Table"
    return [_name(bare, "" if number == 1 else f" ({number})") for number in range(1, count + 1)]


def _name(bare: str, ending: str) -> str:
    room = 2 * (_LONGEST_NAME - len(ending))
    return bare.encode("utf-16-le")[:room].decode("utf-16-le", "ignore").strip(" '") + ending


class _Table:
    """The table of a selection, ready to be written."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._names = list(selection.columns)[:EXCEL_COLUMNS]
        self.looks = column_looks(selection)
        self._numbers = {name: column for name in self._names if (column := selection.number_column(name))}
        self._exact = {name for name in selection.numbers if are_exact(selection.columns[name], selection.rows)}
        of_character, of_cell = _MOST_BYTES
        texts = sum(sum(map(len, cell_texts(selection.columns[name]))) for name in self._names)
        self.most_bytes = of_character * texts + of_cell * len(self._names) * len(selection.rows)

    def styles(self) -> Iterator[Style]:
        """All styles in use."""
        yield _HEADER
        for name, look in zip(self._names, self.looks, strict=True):
            yield _style(look)
            yield from self._number_styles(name)

    def _number_styles(self, name: str) -> Iterator[Style]:
        if column := self._numbers.get(name):
            yield from (Style(column.codes[index]) for index in column.used_formats())

    def xml(self, start: int, count: int, styles: Mapping[Style, int]) -> Iterator[bytes]:
        """The rows of one worksheet, a part at a time; other threads get their turn after each."""
        places = [Place(column_letters(index), styles[_HEADER]) for index in range(len(self._names))]
        header = [text_cells(place)(range(1, 2), (), [name]) for place, name in zip(places, self._names, strict=True)]
        yield "".join(row_xml(range(1, 2), header, [None])).encode()
        renderers = list(map(self._renderer, range(len(self._names)), [styles] * len(self._names)))
        part = self._selection.part(start, count)
        number = 2
        for columns, rows in zip(part.chunks(), part.chunk_rows(), strict=True):
            numbers = range(number, number + len(rows))
            cells = [render(numbers, rows, column) for render, column in zip(renderers, columns, strict=False)]
            yield "".join(row_xml(numbers, cells, row_heights(self.looks, columns))).encode()
            number += len(rows)
            time.sleep(0)

    def _renderer(self, index: int, styles: Mapping[Style, int]) -> Renderer:
        name = self._names[index]
        place = Place(column_letters(index), styles[_style(self.looks[index])])
        if name in self._exact:
            return json_number_cells(place)
        column = self._numbers.get(name)
        if column is None:
            return text_cells(place)
        return typed_cells(place, column, [styles.get(Style(code), place.style) for code in column.codes])


def _style(look: ColumnLook) -> Style:
    return Style(is_wrapped=look.is_wrapped)


class _About:
    """The worksheet that tells how the table was made."""

    _LOOKS = (ColumnLook(30, False, False), ColumnLook(100, True, False))
    _HEADING, _LABEL, _TEXT = Style(is_bold=True), Style(), Style(is_wrapped=True)
    _NUMBER, _COUNT = Style(is_left=True), Style("#,##0", is_left=True)

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def tabs(self) -> list[Tab]:
        """The worksheet, if there is something to tell."""
        return [Tab(ABOUT_WORKSHEET, self._LOOKS, len(self._facts), has_header=False)] if self._facts else []

    def styles(self) -> Sequence[Style]:
        """The styles in use."""
        return [self._HEADING, self._LABEL, self._TEXT, self._NUMBER, self._COUNT]

    def xml(self, styles: Mapping[Style, int]) -> Iterator[Iterator[bytes]]:
        """Its rows; none without facts."""
        if self._facts:
            numbers = range(1, len(self._facts) + 1)
            labels, told = zip(*self._facts, strict=True)
            texts = [text if isinstance(text, str) else "" for text in told]
            headings, others, said = (
                text_cells(Place(letter, styles[style]))(numbers, (), cells)
                for letter, style, cells in (
                    ("A", self._HEADING, labels),
                    ("A", self._LABEL, labels),
                    ("B", self._TEXT, texts),
                )
            )
            first = [
                heading if text == "" else other for heading, other, text in zip(headings, others, told, strict=True)
            ]
            second = [
                text if isinstance(value, str) else self._number(number, value, styles)
                for number, text, value in zip(numbers, said, told, strict=True)
            ]
            heights = row_heights(self._LOOKS, [labels, texts], most_lines=20)
            yield (row.encode() for row in row_xml(numbers, [first, second], heights))

    def _number(self, row: int, value: float, styles: Mapping[Style, int]) -> str:
        is_count = isinstance(value, int)
        style = styles[self._COUNT if is_count else self._NUMBER]
        return value_cell("B", row, style, str(value) if is_count else number_text(value))


def write_full_texts(selection: Selection, sheet_rows: int = EXCEL_ROWS) -> bytes:
    """The whole text of each cell that the workbook of the selection cuts, as a text file; empty if it cuts none.

    A line before each text has its place in the workbook and its length in characters.
    """
    columns_in_file = list(selection.columns)[:EXCEL_COLUMNS]
    tabs = tab_names(selection.title, len(_row_counts(len(selection.rows), sheet_rows)))
    sections: list[tuple[int, str]] = []
    start = 0
    for columns in selection.chunks():
        for name, cells in zip(columns_in_file, map(replace_surrogates, columns), strict=False):
            for row, cell in enumerate(cells, start):
                if type(cell) is str and is_too_long(cell):
                    tab, row_of_tab = divmod(row, sheet_rows - 1)
                    sections.append((row, _section(f"{tabs[tab]}, row {row_of_tab + 2}", name, cell)))
        start += len(columns[0])
    sections.sort(key=lambda section: section[0])
    return "".join(text for _, text in sections).encode()


def _section(row: str, column: str, text: str) -> str:
    return f"===== {row}, column {column!r}: {len(text)} characters =====\n{text}\n\n"
