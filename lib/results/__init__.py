"""What the provider gave back: result lines to answers and errors.

`read_results` reads a file of output or error lines. `envelope` opens one line, `bodies` read its
answer, `error_text` its error, `usage` its tokens; `result` judges its state. `fast_path` reads the
ordinary line in a fraction of the time. `embeddings` has vectors as a matrix.
"""

from lib.results.result import Result
from lib.results.results_file import Results, read_results

__all__ = ["Result", "Results", "read_results"]
