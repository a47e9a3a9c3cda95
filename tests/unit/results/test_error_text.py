"""The text of an error, one case for each shape in real files."""

from typing import Any

import pytest

from lib.results.error_text import error_text

INNER = {"code": "invalid_value", "message": "max_tokens is too large", "param": "max_tokens", "type": "invalid"}

ERRORS = [
    ("null", None, ""),
    ("empty-text", "", ""),
    ("empty-object", {}, ""),
    ("empty-list", [], ""),
    ("false", False, ""),
    ("zero", 0, ""),
    ("all-null", {"code": None, "message": None}, ""),
    ("empty-inside", {"error": {"message": ""}}, ""),
    ("text", "Bad url.", "Bad url."),
    ("true", True, "an error without a message"),
    ("code-and-message", {"code": "batch_expired", "message": "Too late."}, "batch_expired: Too late."),
    ("message-only", {"message": "Too late."}, "Too late."),
    ("code-only", {"code": "batch_expired"}, "batch_expired"),
    ("code-in-message", {"code": "E1", "message": "E1 happened"}, "E1 happened"),
    ("type-for-a-null-code", {"code": None, "type": "invalid", "message": "No."}, "invalid: No."),
    ("code-before-type", {"object": "error", "message": "No.", "type": "NotFound", "code": 404}, "404: No."),
    ("wrapped", {"error": INNER}, "invalid_value: max_tokens is too large"),
    ("azure-message-object", {"code": None, "message": {"error": INNER}}, "invalid_value: max_tokens is too large"),
    ("json-in-text", '{"error": {"code": "c", "message": "m"}}', "c: m"),
    ("json-in-message", {"message": ' {"error": {"message": "m"}}'}, "m"),
    ("broken-json-in-text", '{"error": {"code"', '{"error": {"code"'),
    ("empty-json-in-text", "{}", ""),
    ("nothing-in-json-in-text", '{"code": null, "message": null}', ""),
    ("list", [{"message": "a"}, None, {"message": "b"}], "a; b"),
    ("errors-list", {"errors": [{"code": "x", "message": "a"}]}, "x: a"),
    ("detail", {"detail": [{"msg": "Field required"}]}, "Field required"),
    (
        "detail-with-its-place",
        {"detail": [{"loc": ["body", "messages", 0], "msg": "Field required", "type": "missing"}]},
        "missing: Field required (body.messages.0)",
    ),
    ("bedrock", {"errorCode": 400, "errorMessage": "bad request"}, "400: bad request"),
    ("title-beside-message", {"error": "Bad Request", "message": "No such model"}, "Bad Request: No such model"),
    ("true-beside-message", {"error": True, "message": "No such model"}, "No such model"),
    ("no-known-key", {"reason": "x", "left": None}, '{"reason":"x"}'),
    ("number", 503, "503"),
    ("null-as-a-text", "null", ""),
    ("none-as-a-text", " None\n", ""),
    ("null-in-a-message", {"message": "null"}, ""),
    ("nan-as-a-text", "NaN", ""),
    ("nulls-as-texts", {"code": "None", "message": "None", "type": None}, ""),
    ("success", {"code": 0, "message": "success"}, ""),
    ("success-by-status", {"code": 200, "message": "OK"}, ""),
    ("success-text-beside-a-failure", {"code": 500, "message": "ok"}, "500: ok"),
    ("no-code", {"code": 0, "message": "", "details": []}, ""),
    ("no-code-but-text", {"code": 0, "message": "Too late."}, "Too late."),
]


@pytest.mark.parametrize(("error", "text"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS])
def test_text_of_an_error(error: Any, text: str) -> None:
    assert error_text(error) == text


def test_an_error_nested_too_deep_still_has_a_text() -> None:
    error: Any = {"message": "deep"}
    for _ in range(500):
        error = {"error": error}
    assert error_text(error)
