"""Sheet, requests and results as one table, joined by custom_id.

`join` gives a `Joined`: the rows of `joined_table`, the counts of `request_counts`, and the remarks
of `notes`. `file_roles` finds out what each loaded file is. `id_match` and `id_column` find the row
of each id, `best_result` the result that counts, `attempts` what a retry changed.
"""

from lib.join.file_roles import read_upload
from lib.join.joined import Joined, join
from lib.join.matching import MatchChoices

__all__ = ["Joined", "MatchChoices", "join", "read_upload"]
