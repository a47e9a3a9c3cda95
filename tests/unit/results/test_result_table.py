"""Results as columns are the results that they were made of."""

from hypothesis import given
from hypothesis import strategies as st

from lib.results import Result
from lib.results.result_table import SCHEMA, ResultTable

COUNTS = st.none() | st.integers(-(2**53), 2**53)
TEXTS = st.text(max_size=5)
RESULTS = st.lists(
    st.builds(
        Result,
        TEXTS,
        st.sampled_from(["OK", "Failed", "Cut short", "Refused"]),
        TEXTS,
        status_code=COUNTS,
        prompt_tokens=COUNTS,
        created=st.floats(allow_nan=False),
        has_vectors=st.booleans(),
        other_answers=st.lists(TEXTS, max_size=3).map(tuple),
        reasoning_tokens=COUNTS,
        service_tier=TEXTS,
    ),
    max_size=6,
)


@given(RESULTS)
def test_results_are_made_again_of_their_columns(results: list[Result]) -> None:
    table = ResultTable.of(results)
    assert list(table) == table[:] == [table[index] for index in range(len(table))] == results
    assert table == ResultTable.of(results)
    for name in SCHEMA.names:
        values = [list(value) if isinstance(value := getattr(result, name), tuple) else value for result in results]
        assert table.column(name).to_pylist() == values


def test_some_results_and_ids_are_replaced() -> None:
    table = ResultTable.of([Result("a", "OK", "one"), Result("", "OK", "two")])
    assert list(table.with_ids({1: "b"})) == [Result("a", "OK", "one"), Result("b", "OK", "two")]
    assert list(table.replaced({0: Result("a", "Failed")})) == [Result("a", "Failed"), Result("", "OK", "two")]
    assert table != table.replaced({0: Result("a", "Failed")})
    assert table[-1] == Result("", "OK", "two")
