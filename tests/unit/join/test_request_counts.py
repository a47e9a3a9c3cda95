"""The counts: every request in one state, and sums that hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.join.request_counts import WORDS, RequestCounts, count

LABELS = ["Sent", "OK", "Failed", "Cut short", "Refused", "Missing", "Duplicate", "Unknown", "Unreadable"]


def test_words_of_the_column_state() -> None:
    assert WORDS == ("OK", "Failed", "Cut short", "Refused", "Missing", "Unknown", "Not sent", "No answer")


@pytest.mark.parametrize(
    ("states", "sent_known", "metrics"),
    [
        ([], True, "0 0 0 0 0 0 1 0 2"),
        ([], False, "unknown 0 0 0 0 unknown 1 0 2"),
        (["OK", "OK", "Failed", "Cut short", "Refused", "Missing"], True, "6 2 1 1 1 1 1 0 2"),
        (["OK", "Failed"], False, "unknown 1 1 0 0 unknown 1 0 2"),
        (["OK", "Unknown", "Missing"], True, "2 1 0 0 0 1 1 1 2"),
        (["OK"] * 1234, True, "1234 1234 0 0 0 0 1 0 2"),
    ],
    ids=["nothing", "nothing-known", "one-of-each", "sent-unknown", "with-unknown", "digits-only"],
)
def test_metrics(states: list[str], sent_known: bool, metrics: str) -> None:
    ledger = count(states, sent_known, duplicate=1, unreadable=2, lines=9)
    assert ledger.metrics() == dict(zip(LABELS, metrics.split(), strict=True))


@given(st.lists(st.sampled_from(WORDS[:-2])), st.integers(0, 50))
def test_the_ledger_adds_up(states: list[str], more: int) -> None:
    lines = sum(state != "Missing" for state in states) + more
    ledger: RequestCounts = count(states, True, duplicate=0, unreadable=0, lines=lines)
    assert ledger.missing is not None
    assert ledger.sent == ledger.ok + ledger.failed + ledger.cut_short + ledger.refused + ledger.missing
    assert ledger.lines == ledger.answered + ledger.unknown + ledger.repeats
    assert ledger.repeats == more
