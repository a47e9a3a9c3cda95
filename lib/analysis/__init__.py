"""The joined table looked at: filtered, counted, compared and scored.

`filters` chooses and orders its rows. `value_counts` counts the values of a column, `charts` has
the numbers behind the charts. `compare_runs` puts two runs side by side, `evaluation` holds answers
against right labels. `structured_answers` and `json_columns` read JSON answers; `embedding_map`
lays vectors on a plane.
"""

from lib.analysis.compare_runs import compare
from lib.analysis.evaluation import evaluate

__all__ = ["compare", "evaluate"]
