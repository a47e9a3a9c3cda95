"""Batchdesk recognises the causes of failures by what providers write."""

import re
import string

import pytest

from lib.failures.known_cause import RETRY_ADVICE
from lib.failures.known_errors import KNOWN_CAUSES, recognise
from lib.failures.request_changes import Change

ERRORS: list[tuple[str, int | None, str]] = [
    ("renamed-parameter", 400, "unsupported_parameter: Unsupported parameter: 'max_tokens' is not supported with this "
     "model. Use 'max_completion_tokens' instead."),
    ("unsupported-parameter", 400, "Unsupported value: 'temperature' does not support 0.3 with this model. "
     "Only the default (1) value is supported."),
    ("unsupported-parameter", 400, "Unsupported parameter: 'top_p' is not supported with this model."),
    ("unsupported-parameter", 400, "Unrecognized request argument supplied: colour"),
    ("tokens-too-many", 400, "max_tokens is too large: 9000. This model supports at most 4096 completion tokens, "
     "whereas you provided 9000."),
    ("tokens-too-many", 400, "Value of max_tokens must be less than or equal to 4096."),
    ("tokens-too-many", 400, "invalid_request_error: max_tokens: 99999 > 8192, the most for this model"),
    ("context-length", 400, "context_length_exceeded: This model's maximum context length is 8192 tokens."),
    ("context-length", 400, "invalid_request_error: prompt is too long: 210001 tokens > 200000 maximum"),
    ("json-not-mentioned", 400, "'messages' must contain the word 'json' in some form, to use 'response_format' of "
     "type 'json_object'."),
    ("response-format", 400, "Invalid schema for response_format 'answer': 'additionalProperties' is required."),
    ("stream", None, "Request must not be sent in stream mode"),
    ("image", 400, "Invalid type for 'input[0].content[1].image_url': expected an image URL, but got an object."),
    ("image", 400, "Error while downloading https://a.example/b.png as an image."),
    ("content-policy", 400, "content_filter: The response was filtered due to the prompt triggering the content "
     "management policy."),
    ("quota", 429, "insufficient_quota: You exceeded your current quota, please check your plan."),
    ("quota", 400, "Your credit balance is too low to access the API."),
    ("quota", 402, "Pay first"),
    ("enqueued-tokens", None, "token_limit_exceeded: The number of enqueued tokens has surpassed the limit of 30K."),
    ("rate-limit", 429, "Slow down"),
    ("rate-limit", None, "rate_limit_exceeded: Rate limit reached for m in organization org-1"),
    ("model-not-found", 404, "The model `mistral-9` does not exist or you do not have access to it."),
    ("model-not-found", 404, "DeploymentNotFound: The API deployment for this resource does not exist."),
    ("model-cannot", 400, "This model does not support image input."),
    ("not-allowed", 401, "Who are you?"),
    ("missing-parameter", 400, "Missing required parameter: 'messages'."),
    ("extra-parameter", 400, "[{'type': 'extra_forbidden', 'loc': ('body', 'colour'), 'msg': 'Extra inputs'}]"),
    ("too-large", 413, "?"),
    ("expired", None, "batch_expired: This request could not be executed before the completion window expired."),
    ("cancelled", None, "canceled"),
    ("timeout", 408, ""),
    ("timeout", None, "Request timed out."),
    ("server-error", 503, "?"),
    ("server-error", None, "overloaded_error: Overloaded"),
    ("mixed-up", 200, "Mixed up: the answer repeats “7b”, and the request of this row asks for “9”."),
    ("not-understood", None, 'The response is not understood: {"timeout":"server_error"}'),
    ("no-answer", 200, "The response holds no answer."),
    ("no-answer", 0, "The provider returned an empty result (status 0)."),
    ("output-limit", 400, "Could not finish the message because max_tokens or model output limit was reached."),
    ("empty-input", 400, "Input cannot be an empty string."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "status", "message"), ERRORS, ids=[f"{kind}-{message[:20]}" for kind, _, message in ERRORS]
)
def test_an_error_is_recognised(kind: str, status: int | None, message: str) -> None:
    found = recognise(status, message)
    assert found is not None
    assert found[0].kind == kind


@pytest.mark.parametrize(
    ("message", "param"), [("UNKNOWN PARAMETER: 'topK'", "topK"), ("İ Unknown parameter: 'x'", "x")]
)
def test_names_keep_their_capitals(message: str, param: str) -> None:
    found = recognise(400, message)
    assert found is not None
    assert found[1] == {"param": param}


def test_every_known_cause_has_a_sample() -> None:
    assert {cause.kind for cause in KNOWN_CAUSES} == {kind for kind, _, _ in ERRORS}


@pytest.mark.parametrize(
    ("status", "message"),
    [(400, "temperature must be less than or equal to 2"), (None, "No."), (400, ""), (418, "I am a teapot")],
)
def test_another_error_is_not_recognised(status: int | None, message: str) -> None:
    assert recognise(status, message) is None


def test_every_known_cause_is_complete() -> None:
    kinds = [cause.kind for cause in KNOWN_CAUSES]
    assert len(set(kinds)) == len(kinds)
    for cause in KNOWN_CAUSES:
        assert cause.pattern or cause.statuses
        assert not re.search(r"(?<!\\)[A-Z]", cause.pattern.replace("(?P", ""))
        assert all((cause.title, cause.explanation, cause.advice, cause.source))
        assert cause.helps in RETRY_ADVICE
        named = {"param": "p", "instead": "q", "most": "7"}
        for text in (cause.title, cause.explanation, cause.advice, *(change.name for change in cause.changes)):
            assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= set(named)


def test_a_cause_has_changes_only_if_a_change_helps() -> None:
    changes = {cause.kind: cause.changes for cause in KNOWN_CAUSES if cause.changes}
    assert changes["renamed-parameter"] == (Change("rename", "{param}", "{instead}"),)
    assert all(cause.helps == "changed" for cause in KNOWN_CAUSES if cause.changes)
