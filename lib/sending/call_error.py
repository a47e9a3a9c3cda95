"""Why a call to a provider failed, as one exception with a kind, and whether the call may have had an effect."""

from enum import StrEnum


class ErrorKind(StrEnum):
    """What went wrong, as far as it decides what to do."""

    WRONG_KEY = "wrong key"
    NO_PERMISSION = "no permission"
    WRONG_ADDRESS = "wrong address"
    NO_BATCH_SERVICE = "no batch service"
    NOT_VISIBLE = "not visible"
    """The provider does not show this batch or file to this key, or it is gone."""

    RATE_LIMITED = "rate limited"
    NO_CREDIT = "no credit"
    TOO_LARGE = "too large"
    REJECTED = "rejected"
    """The provider does not accept the request, for the reason in its words."""

    NOT_ALLOWED = "not allowed"
    """Batchdesk does not call this address, so nothing was sent."""

    ALREADY_SENT = "already sent"
    """The same file was sent before: a person decides whether to pay again."""

    NOT_AT_HAND = "not at hand"
    """The bytes to send are not here any more, or they have changed."""

    UNREACHABLE = "unreachable"
    """No connection was made, so nothing was done."""

    UNCLEAR = "unclear"
    """The connection broke or the answer makes no sense: the provider may have done what was asked."""

    SERVER_FAULT = "server fault"
    """The provider reports a fault of its own; it may have done what was asked."""


_MAY_HAVE_HAPPENED = frozenset((ErrorKind.UNCLEAR, ErrorKind.SERVER_FAULT))


class CallError(Exception):
    """A call that failed. Its text has what is wrong and what to do; the key is in none of its parts."""

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        hint: str = "",
        *,
        words: str = "",
        status: int = 0,
        wait: float | None = None,
    ) -> None:
        super().__init__(f"{message} {hint}".strip())
        self.kind = kind
        self.message = message
        self.hint = hint
        self.words = words
        """What the provider wrote, the key masked, at most 1,000 characters; may be empty."""

        self.status = status
        """Status code of the answer; 0 if there was none."""

        self.wait = wait
        """Seconds to wait before the next call, as the provider asks; None if it does not say."""

    @property
    def may_have_happened(self) -> bool:
        """Whether the provider may have done what was asked, so that doing it again could cost again."""
        return self.kind in _MAY_HAVE_HAPPENED
