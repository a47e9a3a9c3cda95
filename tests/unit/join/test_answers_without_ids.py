"""Answers whose lines have no id: matched by the request in their line, or named."""

import json
from typing import Any

import pytest

from lib.batch import InputFile, read_requests
from lib.batch.content import content_text
from lib.join import Joined, join
from lib.join.answers_without_ids import give_ids, request_text
from lib.results import Results, read_results
from lib.sheets import read_sheet
from tests.support.result_lines import answered, input_line, jsonl


def asked(text: str) -> dict[str, Any]:
    return {"contents": [{"role": "user", "parts": [{"text": text}]}]}


def line(text: str, answer: str, **more: Any) -> dict[str, Any]:
    """A line of Vertex: the request beside the response, and no id."""
    candidate = {"content": {"role": "model", "parts": [{"text": answer}]}, "finishReason": "STOP"}
    return {"request": asked(text), "status": "", "response": {"candidates": [candidate]}, **more}


def bare(answer: str) -> dict[str, Any]:
    found = answered("a", answer)
    return {"id": "b", "response": found["response"], "error": None}


def results(*lines: dict[str, Any], name: str = "out.jsonl") -> Results:
    return read_results(jsonl(lines), name)


def sent(**prompts: str) -> InputFile:
    return read_requests(jsonl(input_line(custom_id, prompt) for custom_id, prompt in prompts.items()), "in.jsonl")


def answers(joined: Joined) -> dict[str, str]:
    return dict(zip(joined.columns["custom_id"], joined.columns["answer"], strict=True))  # type: ignore[arg-type]


SENT = sent(r0="one?", r1="two?", r2="same?", r3="same?")
SHUFFLED = results(line("two?", "2"), line("same?", "a"), line("one?", "1"), line("same?", "b"))


def test_answers_are_matched_by_their_requests() -> None:
    joined = join([SHUFFLED], [SENT])
    assert answers(joined) == {"r0": "1", "r1": "2", "r2": "a", "r3": "b"}
    assert (joined.ledger.ok, joined.ledger.missing, joined.ledger.unknown, joined.ledger.unreadable) == (4, 0, 0, 0)


def test_equal_answers_and_requests_pair_in_order_with_a_note() -> None:
    joined = join([SHUFFLED], [SENT])
    notes = dict(zip(joined.columns["custom_id"], joined.columns["note"], strict=True))
    note = "one of 2 equal requests: answers and requests are paired in order"
    assert notes == {"r0": "", "r1": "", "r2": note, "r3": note}
    assert [remark.kind for remark in joined.remarks] == ["paired-answers"]


def test_requests_in_the_same_form_are_matched() -> None:
    lines = [{"key": name, "request": asked(text)} for name, text in (("a", "one?"), ("b", "two?"))]
    joined = join([results(line("two?", "2"), line("one?", "1"))], [read_requests(jsonl(lines), "in.jsonl")])
    assert answers(joined) == {"a": "1", "b": "2"}


def test_one_answer_to_two_equal_requests_leaves_one_missing() -> None:
    joined = join([results(line("same?", "a"))], [sent(r2="same?", r3="same?")])
    assert (joined.ledger.ok, joined.ledger.missing) == (1, 1)


def test_more_answers_than_equal_requests_are_not_matched() -> None:
    joined = join([results(line("same?", "a"), line("same?", "b"), line("same?", "c"))], [SENT])
    assert (joined.ledger.ok, joined.ledger.missing, joined.ledger.unknown) == (0, 4, 3)
    assert [remark.kind for remark in joined.remarks] == ["unknown", "answers-without-ids"]


def test_several_answers_to_one_request_are_duplicates() -> None:
    joined = join([results(line("one?", "a"), line("one?", "b"))], [sent(r0="one?")])
    assert (joined.ledger.ok, joined.ledger.duplicate) == (1, 1)


