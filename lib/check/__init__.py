"""What is wrong with a batch input file made elsewhere.

`check_file` reads a file once and notes every fault, by the rules in `rules`, `file_rules` and
`body_rules`, each with its impact at each provider. `line` and `body` check one request;
`line_template` spares lines that are like a checked one. `report` holds the findings, `totals`
counts them.
"""

from lib.check.checker import check_file
from lib.check.report import CheckedFile, Finding
from lib.check.rule import Flaw, Impact

__all__ = ["CheckedFile", "Finding", "Flaw", "Impact", "check_file"]
