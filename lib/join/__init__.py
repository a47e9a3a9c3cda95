"""Sheet, requests and results as one table, joined by custom_id.

`join` gives a `Joined`: the rows of `joined_table`, the counts of `request_counts`, the remarks of
`notes`, and a note on single rows by `row_notes`. `file_roles` finds out what each loaded file is.
`matching` has the rule that finds the row of each id, by `default_ids`, `id_columns` and the `evidence`
of the texts, which a `template` gives; `best_result` finds the result that counts, `attempts` what a
retry changed, `mixed_up` the answers that repeat another row's cell. `answers_without_ids` gives ids to
answers that have none, and `result_remarks` names second runs and work that was still running.
"""

from lib.join.file_roles import read_upload
from lib.join.joined import Joined, join
from lib.join.matching import MatchChoices

__all__ = ["Joined", "MatchChoices", "join", "read_upload"]
