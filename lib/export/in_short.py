"""The first sentences of a report: how many rows were sent to which model, when, and how many answers came back."""

from collections.abc import Iterator

from lib.common.phrasing import counted, listed_names
from lib.join import Joined
from lib.results.results_file import collect_field


def in_short(joined: Joined, answered_between: str) -> str:
    """One paragraph. What is not known is left out.

    Args:
        answered_between: the first and the last moment of an answer, in words; empty if unknown.
    """
    return " ".join((*_sent(joined), *_answered(joined, answered_between), *_left(joined)))


def _sent(joined: Joined) -> Iterator[str]:
    if joined.sheet is not None:
        yield f"The sheet “{joined.sheet.name}” has {counted(len(joined.sheet), 'row')}."
    sent = joined.ledger.sent
    yield "What was sent is not known." if sent is None else f"{counted(sent, 'request was', 'requests were')} sent."


def _answered(joined: Joined, between: str) -> Iterator[str]:
    models = list(dict.fromkeys(filter(None, collect_field(joined.results, "model"))))
    by = f" by the model{'' if len(models) == 1 else 's'} {listed_names(models)}" if models else ""
    when = f" between {between}" if " and " in between else f" at {between}" if between else ""
    if by or when:
        yield f"The answers were given{by}{when}."


def _left(joined: Joined) -> Iterator[str]:
    ledger = joined.ledger
    whole = f" of {ledger.sent:,}" if ledger.sent is not None else ""
    share = f" ({ledger.ok / ledger.sent:.1%})" if ledger.sent else ""
    others = {
        "failed": ledger.failed,
        "were cut short": ledger.cut_short,
        "were refused": ledger.refused,
        "are missing": ledger.missing or 0,
    }
    rest = [f"{count:,} {words}" for words, count in others.items() if count]
    yield f"{ledger.ok:,}{whole} have a whole answer{share}{'; ' + ', '.join(rest) if rest else ''}."
