"""What every package needs: problems and their wording, encodings, archives, Excel's cells.

It imports nothing else of the library. `problems` holds what is wrong, where, and what to do about
it; `phrasing` the counts and lists of its sentences; `own_columns` the names of the joined table's own
columns. The rest is about bytes (`encodings`, `archives`, `workbook_files`, `byte_search`), cells (`excel_cells`,
`labels`, `arrow_bytes`, `composed_texts`) and long work (`progress`, `threads`, `memory`, `memory_budget`).
"""

from lib.common.problems import Problem, Severity, Unreadable, unreadable
from lib.common.progress import Tick

__all__ = ["Problem", "Severity", "Tick", "Unreadable", "unreadable"]
