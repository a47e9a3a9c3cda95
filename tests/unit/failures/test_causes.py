"""Rows without a good answer: each has one cause, and each cause says what to do."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import build, read_requests
from lib.failures import Cause, causes, retry
from lib.failures.causes import blanked
from lib.failures.request_changes import Change
from lib.failures.retry import Pick
from lib.join import Joined, join
from lib.providers import Provider
from lib.results import read_results
from tests.support.result_lines import Line, answered, asked, expired, failed, jsonl, refused


def joined(lines: list[Line], *ids: str, limit: int | None = None) -> Joined:
    """The lines, as answers to a batch of the ids (none: nobody knows what was sent)."""
    requests = [asked(custom_id, "x") for custom_id in ids]
    for request in requests if limit else []:
        request["body"]["max_tokens"] = limit
    return join([read_results(jsonl(lines), "out.jsonl")], [read_requests(jsonl(requests), "in.jsonl")] if ids else [])


def one(lines: list[Line], *ids: str, limit: int | None = None) -> Cause:
    [cause] = causes(joined(lines, *ids, limit=limit))
    return cause


def test_each_row_stands_under_its_cause_the_most_frequent_first() -> None:
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
    told = [(cause.key, list(cause.rows), cause.statuses) for cause in causes(table)]
    assert told == [
        ("unknown:400 bad_request: Something odd happened to item #", [4, 5, 6], (400,)),
        ("server-error", [2, 3], (500, 529)),
        ("refused", [1], ()),
        ("cut-short", [7], ()),
        ("missing", [8], ()),
    ]


def test_an_unknown_cause_has_the_providers_own_words() -> None:
    cause = said("Gremlins <b>in</b> machine 7")
    assert (cause.kind, cause.words) == ("unknown", "bad_request: Gremlins <b>in</b> machine 7")
    assert cause.title == cause.words
    assert cause.retry == "Whether retrying helps is not known: try a few rows first."
    long = one([failed("a", "x" * 500)])
    assert len(long.title) == 121
    assert len(long.words) > 500


def said(words: str) -> Cause:
    """The cause of a single failure of these words."""
    return one([failed("a", words)])


FIXES: list[tuple[str, Cause, tuple[Change, ...]]] = [
    (
        "renamed",
        said("Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."),
        (Change("rename", "max_tokens", "max_completion_tokens"),),
    ),
    ("dropped", said("Unsupported value: 'temperature' does not support 2."), (Change("drop", "temperature"),)),
    ("not-dropped", said("Unsupported value: 'messages[0].role' does not support it."), ()),
    ("lowered", said("max_tokens must be less than or equal to 4096."), (Change("lower-tokens", value=4096),)),
    ("lowered-by-choice", said("max_tokens is too large."), (Change("lower-tokens"),)),
    (
        "room",
        one([failed(custom_id, f"The maximum context length is 9000 tokens. However, you requested 9{at}00 tokens "
             f"({at}00 in the messages, 9000 in the completion).") for at, custom_id in enumerate("abc", 1)]),
        (Change("lower-tokens", value=8700), Change("set-model")),
    ),
    ("no-room", said("The prompt is too long: maximum context length"), (Change("set-model"),)),
    ("cut-short", one([answered("a", "So", "length")], "a", limit=300), (Change("raise-tokens", value=600),)),
    ("cut-short-without-limit", one([answered("a", "So", "length")], "a"), (Change("raise-tokens", value=14),)),
    ("expired", one([expired("a")]), ()),
    ("extra", said("extra_forbidden 'loc': ('body', 'colour')"), (Change("drop", "colour"),)),
    ("extra-unnamed", said("Extra inputs are not permitted"), ()),
]  # fmt: skip


@pytest.mark.parametrize(("cause", "fixes"), [case[1:] for case in FIXES], ids=[case[0] for case in FIXES])
def test_fixes(cause: Cause, fixes: tuple[Change, ...]) -> None:
    assert cause.fixes == fixes


def test_what_is_named_stands_in_the_words() -> None:
    cause = FIXES[1][1]
    assert (cause.key, cause.title) == ("unsupported-parameter:temperature", "The model does not take temperature")
    assert cause.advice == "Leave temperature out, or use a model that takes it."
    assert cause.retry == "Retrying helps only after a change."
    assert FIXES[-1][1].advice == "Leave a parameter out."


def test_an_offered_fix_goes_into_the_retry() -> None:
    table = joined([answered("a", "So", "length"), answered("b", "B")], "a", "b", limit=50)
    [cause] = causes(table)
    made = retry(table, [Pick(cause.rows, cause.fixes)], "s", Provider("P", 9, 10**6, "m", ""))
    assert json.loads(build(made.batch))["body"]["max_tokens"] == 100


SAME = [
    ("numbers", "Waited 20 s for 3 GPUs.", "Waited 5 s for 12 GPUs."),
    ("ids", "Request req_1a2b-3c failed", "Request req_9z failed"),
    ("uuid", "No 6b1e1f9e-99aa-4b0f-8a51-1c2d3e4f5a6b", "No 0b1e1f9e-00aa-4b0f-8a51-1c2d3e4f5a6c"),
    ("quotation", f'Bad value: "{"my text " * 9}"', f'Bad value: "{"another " * 8}"'),
    ("blanks", "a  b\nc", "a b c"),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_what_differs_by_row_is_blanked(one: str, other: str) -> None:
    assert blanked(one) == blanked(other)


@pytest.mark.parametrize("other", ["Bad value for 'top_p'", "Bad value for 'seed'"])
def test_what_tells_causes_apart_is_not(other: str) -> None:
    assert blanked("Bad value for 'stop'") != blanked(other)


def test_the_own_id_is_blanked() -> None:
    assert blanked("No row-a/b here", "row-a/b") == "No # here"


def test_a_thousand_different_messages_are_one_group_beside_the_frequent_ones() -> None:
    words = ["".join(letters) for letters in zip(*["abcdefghij" * 100] * 2, strict=True)]
    nouns = [
        f"{'abcdefghij'[at % 10]}{'klmnopqrst'[at // 10 % 10]}{'uvwxyzabcd'[at // 100]}" for at in range(len(words))
    ]
    lines = [failed(f"r{at}", f"Strange {noun}") for at, noun in enumerate(nouns)]
    lines += [failed(f"s{at}", "Often") for at in range(5)]
    found = causes(joined(lines))
    assert len(found) == 21
    assert (found[0].key, found[0].title, len(found[0].rows)) == ("unknown:others", "981 other messages", 981)
    assert (found[1].title, len(found[1].rows)) == ("bad_request: Often", 5)


def test_no_causes_where_all_is_well() -> None:
    assert causes(joined([answered("a", "A")], "a")) == []
    assert causes(joined([])) == []


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
    rows = sorted(at for cause in found for at in cause.rows)
    assert rows == [at for at, row in enumerate(table.rows) if row.state != "OK"]
    assert len({cause.key for cause in found}) == len(found)
    assert all(list(cause.rows) == sorted(cause.rows) and cause.rows for cause in found)
    unique = list({line["custom_id"]: line for line in file}.values())
    keys = {cause.key: list(cause.rows) for cause in causes(joined(unique, *"abcdef"))}
    shuffle.shuffle(unique)
    assert {cause.key: list(cause.rows) for cause in causes(joined(unique, *"abcdef"))} == keys
