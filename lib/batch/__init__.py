"""Batch files: the requests inside an input file, and the files that a batch is downloaded as.

`read_requests` reads an input file, and `conversation` shows what a request asks. `split` divides a
batch into the fewest files within a provider's limits, and `bundle` packs them for the download.
`request_line` finds the id and the body in a line. `shorter_text` cuts a text of a request, and recognises one
that was cut.
"""

from lib.batch.bundle import Batch, build, plan
from lib.batch.input_file import InputFile, read_requests

__all__ = ["Batch", "InputFile", "build", "plan", "read_requests"]
