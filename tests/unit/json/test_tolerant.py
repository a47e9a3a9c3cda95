"""Broken JSON gets its one reading back, or none; its texts and numbers stay as they are."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.json.edits import edited
from lib.json.tolerant import is_doubled, tolerant_edits, without_doubles

NASTY = st.text(st.sampled_from("ab 7{}[]:,;#/*'\"\\\n\t“”‘’`é漢\u2028\xa0\ufeff"), max_size=12)
KEYS = st.from_regex(r"\A[a-z_]{1,8}\Z")
REQUESTS = st.fixed_dictionaries(
    {
        "custom_id": NASTY,
        "body": st.dictionaries(
            KEYS,
            NASTY
            | st.sampled_from([None, True, False, 0, -1.5e-7, 10**30, [], {}, [[1, None], {"a-b": ""}], {"it's": 1}])
            | st.lists(st.fixed_dictionaries({"role": NASTY, "content": NASTY}), max_size=2),
            max_size=3,
        ),
    }
)


def repaired(text: str) -> Any:
    """The value after every edit; None if there is none."""
    edits = tolerant_edits(text)
    return json.loads(edited(text, edits)) if edits else None


def causes(text: str) -> set[str]:
    return {edit.cause for edit in tolerant_edits(text)}


@given(REQUESTS, st.booleans(), st.sampled_from([None, 1]))
def test_valid_json_is_never_touched(value: Any, ascii_only: bool, indent: int | None) -> None:
    written = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert list(tolerant_edits(written)) == []
    assert not is_doubled(written)


def outside_texts(written: str, pattern: str, replacement: str) -> str:
    """The JSON with something replaced everywhere but in its texts."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', written)
    return "".join(piece if piece[:1] == '"' else re.sub(pattern, replacement, piece) for piece in pieces)


def _bare_key(found: re.Match[str]) -> str:
    bare = found[1][1:-1]
    return f"{bare}: " if found[2] and bare.isidentifier() else found[0]


MIXED = re.compile("[“”„‟],")
"""Curly quotes in a text that may be its end."""

BREAKS = {
    "comma before a bracket": lambda text: outside_texts(text, r"(?=[}\]])", ","),
    "two commas": lambda text: outside_texts(text, ",", ", ,"),
    "comments": lambda text: outside_texts(text, ",", ', // it\'s "a" {comment}\n'),
    "comments of C": lambda text: outside_texts(text, ":", ": /* a, } */"),
    "comments of Python": lambda text: outside_texts(text, r"\{", '{ # "a": 1,\n'),
    "invisible characters": lambda text: outside_texts(text, r"(?=[:,}\]])|$", "\u200b\xa0\ufeff"),
    "raw line breaks and tabs": lambda text: re.sub(
        r"\\(?:[nt]|.)", lambda found: {r"\n": "\n", r"\t": "\t"}.get(found[0], found[0]), text
    ),
    "Python": lambda text: outside_texts(
        outside_texts(outside_texts(text, "true", "True"), "false", "False"), "null", "None"
    ),
    "no last bracket": lambda text: text[:-1],
    "one bracket too many": lambda text: text + "}",
    "a mark after it": lambda text: text + ";",
    "a word before it": lambda text: f"data: {text}",
    "bare keys": lambda text: re.sub(r'("(?:[^"\\]|\\.)*")(: )?', _bare_key, text),
}


@pytest.mark.parametrize("name", BREAKS)
@given(value=REQUESTS)
def test_a_known_break_is_repaired_to_the_original(name: str, value: Any) -> None:
    whole = json.dumps(value, ensure_ascii=False)
    broken = BREAKS[name](whole)
    if broken == whole:
        return
    assert repaired(broken) == value or MIXED.search(whole)


@pytest.mark.parametrize(
    "broken",
    [
        '{"content": "Hello”}, {"role": "user", "content": "Bye"}',
        '{"a": [{"content": "Hello”}, {“role”: "user", “content”: “Bye”}]}',
        '{"a": “Hello", "b": “World”}',
        '{"a": “Hello"}, {"b": “World”}',
        '{"a": "Hello”, “b”: “World", "c": 1,}',
        "{'a': ‘Hello', 'b': ‘World’}",
        "{'a': 'Hello’, 'b': 'World'}",
        "{'a': 'Hello\", 'b': 'World'}",
        '{"a": "Hello”}',
        '{"a": "Hello", "b" = "x", "c": 1}',
        '{"a": "Hello", "b"： "x", "c": 1}',
        '{"a": "Hello, "b": "x", "c": 1}',
        '{"a": "Hello", b": "x", "c": 1}',
        '{"a": "k": "v", "b": 1}}',
        r'{"a": “Looks \”it\” up”}',
        '{"a": "C:\\data\\", "b": "x", "c": 1}'.replace("\\\\", "\\"),
    ],
)
def test_quotes_that_would_merge_texts_have_no_reading(broken: str) -> None:
    assert tolerant_edits(broken) == ()


