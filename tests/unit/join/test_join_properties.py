"""Whatever happens to the files of a batch on their way home: no row lost, no answer beside the wrong row."""

import json
from collections.abc import Callable
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lib.batch import InputFile, read_requests
from lib.compose import Recipe, compose
from lib.join import Joined, join
from lib.results import Results, read_results
from tests.support.sheets import make_sheet

ROWS = 12
KEYS = [f"key{at:02d}" for at in range(ROWS)]
"""One stands in each row, in its request and in its answer."""

SHEET = make_sheet({"key": KEYS, "topic": ["tea"] * ROWS})
BATCH = compose(SHEET, Recipe(model="m", prompt="{{key}} on {{topic}}"))
REQUESTS = list(BATCH.lines())


def answer(at: int, finish: str = "stop", created: int = 0) -> bytes:
    message = {"content": f"This is {KEYS[at]}.\u2028é"}
    body = {"created": created, "choices": [{"message": message, "finish_reason": finish}]}
    line = {"custom_id": BATCH.ids[at], "response": {"status_code": 200, "body": body}, "error": None}
    return json.dumps(line, ensure_ascii=bool(at % 2)).encode() + b"\n"


def choices(at: int, created: int = 0) -> bytes:
    """Several choices, the first one last, with thoughts in the text."""
    texts = [f"{word} {KEYS[at]}" for word in ("<think>hm</think>One", "Two", "Three")]
    told = [{"index": index, "message": {"content": text}, "finish_reason": "stop"} for index, text in enumerate(texts)]
    body = {"created": created, "choices": told[::-1]}
    return json.dumps({"custom_id": BATCH.ids[at], "response": {"status_code": 200, "body": body}}).encode() + b"\n"


def failure(at: int) -> bytes:
    return json.dumps({"custom_id": BATCH.ids[at], "response": None, "error": f"No {KEYS[at]}."}).encode() + b"\n"


def stray(at: int) -> bytes:
    return json.dumps({"custom_id": f"stray-{at}", "response": None, "error": "Who?"}).encode() + b"\n"


def other(at: int, shape: int) -> bytes:
    """The same answer, or an error, as other providers write it."""
    custom_id, text = BATCH.ids[at], f"This is {KEYS[at]}."
    chat = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}
    parts = [{"type": "text", "text": text}]
    gemini = {"candidates": [{"content": {"parts": parts}, "finishReason": "STOP"}]}
    shapes: list[dict[str, object]] = [
        {"custom_id": custom_id, "response": chat},
        {"custom_id": custom_id, "response": {"body": {"choices": chat["choices"][0]}}},
        {
            "custom_id": custom_id,
            "result": {"type": "succeeded", "message": {"content": [{"type": "text", "text": text}]}},
        },
        {"custom_id": custom_id, "result": {"type": "errored", "error": {"error": {"message": text}}}},
        {"key": custom_id, "response": gemini},
        {"key": custom_id, "status": {"code": 8, "message": text}},
        {"recordId": custom_id, "modelInput": {}, "modelOutput": {"generation": text, "stop_reason": "stop"}},
        {
            "custom_id": custom_id,
            "response": {"status_code": 200, "body": {"output": [{"content": [{"type": "text", "text": text}]}]}},
        },
        {"custom_id": custom_id, "response": {"status_code": 200, "body": {"pages": [{"index": 0, "markdown": text}]}}},
        {"custom_id": custom_id, "response": {"status_code": 400}, "error": {"message": {"error": {"message": text}}}},
        {"custom_id": custom_id, "response": {"status_code": 400, "body": None}, "error": text},
        {"custom_id": custom_id, **chat},
    ]
    return json.dumps(shapes[shape % len(shapes)]).encode() + b"\n"


indexes = st.integers(0, ROWS - 1)
lines = st.one_of(
    st.builds(answer, indexes, st.sampled_from(["stop", "length", "content_filter"]), st.integers(0, 3)),
    st.builds(choices, indexes, st.integers(4, 7)),
    st.builds(failure, indexes),
    st.builds(stray, indexes),
)
others = st.builds(other, indexes, st.integers(0, 11))
files = st.lists(st.lists(lines, max_size=15), max_size=4)
mixed = st.lists(st.lists(lines | others, max_size=15), max_size=4)
"""Any shuffle, split, loss and repetition of a batch's answers."""


def results_of(split: list[list[bytes]]) -> list[Results]:
    return [read_results(b"".join(file), f"{at}.jsonl") for at, file in enumerate(split)]


def sent_of(requests: list[bytes]) -> list[InputFile]:
    return [read_requests(b"".join(requests), "in.jsonl")]


def check_sums(joined: Joined) -> None:
    ledger = joined.ledger
    states = [row.state for row in joined.rows]
    assert ledger.lines == ledger.answered + ledger.unknown + ledger.repeats
    assert ledger.repeats >= ledger.duplicate >= 0
    answered = ledger.ok + ledger.failed + ledger.cut_short + ledger.refused
    assert ledger.answered == answered
    if ledger.sent is not None:
        assert ledger.missing is not None
        assert ledger.sent == answered + ledger.missing
        without_request = states.count("Not sent") + states.count("No answer")
        assert len(states) - without_request == ledger.sent + ledger.unknown
    assert {len(column) for column in joined.columns.values()} == {len(states)}


def check_rows(joined: Joined) -> None:
    """Each answer has its row's key in it, and so has each request's text."""
    assert list(joined.columns["key"][:ROWS]) == joined.sheet.column("key") if joined.sheet else True
    said = zip(joined.columns["key"], joined.columns["answer"], joined.columns["error"], strict=True)
    for key, told, error in said:
        assert str(key) in f"{told}{error}" or not (told or error)
    for name in ("answer_2", "answer_3"):
        for key, told in zip(joined.columns["key"], joined.columns.get(name, ()), strict=False):
            assert str(key) in str(told) or not told


