"""Columns of what else answers say."""

from msgspec.structs import replace

from lib.analysis.structured_answers import side_columns
from lib.join.joined_table import choice_columns
from lib.results import Result

PLAIN = Result("a", "OK", "one", finish_reason="stop", status_code=200, prompt_tokens=1, completion_tokens=2)


def test_plain_answers_need_no_more_columns() -> None:
    assert choice_columns([PLAIN, PLAIN]) == {}
    assert side_columns([PLAIN]) == {}
    assert choice_columns([]) == {}


def test_a_column_for_each_further_choice() -> None:
    several = replace(PLAIN, other_answers=("two", "three"))
    assert choice_columns([PLAIN, several, replace(PLAIN, other_answers=("zwei",))]) == {
        "answer_2": ["", "two", "zwei"],
        "answer_3": ["", "three", ""],
    }


def test_a_column_of_thoughts() -> None:
    assert choice_columns([PLAIN, replace(PLAIN, reasoning="hm")]) == {"reasoning": ["", "hm"]}


def test_columns_with_anything_in_them() -> None:
    said = replace(PLAIN, model="m", cached_tokens=0)
    assert side_columns([PLAIN, said]) == {"cached_tokens": [None, 0], "model": ["", "m"]}
