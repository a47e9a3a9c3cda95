"""A spreadsheet's bytes to a `Sheet`: named columns of text.

`reader` finds out what a file is and calls its reader: `workbook`, `parquet` or `text_table`, which
has `delimited`, `html_table` and `json_records`. Each gives a `RawTable`, rows without names, and
`header` finds the row with the names. Outside this package, reach a cell by `sheet.column(name)`
alone: a `TextColumn`, whose Arrow array is `.arrow`.
"""

from lib.sheets.question import Question, Reading
from lib.sheets.raw_table import ImportOptions
from lib.sheets.reader import read_sheet
from lib.sheets.sheet import Sheet
from lib.sheets.text_column import TextColumn, take_cells

__all__ = ["ImportOptions", "Question", "Reading", "Sheet", "TextColumn", "read_sheet", "take_cells"]
