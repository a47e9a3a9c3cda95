"""A sheet and a recipe to requests: every row, the right bytes, and what stands in the way."""

import json
from pathlib import Path
from typing import Any

import pytest

from lib.checks import Decisions
from lib.compose import Composition, compose
from lib.providers import PROVIDERS, Provider
from lib.recipe import Recipe
from lib.recipe_file import read_recipe
from lib.sheet import Sheet, read_sheet

GOLDEN = sorted((Path(__file__).parents[1] / "data" / "golden").glob("*/recipe.json"))


def sheet_of(text: str) -> Sheet:
    return read_sheet(text.encode(), "a.csv")


def composed(text: str, decisions: Decisions | None = None, **choices: Any) -> Composition:
    return compose(sheet_of(text), Recipe(**{"model": "m", "prompt": "{{q}}"} | choices), decisions)


def kinds(composition: Composition) -> list[tuple[str, str]]:
    return [(problem.kind, problem.weight) for problem in composition.problems]


# Bytes


@pytest.mark.parametrize("recipe", GOLDEN, ids=[path.parent.name for path in GOLDEN])
def test_golden(recipe: Path) -> None:
    """What changes here is a change to what providers receive."""
    sheet = read_sheet(recipe.with_name("sheet.csv").read_bytes(), "sheet.csv")
    lines = compose(sheet, read_recipe(recipe.read_bytes(), recipe.name)[0]).lines()
    assert b"".join(lines) == recipe.with_name("expected.jsonl").read_bytes()


def test_there_are_golden_files() -> None:
    assert len(GOLDEN) >= 5


PONG = """prompt
What is the capital of New York?
Write two very funny dad jokes.
Say pong.
"""


def test_the_example_of_the_providers_documentation() -> None:
    llama, system = "meta-llama/Meta-Llama-3-8B-Instruct", "You are a helpful assistant."
    lines = composed(PONG, model=llama, system=system, prompt="{{prompt}}", max_tokens=1_024).lines()
    expected = [
        {
            "method": "POST",
            "url": "/v1/chat/completions",
            "body": {
                "model": "meta-llama/Meta-Llama-3-8B-Instruct",
                "messages": [
                    {"role": "system", "content": "You are a helpful assistant."},
                    {"role": "user", "content": prompt},
                ],
                "max_completion_tokens": 1024,
            },
        }
        for prompt in ("What is the capital of New York?", "Write two very funny dad jokes.", "Say pong.")
    ]
    requests = [json.loads(line) for line in lines]
    assert [{key: value for key, value in request.items() if key != "custom_id"} for request in requests] == expected


def test_a_line_is_compact_and_ends_once() -> None:
    assert composed("id,q\n1,Why?\n", id_column="id").line(0) == (
        b'{"custom_id":"1","method":"POST","url":"/v1/chat/completions",'
        b'"body":{"model":"m","messages":[{"role":"user","content":"Why?"}]}}\n'
    )


# Rows


def test_every_row_is_a_request() -> None:
    composition = composed("q\na\nb\nc\n")
    assert (len(composition), list(composition.rows), composition.ready) == (3, [0, 1, 2], True)


def test_a_row_without_any_used_cell_is_skipped_and_listed() -> None:
    composition = composed("id,q\n1,a\n2,\n3,c\n")
    assert list(composition.rows) == [0, 2]
    assert [(problem.kind, problem.row) for problem in composition.skipped] == [("all-blank", 3)]


def test_skipped_rows_do_not_block() -> None:
    assert composed("id,q\n1,a\n2,\n").ready


def test_equal_rows_are_requests_of_their_own() -> None:
    assert len(set(composed("q\na\na\na\n").ids)) == 3


PAIR = {"prompt": "{{q}} {{c}}"}


@pytest.mark.parametrize(
    ("decision", "rows", "ready"),
    [(None, [0, 1], False), ("send", [0, 1], True), ("leave out", [0], True)],
    ids=["asks", "sent anyway", "left out"],
)
def test_a_blank_variable(decision: Any, rows: list[int], ready: bool) -> None:
    composition = composed("q,c\na,b\na,\n", Decisions(blank_variable=decision), **PAIR)
    assert (list(composition.rows), composition.ready) == (rows, ready)


