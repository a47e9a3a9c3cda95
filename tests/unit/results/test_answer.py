"""Why an answer ended."""

import pytest

from lib.results.answer import Answer, first_of, reason_of


@pytest.mark.parametrize(
    "reason", ["length", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_length", "incomplete"]
)
def test_cut_short_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).cut_short
    assert not Answer("", reason).refused


@pytest.mark.parametrize("reason", ["content_filter", "refusal", "SAFETY", "sensitive", "RECITATION"])
def test_refused_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).refused
    assert not Answer("", reason).cut_short


@pytest.mark.parametrize("reason", ["", "stop", "eos", "tool_calls", "completed", "STOP", "end_turn"])
def test_plain_finish_reasons(reason: str) -> None:
    assert not Answer("a", reason).refused
    assert not Answer("a", reason).cut_short


@pytest.mark.parametrize("reason", ["error", "abort", "failed", "in_progress", "network_error"])
def test_broken_off_by_its_finish_reason(reason: str) -> None:
    assert Answer("a", reason).broken_off


def test_a_refusal_needs_no_finish_reason() -> None:
    assert Answer("No.", "stop", "No.").refused


def test_first_of_none_one_and_several() -> None:
    assert first_of([]) is None
    assert first_of([Answer("a")]) == Answer("a")
    assert first_of([Answer("a"), Answer("b")]) == Answer("a", further=(Answer("b"),))


@pytest.mark.parametrize(
    ("value", "reason"), [("stop", "stop"), (None, ""), ({"type": "length"}, "length"), ({}, ""), (3, "3")], ids=str
)
def test_a_finish_reason_as_text(value: object, reason: str) -> None:
    assert reason_of(value) == reason
