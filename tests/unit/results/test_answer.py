"""The meaning of a finish reason."""

import pytest

from lib.results.answer import Answer, finish_reason_text, first_choice


@pytest.mark.parametrize(
    "reason", ["length", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_length", "incomplete"]
)
def test_cut_short_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).is_cut_short
    assert not Answer("", reason).is_refused


@pytest.mark.parametrize("reason", ["content_filter", "refusal", "SAFETY", "sensitive", "RECITATION"])
def test_refused_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).is_refused
    assert not Answer("", reason).is_cut_short


@pytest.mark.parametrize("reason", ["", "stop", "eos", "tool_calls", "completed", "STOP", "end_turn"])
def test_plain_finish_reasons(reason: str) -> None:
    assert not Answer("a", reason).is_refused
    assert not Answer("a", reason).is_cut_short


@pytest.mark.parametrize("reason", ["error", "abort", "failed", "in_progress", "network_error"])
def test_broken_off_by_its_finish_reason(reason: str) -> None:
    assert Answer("a", reason).is_broken_off


def test_a_refusal_needs_no_finish_reason() -> None:
    assert Answer("No.", "stop", "No.").is_refused


def test_first_choice_of_none_one_and_several() -> None:
    assert first_choice([]) is None
    assert first_choice([Answer("a")]) == Answer("a")
    assert first_choice([Answer("a"), Answer("b")]) == Answer("a", other_choices=(Answer("b"),))


@pytest.mark.parametrize(
    ("value", "reason"), [("stop", "stop"), (None, ""), ({"type": "length"}, "length"), ({}, ""), (3, "3")], ids=str
)
def test_a_finish_reason_as_text(value: object, reason: str) -> None:
    assert finish_reason_text(value) == reason
