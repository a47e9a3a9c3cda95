"""The causes of rows without a good answer, and a batch of the requests to send again.

`causes` groups rows by cause, with what to do about each. `known_errors` has the providers' errors
as data, each a `known_cause` with its source; `suggestions` completes their changes from the rows.
`retry` makes the batch, with the changes of `request_changes`. `shortening` counts what a cut of long cells does.
"""

from lib.failures.causes import Cause, causes
from lib.failures.request_changes import Change
from lib.failures.retry import Pick, Retry, retry

__all__ = ["Cause", "Change", "Pick", "Retry", "causes", "retry"]
