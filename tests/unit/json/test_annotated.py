"""JSON as lines of text, with the lines at given paths marked."""

import json

from lib.json.annotated import json_lines
from tests.support.request_lines import chat, line


def test_the_line_of_a_path_is_marked() -> None:
    lines = json_lines(line(7, body=chat(messages=[{"role": "x"}])), ["$.custom_id", "$.body.messages[0].role"])
    assert [one.text.strip() for one in lines if one.marked] == ['"custom_id": 7,', '"role": "x"']
    assert json.loads("".join(one.text for one in lines)) == line(7, body=chat(messages=[{"role": "x"}]))


def test_a_missing_path_marks_its_parent() -> None:
    lines = json_lines(line(body=chat("model")), ["$.body.model"])
    assert [one.path for one in lines if one.marked] == ["$.body"]


def test_long_json_is_cut_with_a_mark() -> None:
    lines = json_lines({"a": list(range(1_000)), "b": "x" * 5_000}, ["$.a"], most=10)
    assert (len(lines), lines[-1].text) == (11, "…")
    assert len(json_lines({"b": "x" * 5_000}, [])[1].text) < 2_100