def test_a_request_that_a_line_with_an_id_answers_comes_last() -> None:
    joined = join([results(answered("r2", "x"), line("same?", "y"))], [sent(r2="same?", r3="same?")])
    assert answers(joined) == {"r2": "x", "r3": "y"}


def test_each_file_pairs_by_itself() -> None:
    again = results(line("same?", "c"), line("same?", "d"), name="again.jsonl")
    given = give_ids([SHUFFLED, again], [SENT])
    assert [result.custom_id for result in given.results[1].results] == ["r2", "r3"]


def test_a_request_that_was_not_sent_is_unknown() -> None:
    joined = join([results(line("other?", "x"))], [sent(r0="one?")])
    assert (joined.ledger.missing, joined.ledger.unknown) == (1, 1)
    assert "x" in answers(joined).values()


def test_without_an_input_file_rows_match_by_their_text() -> None:
    sheet = read_sheet(b"q\none?\ntwo?\nthree?\n", "s.csv")
    joined = join([results(line("two?", "2"), line("one?", "1"))], sheet=sheet)
    assert list(joined.columns["answer"]) == ["1", "2", ""]
    assert list(joined.columns["state"]) == ["OK", "OK", "No answer"]
    assert (joined.ledger.sent, joined.ledger.missing) == (None, None)
    assert "answers-without-ids" in [remark.kind for remark in joined.remarks]


def test_without_input_and_sheet_the_table_has_prompts_and_answers() -> None:
    joined = join([SHUFFLED])
    assert list(joined.columns["prompt"]) == ["two?", "same?", "one?", "same?"]
    assert list(joined.columns["answer"]) == ["2", "a", "1", "b"]


def test_answers_without_ids_and_requests_stay_in_the_table_and_are_named() -> None:
    read = results(bare("Hi."), bare("Ho."))
    joined = join([read])
    assert list(joined.columns["answer"]) == ["Hi.", "Ho."]
    assert [str(remark) for remark in joined.remarks] == [
        "2 answers without a custom_id cannot be matched to a row. "
        "The file has no ids and no requests: download the batch's own output file, if there is one."
    ]
    assert join([read], [SENT]).ledger.unknown == 2


def test_own_ids_name_the_line_and_differ_between_files() -> None:
    first, second = results(answered("a", "x"), bare("Hi.")), results(answered("b", "x"), bare("Ho."))
    given = give_ids([first, second], [])
    ids = [file.results[1].custom_id for file in given.results]
    assert [custom_id[:7] for custom_id in ids] == ["line-2-", "line-2-"]
    assert ids[0] != ids[1]


def test_results_with_ids_are_not_touched() -> None:
    read = [results(answered("a", "x"))]
    assert give_ids(read, [SENT]).results is read


@pytest.mark.parametrize(
    "body",
    [
        {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]},
        {"messages": [{"role": "developer", "content": "Be brief."}, {"role": "user", "content": "Hi"}]},
        {"system": "Be brief.", "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]},
        {"instructions": "Be brief.", "input": "Hi"},
        {
            "systemInstruction": {"parts": [{"text": "Be brief."}]},
            "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
        },
        {"system_instruction": {"parts": [{"text": "Be brief."}]}, "contents": [{"parts": [{"text": "Hi"}]}]},
        {"system_instruction": "Be brief.", "contents": "Hi"},
    ],
    ids=json.dumps,
)
def test_requests_of_all_providers_have_the_same_text(body: dict[str, Any]) -> None:
    assert request_text(body) == "system\0Be brief.\0user\0Hi"


def test_the_text_of_other_bodies() -> None:
    assert request_text({"input": ["a", "b"]}) == request_text({"inputs": ["a", "b"]})
    assert request_text(None) == ""
    assert request_text({"documents": ["a"]}) == content_text({"documents": ["a"]})
    model = {"contents": [{"role": "user", "parts": [{"text": "a"}]}, {"role": "model", "parts": [{"text": "b"}]}]}
    chat = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    assert request_text(model) == request_text(chat)
