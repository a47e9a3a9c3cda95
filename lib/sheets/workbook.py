"""A workbook's bytes (XLSX, XLSB, XLS, ODS) to the rows of one worksheet, as the text that Excel shows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from python_calamine import PasswordError, SheetTypeEnum, SheetVisibleEnum

from lib.common import Unreadable
from lib.common.archives import max_unpacked
from lib.common.memory_budget import take_memory
from lib.sheets import workbook_problems
from lib.sheets.ods_xml import make_readable
from lib.sheets.raw_table import ImportOptions, RawTable, worksheet_table
from lib.sheets.sandbox import is_safe_workbook
from lib.sheets.workbook_fallback import read_with_fallback
from lib.sheets.workbook_memory import memory_of_workbook
from lib.sheets.worksheet import NotOpened, OpenWorkbook, finish_rows, is_sparse, put_numbers, read_worksheet
from lib.sheets.xls_scan import is_encrypted_xls, scan_xls
from lib.sheets.xlsb_scan import scan_xlsb
from lib.sheets.xlsx_xml import MOST_WORKBOOK_BYTES, SheetXml, is_xlsx, scan_sheet_xml, unpacked_size

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a protected workbook. Calamine names the password for a file on disk, not for bytes."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an old XLS."""


def read_workbook(data: bytes, name: str, options: ImportOptions) -> RawTable:
    """The chosen worksheet, else the first visible one with cells in it.

    Raises:
        Unreadable: it has a password, is damaged, unpacks to an absurd size, or has no filled cell.
    """
    if unpacked_size(data) > min(MOST_WORKBOOK_BYTES, max_unpacked(len(data))):
        raise workbook_problems.bomb(name)
    take_memory(memory_of_workbook(data))
    scans = scan_xls(data) if data.startswith(_COMPOUND) else {}
    if any(map(is_sparse, scans.values())) or (not is_xlsx(data) and not is_safe_workbook(data)):
        return _read_with_fallback(data, name, options, workbook_problems.too_sparse(name))
    data, error_cells, ods = make_readable(data)
    workbook = OpenWorkbook(data, name)
    scan = scan_sheet_xml(data, options.worksheet)
    scans = {**scans, **ods, **({scan.worksheet: scan} if scan.tabs else {})}
    try:
        reader = _WorksheetReader(workbook, scan.tabs or _tabs(workbook), scans, error_cells)
        return reader.first_filled(options)
    except NotOpened as failed:
        return _read_with_fallback(data, name, options, failed.__cause__)


def _tabs(workbook: OpenWorkbook) -> dict[str, bool]:
    """The worksheets, each with whether it is hidden."""
    tabs = workbook.calamine.sheets_metadata
    return {tab.name: tab.visible != SheetVisibleEnum.Visible for tab in tabs if tab.typ == SheetTypeEnum.WorkSheet}


class _WorksheetReader:
    """Reads the worksheets of one workbook."""

    def __init__(
        self, workbook: OpenWorkbook, tabs: Mapping[str, bool], scans: dict[str, SheetXml], error_cells: int
    ) -> None:
        self._workbook = workbook
        self._scans = scans
        self._error_cells = error_cells
        self._hidden = frozenset(name for name, hidden in tabs.items() if hidden)
        self._names = sorted(tabs, key=tabs.__getitem__)

    def first_filled(self, options: ImportOptions) -> RawTable:
        """The chosen worksheet, else the first one with two filled rows; one row alone may be a title or a note."""
        names = [options.worksheet] if options.worksheet in self._names else self._names
        table = _first_filled(self._read(replace(options, worksheet=name)) for name in names)
        if table is None:
            raise workbook_problems.no_cells(names, self._workbook.name)
        return table

    def _read(self, options: ImportOptions) -> RawTable:
        worksheet, data = str(options.worksheet), self._workbook.data
        scan = self._scans.get(worksheet) or _scan(data, worksheet)
        if scan.skipped:
            raise workbook_problems.skipped_cells(worksheet, self._workbook.name)
        rows, notes = read_worksheet(self._workbook, scan, options)
        notes.extend(workbook_problems.error_notes(self._error_cells))
        if data.startswith(_COMPOUND):
            notes.extend(workbook_problems.damaged_notes(rows))
        table = worksheet_table(rows, options, self._names, self._hidden)
        return replace(_with_scan(table, scan), controls=scan.controls, notes=tuple(notes))


def _with_scan(table: RawTable, scan: SheetXml) -> RawTable:
    """The table with what its cells were, and what is hidden."""
    rows = frozenset(row + 1 for row in scan.hidden_rows)
    return replace(table, numbers=scan.numbers, hidden_rows=rows, hidden_columns=scan.hidden_columns)


def _first_filled(tables: Iterable[RawTable]) -> RawTable | None:
    """The first table with two filled rows, else the first one with one."""
    single_row = None
    for table in tables:
        filled = sum(1 for _ in islice(filter(any, table.rows), 2))
        if filled > 1:
            return table
        if filled and single_row is None:
            single_row = table
    return single_row


def _read_with_fallback(data: bytes, name: str, options: ImportOptions, error: BaseException | None) -> RawTable:
    """The worksheet by the second reader; if that one fails too, raises the first one's error."""
    if isinstance(error, PasswordError) or _ENCRYPTED in data or is_encrypted_xls(data):
        raise workbook_problems.needs_password(name) from None
    table = read_with_fallback(data, options)
    if table is not None:
        scan = _scan(data, table.options.worksheet or "")
        rows = list(table.rows)
        put_numbers(rows, scan.numbers)
        notes = finish_rows(rows, scan, options)
        return replace(_with_scan(table, scan), rows=rows, notes=tuple(notes))
    if isinstance(error, Unreadable):
        raise error
    raise workbook_problems.broken_workbook(name) from None


def _scan(data: bytes, worksheet: str) -> SheetXml:
    if data.startswith(_COMPOUND):
        return scan_xls(data).get(worksheet, SheetXml(worksheet))
    return scan_xlsb(data, worksheet) or scan_sheet_xml(data, worksheet)
