"""Each row without a good answer has one cause, and each cause says what to do."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import build, read_requests
from lib.failures import Cause, Change, Pick, causes, retry
from lib.failures.causes import cause_counts, message_pattern
from lib.join import Joined, join
from lib.providers import Provider
from lib.results import read_results
from tests.support.result_lines import Line, answered, expired, failed, input_line, jsonl, refused


def joined(lines: list[Line], *ids: str, limit: int | None = None) -> Joined:
    """The lines joined with a batch of the ids; without ids, no input file is loaded."""
    requests = [input_line(custom_id, "x") for custom_id in ids]
    for request in requests if limit else []:
        request["body"]["max_tokens"] = limit
    return join([read_results(jsonl(lines), "out.jsonl")], [read_requests(jsonl(requests), "in.jsonl")] if ids else [])


def one(lines: list[Line], *ids: str, limit: int | None = None) -> Cause:
    [cause] = causes(joined(lines, *ids, limit=limit))
    return cause


def test_each_row_has_one_cause_and_the_most_frequent_cause_comes_first() -> None:
    table = joined(
        [
            answered("a", "A"),
            refused("b", "No."),
            failed("c", "Server had an error, request 12", 500),
            failed("d", "Overloaded", 529),
            failed("e", "Something odd happened to item 7"),
            failed("f", "Something odd happened to item 71"),
            failed("g", "Something odd happened to item 9"),
            answered("h", "So", "length"),
        ],
        *"abcdefghi",
    )
    found = [(cause.key, list(cause.rows), cause.statuses) for cause in causes(table)]
    assert found == [
        ("unknown:400 bad_request: Something odd happened to item #", [4, 5, 6], (400,)),
        ("server-error", [2, 3], (500, 529)),
        ("refused", [1], ()),
        ("cut-short", [7], ()),
        ("missing", [8], ()),
    ]


def test_an_unknown_cause_keeps_the_providers_message() -> None:
    cause = cause_of("Gremlins <b>in</b> machine 7")
    assert (cause.kind, cause.message) == ("unknown", "bad_request: Gremlins <b>in</b> machine 7")
    assert cause.title == cause.message
    assert cause.retry_advice == "Retrying may help: try a few rows first."
    long = one([failed("a", "x" * 500)])
    assert len(long.title) == 121
    assert len(long.message) > 500


def cause_of(message: str) -> Cause:
    """The cause of a single failure with this message."""
    return one([failed("a", message)])


CHANGES: list[tuple[str, Cause, tuple[Change, ...]]] = [
    (
        "renamed",
        cause_of("Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."),
        (Change("rename", "max_tokens", "max_completion_tokens"),),
    ),
    ("dropped", cause_of("Unsupported value: 'temperature' does not support 2."), (Change("drop", "temperature"),)),
    ("not-dropped", cause_of("Unsupported value: 'messages[0].role' does not support it."), ()),
    ("lowered", cause_of("max_tokens must be less than or equal to 4096."), (Change("lower-tokens", value=4096),)),
    ("lowered-by-choice", cause_of("max_tokens is too large."), (Change("lower-tokens"),)),
    ("context-length", cause_of("maximum context length"), (Change("shorten"), Change("set-model"))),
    ("cut-short", one([answered("a", "So", "length")], "a", limit=300), (Change("raise-tokens", value=600),)),
    ("expired", one([expired("a")]), ()),
    ("extra", cause_of("extra_forbidden 'loc': ('body', 'colour')"), (Change("drop", "colour"),)),
    ("extra-unnamed", cause_of("Extra inputs are not permitted"), ()),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "changes"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_a_cause_offers_its_changes(cause: Cause, changes: tuple[Change, ...]) -> None:
    assert cause.changes == changes


def test_texts_name_what_the_provider_named() -> None:
    cause = CHANGES[1][1]
    assert (cause.key, cause.title) == ("unsupported-parameter:temperature", "The model does not accept temperature")
    assert cause.advice == "Leave temperature out, or use a model that accepts it."
    assert cause.retry_advice == "Retrying helps only after a change."
    assert CHANGES[-1][1].advice == "Leave a parameter out."


def test_an_offered_change_goes_into_the_retry() -> None:
    table = joined([answered("a", "So", "length"), answered("b", "B")], "a", "b", limit=50)
    [cause] = causes(table)
    made = retry(table, [Pick(cause.rows, cause.changes)], "s", Provider("P", 9, 10**6, "m", ""))
    assert json.loads(build(made.batch))["body"]["max_tokens"] == 100


SAME = [
    ("numbers", "Waited 20 s for 3 GPUs.", "Waited 5 s for 12 GPUs."),
    ("ids", "Request req_1a2b-3c failed", "Request req_9z failed"),
    ("uuid", "No 6b1e1f9e-99aa-4b0f-8a51-1c2d3e4f5a6b", "No 0b1e1f9e-00aa-4b0f-8a51-1c2d3e4f5a6c"),
    ("quotation", f'Bad value: "{"my text " * 9}"', f'Bad value: "{"another " * 8}"'),
    ("spaces", "a  b\nc", "a b c"),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_differs_by_row_is_ignored(one: str, other: str) -> None:
    assert message_pattern(one) == message_pattern(other)


@pytest.mark.parametrize("other", ["Bad value for 'top_p'", "Bad value for 'seed'"])
def test_short_names_tell_causes_apart(other: str) -> None:
    assert message_pattern("Bad value for 'stop'") != message_pattern(other)


def test_the_rows_id_is_ignored() -> None:
    assert message_pattern("No row-a/b here", "row-a/b") == "No # here"


def test_a_thousand_different_messages_share_one_cause_beside_the_frequent_ones() -> None:
    nouns = [
        f"{'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10 % 10]}{'uvwxyzabcd'[number // 100]}"
        for number in range(1000)
    ]
    lines = [failed(f"r{number}", f"Strange {noun}") for number, noun in enumerate(nouns)]
    lines += [failed(f"s{number}", "Often") for number in range(5)]
    found = causes(joined(lines))
    assert len(found) == 21
    assert (found[0].key, found[0].title, len(found[0].rows)) == ("unknown:others", "981 other messages", 981)
    assert (found[1].title, len(found[1].rows)) == ("bad_request: Often", 5)


def test_good_answers_have_no_cause() -> None:
    assert causes(joined([answered("a", "A")], "a")) == []
    assert causes(joined([])) == []


def test_causes_are_counted_by_title() -> None:
    lines = [answered("a", "yes"), answered("b", "no", "length"), failed("c", "Broken"), refused("d", "no")]
    assert cause_counts(causes(joined(lines, *"abcde"))) == {
        "Stopped by the length limit": 1,
        "bad_request: Broken": 1,
        "The model refused to answer": 1,
        "No answer in the loaded files": 1,
    }


def test_a_number_tells_causes_of_one_title_apart() -> None:
    table = joined([failed("a", "Broken", 400), failed("b", "Broken", 418)])
    assert cause_counts(causes(table)) == {"bad_request: Broken": 1, "bad_request: Broken (2)": 1}


lines = st.lists(
    st.one_of(
        st.builds(answered, st.sampled_from("abcdef"), st.just("x"), st.sampled_from(["stop", "length"])),
        st.builds(
            failed,
            st.sampled_from("abcdef"),
            st.sampled_from(["Odd 1", "Odd 2", "rate limit", "Unknown parameter: 'x'"]) | st.text(max_size=20),
            st.sampled_from([400, 429, 500, 0]),
        ),
        st.builds(refused, st.sampled_from("abcdef"), st.just("No")),
        st.builds(expired, st.sampled_from("abcdef")),
    ),
    max_size=12,
)


@given(lines, st.randoms(use_true_random=False))
def test_every_row_without_a_good_answer_has_one_cause(file: list[Line], shuffle: random.Random) -> None:
    table = joined(file, *"abcdef")
    found = causes(table)
    rows = sorted(row for cause in found for row in cause.rows)
    assert rows == [index for index, row in enumerate(table.rows) if row.state != "OK"]
    assert len({cause.key for cause in found}) == len(found)
    assert all(list(cause.rows) == sorted(cause.rows) and cause.rows for cause in found)
    unique = list({line["custom_id"]: line for line in file}.values())
    keys = {cause.key: list(cause.rows) for cause in causes(joined(unique, *"abcdef"))}
    shuffle.shuffle(unique)
    assert {cause.key: list(cause.rows) for cause in causes(joined(unique, *"abcdef"))} == keys