def check_wrapped(data: bytes, results: Results) -> None:
    """An object around the same lines changes nothing about what they say."""
    inside = b"".join(b"," * bool(at) + line for at, line in enumerate(data.splitlines(keepends=True)))
    wrapped = read_results(b'{"object":"list","data":[' + inside + b'],"has_more":false}', "list.json")
    assert wrapped.results == results.results
    assert wrapped.unreadable == []
    assert [wrapped.raw(at) for at in range(len(wrapped.results))] == [
        results.raw(at) for at in range(len(results.results))
    ]


@given(mixed, st.lists(indexes, unique=True), st.permutations(range(ROWS)))
def test_the_ledger_adds_up_and_answers_stand_beside_their_rows(
    split: list[list[bytes]], sent: list[int], order: list[int]
) -> None:
    moved = make_sheet({"key": [KEYS[at] for at in order], "topic": ["tea"] * ROWS})
    joined = join(results_of(split), sent_of([REQUESTS[at] for at in sent]), moved)
    assert joined.ledger.sent == len(sent)
    assert joined.ledger.unreadable == 0
    assert joined.ledger.lines == sum(map(len, split))
    check_sums(joined)
    check_rows(joined)


@given(files, st.randoms(use_true_random=False))
def test_the_order_of_files_and_lines_changes_no_state(split: list[list[bytes]], shuffle: Random) -> None:
    once = join(results_of(split), sent_of(REQUESTS), SHEET)
    every = [line for file in split for line in file]
    shuffle.shuffle(every)
    cuts = sorted(shuffle.randrange(len(every) + 1) for _ in range(3))
    again = [every[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(every)], strict=True)]
    other = join(results_of(again), sent_of(REQUESTS), SHEET)
    assert other.ledger == once.ledger
    known = ROWS  # unknown answers stand in the order met
    for name in ("key", "custom_id", "state", "answer", "error", "status_code"):
        assert other.columns[name][:known] == once.columns[name][:known]
    assert sorted(map(str, other.columns["custom_id"])) == sorted(map(str, once.columns["custom_id"]))


DAMAGE: list[Callable[[bytes, int, bytes], bytes]] = [
    lambda data, at, junk: data[:at],
    lambda data, at, junk: data[at:],
    lambda data, at, junk: data[:at] + junk + data[at:],
    lambda data, at, junk: data[:at] + junk + data[at + len(junk) :],
    lambda data, at, junk: data[:at] + data[at + 40 :],
    lambda data, at, junk: data[:at] + b"\n" + data[at:],
    lambda data, at, junk: data.replace(b"\n", b"\r\n"),
    lambda data, at, junk: data.replace(b"\n", b""),
    lambda data, at, junk: b"\xef\xbb\xbf" + data,
]
damages = st.lists(st.tuples(st.sampled_from(DAMAGE), st.integers(0, 10_000), st.binary(max_size=9)), max_size=4)


def damaged(data: bytes, damage: list[tuple[Callable[[bytes, int, bytes], bytes], int, bytes]]) -> bytes:
    for apply, at, junk in damage:
        data = apply(data, at % (len(data) + 1), junk)
    return data


@given(st.lists(lines, max_size=12), damages, damages)
def test_damage_is_counted_and_never_moves_an_answer(
    file: list[bytes],
    to_results: list[tuple[Callable[[bytes, int, bytes], bytes], int, bytes]],
    to_requests: list[tuple[Callable[[bytes, int, bytes], bytes], int, bytes]],
) -> None:
    data = damaged(b"".join(file), to_results)
    results = read_results(data, "out.jsonl")
    sent = read_requests(damaged(b"".join(REQUESTS), to_requests), "in.jsonl")
    joined = join([results], [sent], SHEET)
    check_sums(joined)
    assert joined.ledger.unreadable == len(results.unreadable) + len(sent.unreadable)
    if not to_requests:
        assert joined.ledger.sent == ROWS
    wrong = [
        (row, told)
        for row, told in zip(joined.rows, joined.columns["answer"], strict=True)
        if row.sheet_row is not None and told and not to_results and KEYS[row.sheet_row] not in str(told)
    ]
    assert wrong == []


@given(st.lists(lines | others, min_size=1, max_size=12))
def test_an_object_around_the_lines_changes_nothing(file: list[bytes]) -> None:
    data = b"".join(file)
    check_wrapped(data, read_results(data, "out.jsonl"))


@given(st.lists(lines, min_size=1, max_size=12), st.integers(0, 10_000))
def test_a_cut_costs_one_line_at_most(file: list[bytes], at: int) -> None:
    data = b"".join(file)
    at %= len(data)
    whole = data[:at].count(b"\n")
    results = read_results(data[:at], "out.jsonl")
    assert len(results.results) - whole in (0, 1)
    assert len(results.results) + len(results.unreadable) == whole + (data[at - 1 : at] != b"\n" if at else 0)


@given(st.lists(lines, min_size=1, max_size=8), st.data())
def test_a_spoiled_line_costs_only_itself(file: list[bytes], draw: st.DataObject) -> None:
    spoiled = draw.draw(st.integers(0, len(file) - 1))
    junk = draw.draw(st.binary(min_size=1, max_size=20).filter(lambda junk: b"\n" not in junk and junk.strip()))
    before, after = b"".join(file[:spoiled]), b"".join(file[spoiled + 1 :])
    results = read_results(before + b"!" + junk + b"\n" + after, "out.jsonl")
    assert [row.custom_id for row in results.results] == [
        row.custom_id for row in read_results(before + after, "out.jsonl").results
    ]
    assert len(results.unreadable) == 1
