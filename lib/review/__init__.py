"""What a reader decided about each answer.

`marks` are the verdicts, notes and corrections, and the columns they become in an export.
`mark_store` keeps them with the answer they belong to, across files; `import_marks` reads them back
from an export.
"""

from lib.review.import_marks import read_marks
from lib.review.marks import Mark, review_columns

__all__ = ["Mark", "read_marks", "review_columns"]