def test_a_row_left_out_is_listed() -> None:
    composition = composed("q,c\na,b\na,\n", Decisions(blank_variable="leave out"), **PAIR)
    assert [(problem.kind, problem.row) for problem in composition.skipped] == [("blank-variable", 3)]


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider whose files hold 150 bytes."""
    monkeypatch.setitem(PROVIDERS, "Small", Provider("Small", 9, 150, "m", "a test"))


LARGE = "q\na\n" + "x" * 99 + "\nb\n"


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize(
    ("decision", "rows", "ready"), [(None, [0, 1, 2], False), ("leave out", [0, 2], True)], ids=["asks", "left out"]
)
def test_a_request_larger_than_a_file(decision: Any, rows: list[int], ready: bool) -> None:
    composition = composed(LARGE, Decisions(too_large=decision), provider="Small")
    assert (list(composition.rows), composition.ready) == (rows, ready)


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("decision", [None, "leave out"])
def test_sizes_are_those_of_the_rows_that_are_sent(decision: Any) -> None:
    composition = composed(LARGE, Decisions(too_large=decision), provider="Small")
    assert list(composition.sizes) == [len(line) for line in composition.lines()]


# Ids


def test_ids_name_the_rows_of_the_spreadsheet() -> None:
    assert [custom_id[:6] for custom_id in composed("q\n\na\n\nb\n").ids] == ["row-3-", "row-5-"]


def test_ids_of_a_column_are_taken_as_they_are() -> None:
    assert list(composed("id,q\n007,a\n 7 ,b\n1e5,c\n", id_column="id").ids) == ["007", " 7 ", "1e5"]


def test_ids_of_rows_that_are_not_sent_may_be_anything() -> None:
    assert composed("id,q\n1,a\n1,\n,\n", id_column="id").ready


PROBLEMS: list[tuple[str, str, dict[str, Any], list[tuple[str, str]]]] = [
    ("none", "q\na\n", {}, []),
    ("no model", "q\na\n", {"model": ""}, [("no-model", "blocks")]),
    ("unknown placeholder", "q\na\n", {"prompt": "{{p}}"}, [("unknown-placeholder", "blocks")]),
    ("repeated ids", "id,q\n1,a\n1,b\n", {"id_column": "id"}, [("duplicate-id", "blocks")] * 2),
    ("a blank id", "id,q\n,a\n", {"id_column": "id"}, [("blank-id", "blocks")]),
    ("a long id", "id,q\n" + "x" * 65 + ",a\n", {"id_column": "id"}, [("long-id", "note")]),
    ("no row left", "id,q\n1,\n", {}, [("no-request", "blocks")]),
]


@pytest.mark.parametrize(
    ("text", "choices", "found"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS]
)
def test_problems(text: str, choices: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert kinds(composed(text, **choices)) == found


@pytest.mark.parametrize(
    ("text", "choices", "found"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS]
)
def test_only_notes_leave_it_ready(text: str, choices: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert composed(text, **choices).ready is all(weight == "note" for _, weight in found)


def test_no_request_says_so() -> None:
    assert [str(problem) for problem in composed("id,q\n1,\n").problems] == [
        "No row is left to send. Choose columns that are filled in."
    ]


# Digest and progress

TEXT = "id,q\n1,a\n2,b\n"


def test_the_digest_is_the_same_for_the_same_choices() -> None:
    assert composed(TEXT).digest == composed(TEXT, sheet_name="later.csv").digest


@pytest.mark.parametrize(
    "other",
    [
        composed(TEXT + "3,c\n"),
        composed(TEXT, model="other"),
        composed(TEXT, Decisions(blank_variable="send")),
        composed(TEXT, provider="OpenAI"),
    ],
    ids=["sheet", "recipe", "decision", "provider"],
)
def test_the_digest_tells_choices_apart(other: Composition) -> None:
    assert other.digest != composed(TEXT).digest


def test_progress_is_told() -> None:
    said: list[tuple[int, int]] = []
    compose(sheet_of("q\n" + "a\n" * 5_000), Recipe(model="m", prompt="{{q}}"), None, lambda *done: said.append(done))
    assert said == [(0, 5_000), (2_000, 5_000), (4_000, 5_000)]


def test_a_tick_may_stop_the_work() -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        compose(sheet_of("q\na\n"), Recipe(model="m", prompt="{{q}}"), None, stop)


def test_lines_of_a_run() -> None:
    composition = composed("q\na\nb\nc\n")
    assert list(composition.lines(1, 3)) == list(composition.lines())[1:3]
