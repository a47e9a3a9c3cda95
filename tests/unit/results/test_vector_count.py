"""One vector for each text sent, or a failure."""

import json

import pytest

from lib.batch import InputFile, read_requests
from lib.compose import Recipe, compose
from lib.join import Joined, join
from lib.results import read_results
from lib.results.embeddings import read_vectors
from lib.sheets import read_sheet

TEXTS = [
    ("a text", "Rome", 1),
    ("several texts", ["Rome", "Oslo", "Lima"], 3),
    ("tokens of one text", [5, 6, 7], 1),
    ("tokens of several", [[5, 6], [7]], 2),
]


def request(texts: object) -> bytes:
    return json.dumps({"custom_id": "a", "url": "/v1/embeddings", "body": {"model": "m", "input": texts}}).encode()


def response(count: int) -> bytes:
    data = [{"index": index, "embedding": [0.5, float(index)]} for index in range(count)]
    body = {"model": "m", "data": data, "usage": {"prompt_tokens": 2}}
    return json.dumps({"custom_id": "a", "response": {"status_code": 200, "body": body}}).encode()


def joined(sent: bytes, answers: bytes) -> Joined:
    return join([read_results(answers, "out.jsonl")], [read_requests(sent, "in.jsonl")])


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize(("texts", "count"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_vectors_are_counted(texts: object, count: int, more: int) -> None:
    table = joined(request(texts), response(count + more))
    assert table.rows.states == ["Failed" if more else "OK"]
    vectors = read_vectors(table.results, table.rows.results)
    assert len(vectors) == (0 if more else count)
    (error,) = table.columns[table.error_column]
    assert bool(error) == bool(more)
    assert bool(table.full_answer(0)) != bool(more)


def test_a_failure_has_both_counts() -> None:
    table = joined(request(["Rome", "Oslo"]), response(1))
    error = "The request has 2 texts, the response 1 vector: it is unknown which text each vector belongs to."
    assert list(table.columns[table.error_column]) == [error]


@pytest.mark.parametrize("sent", [b"", request(None), request([]), request("x").replace(b"input", b"texts")])
def test_an_unknown_number_of_texts_fails_nothing(sent: bytes) -> None:
    assert joined(sent, response(2)).rows.states == ["Unknown" if not sent else "OK"]


def test_a_retry_with_fewer_texts_does_not_fail_the_first_answer() -> None:
    sent = [read_requests(request(["a", "b", "c"]), "in.jsonl"), read_requests(request(["a", "b"]), "in_retry-1.jsonl")]
    for count, state in ((3, "OK"), (2, "OK"), (1, "Failed")):
        assert join([read_results(response(count), "out.jsonl")], sent).rows.states == [state]


def test_images_are_not_counted() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "https://example.com/a"}}]
    assert joined(request(parts), response(1)).rows.states == ["OK"]


def test_a_composed_batch_has_counts_of_its_texts() -> None:
    sheet = read_sheet(b"a,b\nRome,Oslo\n", "a.csv")
    recipe = Recipe(task="Embeddings", model="m", embed_columns=("a", "b"))
    made = compose(sheet, recipe)
    assert list(made.texts()) == [2]
    sent = InputFile(sheet.name, made.digest, made.ids, made.line, texts=made.texts())
    answers = response(1).replace(b'"a"', json.dumps(made.ids[0]).encode())
    assert join([read_results(answers, "out.jsonl")], [sent], sheet).rows.states == ["Failed"]


def test_chat_has_no_texts_to_count() -> None:
    assert not compose(read_sheet(b"a\nRome\n", "a.csv"), Recipe(model="m", prompt="{{a}}")).texts()
