"""The id of a line, wherever it is."""

from typing import Any

import pytest

from lib.json.line_id import find_id


@pytest.mark.parametrize(
    ("line", "custom_id"),
    [
        ({"custom_id": "a", "metadata": {"key": "b"}}, "a"),
        ({"custom_id": None, "metadata": {"key": "b"}}, "b"),
        ({"customId": "a"}, "a"),
        ({"recordId": "a"}, "a"),
        ({"metadata": {"key": "a"}}, "a"),
        ({"request": {"custom_id": "a"}}, "a"),
        ({"request": {"metadata": {"custom_id": "a"}}}, "a"),
        ({"request": {"labels": {"custom_id": "a"}}}, "a"),
        ({"response": {"custom_id": "a"}}, "a"),
        ({"response": {"body": {"metadata": {"custom_id": "a"}}}}, "a"),
        ({"body": {"custom_id": 7}}, 7),
        ({"metadata": {"key": "a"}, "request": {"key": "a"}}, "a"),
        ({"metadata": {"key": "a"}, "request": {"key": "b"}}, None),
        ({"custom_id": {"a": 1}, "metadata": {"key": "b"}}, {"a": 1}),
        ({"error": {"key": "a"}}, None),
        ({"metadata": ["key"]}, None),
        ({"custom_id": ""}, None),
        ({}, None),
    ],
    ids=str,
)
def test_id_of_a_line(line: dict[str, Any], custom_id: Any) -> None:
    assert find_id(line) == custom_id
