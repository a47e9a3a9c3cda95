"""Views of the joined table: rows filtered and sorted, values counted, runs compared, answers scored.

`filters` finds and sorts rows, `value_counts` counts values, `charts` has the numbers behind the charts.
`compare_runs` pairs two runs, with `comparison_columns` for their table and `run_summary` for model and
tokens. `evaluation` compares answers with right labels, which `row_labels` reads and `other_sheet` brings from
another sheet; `scores` has the figures, each with its interval. `structured_answers` and `json_columns` turn JSON
answers into columns. `embedding_map` draws vectors on a plane.
"""

from lib.analysis.compare_runs import compare
from lib.analysis.evaluation import evaluate
from lib.analysis.structured_answers import json_answers

__all__ = ["compare", "evaluate", "json_answers"]
