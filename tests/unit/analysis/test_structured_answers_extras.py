"""Columns of what else answers say."""

from lib.analysis.structured_answers import side_columns
from lib.join.joined_table import choice_columns
from lib.results import Result

PLAIN = Result("a", "OK", "one", "", "stop", 200, 1, 2, 0, False)


def test_plain_answers_need_no_more_columns() -> None:
    assert choice_columns([PLAIN, PLAIN]) == {}
    assert side_columns([PLAIN]) == {}
    assert choice_columns([]) == {}


def test_a_column_for_each_further_choice() -> None:
    several = PLAIN._replace(further=("two", "three"))
    assert choice_columns([PLAIN, several, PLAIN._replace(further=("zwei",))]) == {
        "answer_2": ["", "two", "zwei"],
        "answer_3": ["", "three", ""],
    }


def test_a_column_of_thoughts() -> None:
    assert choice_columns([PLAIN, PLAIN._replace(reasoning="hm")]) == {"reasoning": ["", "hm"]}


def test_columns_with_anything_in_them() -> None:
    said = PLAIN._replace(model="m", cached_tokens=0)
    assert side_columns([PLAIN, said]) == {"cached_tokens": [None, 0], "model": ["", "m"]}
