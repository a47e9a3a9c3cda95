"""What is wrong with a batch input file made elsewhere.

`check_file` reads a file once and finds every flaw: of the file (`file_text`, `whole_file`), of a
line (`entry_check`, `syntax`, `key_counts`, `broken_line`, `wrapped_lines`, `line_layout`, `line`,
`line_forms`) and of a body: its prompt (`messages`, `turns`, `embedded_texts`) and its settings (`settings`,
`combinations`, `model_settings`, `tools`, `answer_format`), by the facts of `lib.providers`.
`RULES` has each rule with its impact at each provider.
`line_template` and `line_frame` spare lines that match a checked one. `checked_file` holds the
findings, `totals` counts them.
"""

from lib.check.checked_file import CheckedFile, Finding
from lib.check.checker import check_file
from lib.check.rule import Flaw, Impact
from lib.check.rules import RULES

__all__ = ["RULES", "CheckedFile", "Finding", "Flaw", "Impact", "check_file"]
