"""A spreadsheet's bytes to a `Sheet`: named columns of text.

`read_sheet` finds out what a file is and asks the reader for it: `delimited`, `html_table`,
`json_records`, `parquet`, `workbook`. Each gives a `RawTable`, rows without names; `header` finds
the row with the names. Outside this package a cell is reached by `sheet.column(name)` alone.
"""

from lib.sheets.raw_table import ImportOptions
from lib.sheets.sheet import Sheet, read_sheet

__all__ = ["ImportOptions", "Sheet", "read_sheet"]
