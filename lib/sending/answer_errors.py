"""What a provider's error answer means: its kind, its words, and how long to wait."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lib.common.phrasing import shorten_line
from lib.sending.call_error import CallError, ErrorKind

_KINDS = {
    401: ErrorKind.WRONG_KEY,
    402: ErrorKind.NO_CREDIT,
    403: ErrorKind.NO_PERMISSION,
    408: ErrorKind.UNCLEAR,
    409: ErrorKind.UNCLEAR,
    413: ErrorKind.TOO_LARGE,
    429: ErrorKind.RATE_LIMITED,
}
_SENTENCES = {
    ErrorKind.WRONG_KEY: ("The provider does not accept this key.", "Copy the key again from the provider's page."),
    ErrorKind.NO_CREDIT: ("The account has no credit left.", "Add credit on the provider's page."),
    ErrorKind.NO_PERMISSION: ("This key may not do this.", "Use a key that has permission for files and batches."),
    ErrorKind.TOO_LARGE: ("The provider does not take a file of this size.", "Set a lower limit, and send again."),
    ErrorKind.RATE_LIMITED: ("The provider takes no more calls at the moment.", "Wait before you continue."),
    ErrorKind.WRONG_ADDRESS: ("This address has no such service.", "Compare the address with the provider's guide."),
    ErrorKind.NO_BATCH_SERVICE: (
        "This provider has no batch service at this address.",
        "Download the file and upload it on the provider's page.",
    ),
    ErrorKind.NOT_VISIBLE: ("This key does not see that batch or file.", "Use the key that sent it, or it is gone."),
    ErrorKind.REJECTED: ("The provider rejects the request.", ""),
    ErrorKind.SERVER_FAULT: ("The provider has a fault.", "Try again in a few minutes."),
    ErrorKind.UNCLEAR: ("The provider's answer is not clear.", "Batchdesk looks at the list of batches first."),
}
_REDIRECTED = (
    "The provider points to another address, which Batchdesk does not call.",
    "Compare the address with the provider's guide.",
)
_NO_CREDIT = re.compile(r"insufficient[ _](?:quota|balance|credits?|funds)|exceeded your current quota|billing", re.I)
_WRONG_KEY = re.compile(r"(?:invalid|incorrect|wrong) api[ _-]?key|api[ _-]?key (?:is )?(?:not valid|invalid)", re.I)
_MOST_WAIT = 86_400.0
_MOST_WORDS = 1_000


def answer_error(
    status: int, text: str, headers: Mapping[str, str], missing: ErrorKind = ErrorKind.NOT_VISIBLE
) -> CallError:
    """The error in an answer that is not a success.

    Args:
        text: the answer's body, without the key.
        missing: what 404 means for this call.
    """
    words = provider_words(text)
    kind = _kind(status, words, missing)
    message, hint = _REDIRECTED if 300 <= status < 400 else _SENTENCES[kind]
    wait = retry_after(headers) if status in (429, 503) else None
    return CallError(kind, message, hint, words=words, status=status, wait=wait)


def _kind(status: int, words: str, missing: ErrorKind) -> ErrorKind:
    if status == 429 and _NO_CREDIT.search(words):
        return ErrorKind.NO_CREDIT
    if status == 400 and _WRONG_KEY.search(words):
        return ErrorKind.WRONG_KEY
    if status in (404, 405, 410, 501):
        return missing
    if 300 <= status < 400:
        return ErrorKind.WRONG_ADDRESS
    if status >= 500:
        return ErrorKind.SERVER_FAULT
    return _KINDS.get(status, ErrorKind.REJECTED)


def provider_words(text: str) -> str:
    """The message in an error answer, on one line; empty if it is a web page or has none."""
    try:
        message = _message(json.loads(text))
    except (ValueError, RecursionError):
        message = "" if "<" in text[:200] else text
    return shorten_line(message[: 4 * _MOST_WORDS], _MOST_WORDS)


def _message(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(filter(None, map(_message, value[:5])))
    if not isinstance(value, dict):
        return ""
    return next(
        (text for key in ("error", "message", "msg", "detail", "errors") if (text := _message(value.get(key)))), ""
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by the header Retry-After, at most a day; None if there is none."""
    value = headers.get("retry-after", "").strip()
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), _MOST_WAIT) if seconds == seconds else None
