"""The provider's output: result lines to answers and errors.

`read_results` reads a file of output or error lines. `envelope` opens one line, `bodies` reads its
answer, `error_text` its error, `usage` its tokens, and `result` decides its state. `fast_path` reads
an `ordinary_line` in a fraction of the time, and `line_blocks` thousands of them at once; the results of a file are
the Arrow columns of a `result_table`. `embeddings` makes a matrix of vectors, `vector_count`
compares their number with the texts sent.
"""

from lib.results.result import Result
from lib.results.results_file import Results, read_results

__all__ = ["Result", "Results", "read_results"]