@pytest.mark.parametrize(
    ("broken", "value"),
    [
        ('{"a": "Paint it "#ff0000" please"}', {"a": 'Paint it "#ff0000" please'}),
        ('{"a": "See "http"://x.org, now"}', {"a": 'See "http"://x.org, now'}),
        ('{"a": "x" /* y */, "b": 1}', {"a": "x", "b": 1}),
        ('{"a": 1, // the "first"\n"b": 2}', {"a": 1, "b": 2}),
    ],
)
def test_a_comment_that_may_be_text_is_asked_about(broken: str, value: Any) -> None:
    assert repaired(broken) == value
    assert causes(broken) in ({"inner-quotes"}, {"text-comments"})


def test_a_comment_away_from_texts_is_removed() -> None:
    broken = '{"a": 1, // it\'s the first\n"b": "x"} # the end'
    assert causes(broken) == {"comments"}
    assert repaired(broken) == {"a": 1, "b": "x"}


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (r"C:\new\table and \docs", "paths"),
        (r"C:\data\1 in\n2 lines", "backslashes"),
        (r"\\server\share", "paths"),
        (r"\d+ matches\nMore", "paths"),
        (r"\w and \t7", "backslashes"),
        (r"\w and \b", "paths"),
    ],
)
def test_escapes_beside_single_backslashes_are_asked_about(text: str, cause: str) -> None:
    assert causes(f'{{"a": "{text}"}}') == {cause}


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        ('{"body": {"messages": [{"role": "user", "content": "x"}], "n": 1}', "brackets"),
        ('{"body": {"messages": [{"role": "user", "content": "x"], "n": 1}}', "brackets"),
        ('{"body": {"format": {"type": "text"}, "n": 1}', "brackets"),
        ('{"body": {"metadata": {"k": "v", "n": 1}}', "bracket-place"),
        ('{"body": {"tools": [{"function": {"name": "f", "type": "function"}]}}', "bracket-place"),
        ('{"body": {"messages": [{"a": {"b": 1, "c": 2}}], "n": 1}', "brackets"),
        ('{"body": {"metadata": {"k": "v", "n": 1', "cut"),
        ('{"body": {"a": {"b": {"c": {"d": 1}}, "e": 2}}}}', "bracket-place"),
        ('{"body": {"a": {"b": {"c": {"d": 1}}}, "e": 2}}}', "brackets"),
    ],
)
def test_a_bracket_with_several_places_is_asked_about(broken: str, cause: str) -> None:
    assert causes(broken) == {cause}


@given(REQUESTS)
def test_what_python_prints_is_repaired(value: Any) -> None:
    printed = repr(value)
    try:
        assert repaired(printed) == value
    except json.JSONDecodeError:
        assert "inf" in printed


@given(REQUESTS)
def test_a_cell_of_a_csv_is_unpacked(value: Any) -> None:
    whole = json.dumps(value, ensure_ascii=False)
    cell = '"' + whole.replace('"', '""') + '"'
    assert json.loads(without_doubles(cell)) == value


@given(REQUESTS, st.data())
def test_a_text_is_never_changed(value: Any, data: st.DataObject) -> None:
    """Whatever is cut out or put in: every text of the reading is a run of the broken text's own characters."""
    whole = json.dumps(value, ensure_ascii=False)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 3)))
    broken = (
        whole[:start]
        + data.draw(st.sampled_from(["", '"', "'", ",", "}", "\\", "\n", "“", "#", "//", "x"]))
        + whole[stop:]
    )
    edits = tolerant_edits(broken)
    if not edits:
        return
    shown = re.sub("[^ab7é漢]", "", broken)
    for one in _texts(json.loads(edited(broken, edits))):
        assert re.sub("[^ab7é漢]", "", one) in shown


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
