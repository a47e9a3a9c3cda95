"""A person's review of each answer.

`marks` are the verdicts, notes and corrections, what each belongs to, and their columns in an
export. `import_marks` reads marks from an export. `mark_store` has those of a session.
"""

from lib.review.import_marks import read_marks
from lib.review.marks import Mark, MarkKey, RowKeys, key_column, review_columns

__all__ = ["Mark", "MarkKey", "RowKeys", "key_column", "read_marks", "review_columns"]
