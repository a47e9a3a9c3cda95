"""Which result counts for each id, and where all of them stand."""

from hypothesis import given
from hypothesis import strategies as st

from lib.join.best_result import best_results
from lib.results import Results, read_results
from tests.support.result_lines import answered as answer
from tests.support.result_lines import failed, jsonl


def files(*ids: str) -> list[Results]:
    return [read_results(jsonl(answer(custom_id, "A") for custom_id in file), "out.jsonl") for file in ids]


@given(st.lists(st.text("abc", max_size=4), max_size=4))
def test_every_result_stands_at_one_place_of_its_id(ids: list[str]) -> None:
    came = best_results(files(*ids))
    places = [place for custom_id in "abc" for place in came.positions(custom_id)]
    assert sorted(places) == [(file, at) for file, text in enumerate(ids) for at in range(len(text))]
    assert {ids[file][at] for file, at in came.positions("a")} <= {"a"}
    assert list(came.best) == list(dict.fromkeys("".join(ids)))
    assert came.repeated.keys() == {letter for letter in "abc" if "".join(ids).count(letter) > 1}


def test_the_best_counts_whatever_the_order() -> None:
    lines = [answer("a", "old", created=1), failed("a", "No"), answer("a", "new", created=2)]
    for order in (lines, lines[::-1]):
        came = best_results([read_results(jsonl(order), "out.jsonl")])
        [(_, at)] = [place for place in came.of_rows(["a"]) if place]
        assert came.files[0].results[at].answer == "new"


def test_places_of_many() -> None:
    assert list(best_results(files("ab")).of_rows(["b", "", "a"])) == [(0, 1), None, (0, 0)]
    assert list(best_results(files("ab", "", "c")).of_rows(["c", "", "a"])) == [(2, 0), None, (0, 0)]
