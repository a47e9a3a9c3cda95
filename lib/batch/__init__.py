"""Batch files: the requests of an input file, and the files that a batch is downloaded as.

`read_requests` reads an input file back, and `conversation` shows what a request asks. `split` cuts
a batch into the fewest files within a provider's limits, and `bundle` packs them for the download.
`request_line` and `list_object` know where a line keeps its id and body, and a list its lines.
"""

from lib.batch.bundle import Batch, build, plan
from lib.batch.input_file import InputFile, read_requests

__all__ = ["Batch", "InputFile", "build", "plan", "read_requests"]
