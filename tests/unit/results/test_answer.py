"""The meaning of a finish reason."""

import pytest

from lib.results.answer import Answer, finish_reason_text, first_choice, is_known_reason


@pytest.mark.parametrize(
    "reason",
    [
        *("length", "max_tokens", "MAX_TOKENS", "max_output_tokens", "model_length", "incomplete", "pause_turn"),
        *("FinishReason.MAX_TOKENS", "FINISH_REASON_MAX_TOKENS", "maxTokens", "max-tokens", "MaxTokens"),
    ],
)
def test_cut_short_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).is_cut_short
    assert not Answer("", reason).is_refused


@pytest.mark.parametrize(
    "reason",
    ["content_filter", "contentFilter", "refusal", "SAFETY", "FINISH_REASON_SAFETY", "sensitive", "RECITATION"],
)
def test_refused_by_its_finish_reason(reason: str) -> None:
    assert Answer("", reason).is_refused
    assert not Answer("", reason).is_cut_short


@pytest.mark.parametrize("reason", ["", "stop", "eos", "tool_calls", "completed", "STOP", "end_turn"])
def test_plain_finish_reasons(reason: str) -> None:
    assert not Answer("a", reason).is_refused
    assert not Answer("a", reason).is_cut_short


@pytest.mark.parametrize("reason", ["error", "abort", "failed", "network_error", "MALFORMED_FUNCTION_CALL"])
def test_broken_off_by_its_finish_reason(reason: str) -> None:
    assert Answer("a", reason).is_broken_off


@pytest.mark.parametrize(
    ("reason", "known"), [("", True), ("STOP", True), ("eos", True), ("OTHER", False), ("7", False)]
)
def test_known_finish_reasons(reason: str, known: bool) -> None:
    assert is_known_reason(reason) == known


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
