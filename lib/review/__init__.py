"""What a person says of each answer: marks, with corrections of its columns, and labels given without seeing it.

`marks` are the verdicts, notes and corrections, what each belongs to, and their columns in an
export. `corrections` puts corrections into the table and undoes them. `import_marks` reads marks
from an export. `mark_store` has those of a session. `hand_labels` has each reader's labels, and
`label_keys` the rows that they belong to.
"""

from lib.review.hand_labels import HandLabel, StoredLabels, labels_by, readers_of, values_by
from lib.review.import_marks import read_marks
from lib.review.label_keys import LabelKey, LabelKeys
from lib.review.marks import Correction, Mark, MarkKey, RowKeys, key_column

__all__ = [
    "Correction",
    "HandLabel",
    "LabelKey",
    "LabelKeys",
    "Mark",
    "MarkKey",
    "RowKeys",
    "StoredLabels",
    "key_column",
    "labels_by",
    "read_marks",
    "readers_of",
    "values_by",
]
