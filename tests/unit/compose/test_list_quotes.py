"""The quotes of lists that people type."""

import pytest

from lib.compose.list_quotes import beside_quoted, from_json, quoted, several_quoted, touching_quoted


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ('["a", 1.10, true]', ("a", "1.10", "true")),
        ("['a', 1.10, True]", ("a", "1.10", "True")),
        ("[]", ()),
        ('["a", ["b"]]', None),
        ("['a' 'b']", None),
        ("[a, b]", None),
        ('{"a": 1}', None),
        ('"a"', None),
    ],
)
def test_a_list_in_json_or_python(text: str, items: tuple[str, ...] | None) -> None:
    assert from_json(text) == items


def test_quoted_texts_beside_each_other() -> None:
    assert several_quoted("«good» «bad»") == ("good", "bad")
    assert several_quoted('"good" bad') == ()
    assert touching_quoted('"good""bad"') == ("good", "bad")
    assert touching_quoted('"say ""no"""') == ()
    assert beside_quoted('a "b c" d') == ("a", "b c", "d")
    assert beside_quoted("a b") == ()


def test_an_item_alone_is_written_without_a_second_reading() -> None:
    assert quoted('good"bad', alone=True) == '“good"bad”'
    assert quoted('good"bad') == '"good""bad"'
