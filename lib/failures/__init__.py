"""Why rows have no good answer, and the requests to send again.

`causes` groups failures by cause, with what to do about each; `known_errors` are the errors of
providers, as data with their sources. `retry` writes the requests worth sending again, with the
changes of `request_changes`.
"""

from lib.failures.causes import Cause, causes
from lib.failures.retry import Retry, retry

__all__ = ["Cause", "Retry", "causes", "retry"]
