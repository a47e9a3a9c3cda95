"""The joined table, or a part of it, to a file.

`select` chooses rows and columns. `flat_files` writes CSV, Parquet and JSON Lines, `excel` a
workbook, `embedding_files` vectors. `fidelity` counts what a kind of file cannot hold, so that
nothing changes without a word.
"""

from lib.export.excel import write_full_texts, write_xlsx
from lib.export.flat_files import write_csv, write_jsonl, write_parquet
from lib.export.selection import Selection, select

__all__ = ["Selection", "select", "write_csv", "write_full_texts", "write_jsonl", "write_parquet", "write_xlsx"]
