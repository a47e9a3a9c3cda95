"""A person's review of each answer.

`marks` are the verdicts, notes and corrections, and their columns in an export. `mark_store` keeps
each mark with its answer, across files. `import_marks` reads marks from an export.
"""

from lib.review.import_marks import read_marks
from lib.review.marks import Mark, review_columns

__all__ = ["Mark", "read_marks", "review_columns"]
