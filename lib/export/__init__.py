"""Files of the joined table, or of a part of it.

`select` chooses rows and columns, in their order. `flat_files` writes CSV, Parquet and JSON Lines, `excel` a
workbook, `embedding_files` vectors. `cell_changes` counts the cells that a kind of file cannot hold
unchanged.
"""

from lib.export.cell_changes import CellChanges, count_cell_changes
from lib.export.excel import XLSX_MIME, Facts, write_full_texts, write_xlsx
from lib.export.flat_files import write_csv, write_jsonl, write_parquet, write_problems
from lib.export.selection import Selection, select

__all__ = [
    "XLSX_MIME",
    "CellChanges",
    "Facts",
    "Selection",
    "count_cell_changes",
    "select",
    "write_csv",
    "write_full_texts",
    "write_jsonl",
    "write_parquet",
    "write_problems",
    "write_xlsx",
]
