"""What a person says of each answer: marks, with corrections of its columns.

`marks` are the verdicts, notes and corrections, what each belongs to, and their columns in an
export. `corrections` puts corrections into the table and undoes them. `import_marks` reads marks
from an export. `mark_store` has those of a session.
"""

from lib.review.import_marks import read_marks
from lib.review.marks import Correction, Mark, MarkKey, RowKeys, key_column

__all__ = ["Correction", "Mark", "MarkKey", "RowKeys", "key_column", "read_marks"]
