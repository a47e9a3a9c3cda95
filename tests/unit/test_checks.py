"""What stands in the way of a batch, and what it says."""

from typing import Any

import pytest

from lib.checks import Decisions, check_ids, check_recipe, check_rows, check_size
from lib.line import Templates
from lib.problems import Problem
from lib.recipe import Recipe
from lib.sheet import Sheet

COLUMNS = ("id", "Question", "Context")


def sheet_of(*rows: tuple[str, ...]) -> Sheet:
    return Sheet("a.csv", COLUMNS, tuple(map(list, zip(*rows, strict=True))), list(range(2, len(rows) + 2)), "")


def of_recipe(**choices: Any) -> list[Problem]:
    recipe = Recipe(**{"model": "m", "prompt": "{{Question}}"} | choices)
    return check_recipe(recipe, Templates.of(recipe, COLUMNS), COLUMNS)


def of_rows(*rows: tuple[str, ...], decisions: Decisions | None = None, **choices: Any) -> dict[int, Problem]:
    recipe = Recipe(**{"model": "m", "prompt": "{{Question}} ({{Context}})"} | choices)
    return check_rows(sheet_of(*rows), Templates.of(recipe, COLUMNS), decisions or Decisions())


# The recipe

RECIPES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("fine", {}, []),
    ("no model", {"model": " "}, [("no-model", "blocks")]),
    ("no prompt", {"prompt": " \n"}, [("no-prompt", "blocks")]),
    ("unknown placeholder", {"prompt": "{{Questoin}}"}, [("unknown-placeholder", "blocks")]),
    ("unknown in the system message", {"system": "{{nope}}"}, [("unknown-placeholder", "blocks")]),
    ("left open", {"prompt": "{{Question}} {{"}, [("open-placeholder", "blocks")]),
    ("no column used", {"prompt": "Say pong."}, [("same-prompt", "note")]),
    ("a column in the system message is enough", {"system": "{{Context}}", "prompt": "Say pong."}, []),
    ("no system message in embeddings", {"task": "Embeddings", "system": "{{nope}}"}, []),
    ("escaped", {"prompt": r"{{Question}} \{{nope}}"}, []),
    (
        "all at once",
        {"model": "", "system": "{{x1}}", "prompt": "{{x2}} {{x3}}"},
        [("no-model", "blocks"), *[("unknown-placeholder", "blocks")] * 3],
    ),
]


@pytest.mark.parametrize(("choices", "found"), [case[1:] for case in RECIPES], ids=[case[0] for case in RECIPES])
def test_check_recipe(choices: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert [(problem.kind, problem.weight) for problem in of_recipe(**choices)] == found


RECIPE_MESSAGES: list[tuple[str, dict[str, Any], str]] = [
    ("no model", {"model": ""}, "No model is chosen. Type the model's name as the provider writes it."),
    (
        "no prompt",
        {"prompt": ""},
        "The prompt is empty. Write what to ask, with columns such as {{Question}} where the row's text belongs.",
    ),
    (
        "near a column",
        {"prompt": "{{Questoin}}"},
        'The prompt asks for "Questoin", and the sheet has no such column. Did you mean "Question"?',
    ),
    (
        "near no column",
        {"system": "{{zzz}}"},
        'The system message asks for "zzz", and the sheet has no such column. '
        r"The columns are: id, Question, Context. For two plain braces write \{{.",
    ),
    (
        "left open",
        {"prompt": "{{Question}} {{"},
        "Two opening braces {{ in the prompt have no closing }} after them. "
        r"Close them, or write \{{ for two braces that stay as they are.",
    ),
    (
        "same prompt",
        {"prompt": "Say pong."},
        "The prompt uses no column, so every row sends the same text. "
        "Add a column to the prompt if each row should send its own text.",
    ),
]


@pytest.mark.parametrize(
    ("choices", "message"), [case[1:] for case in RECIPE_MESSAGES], ids=[case[0] for case in RECIPE_MESSAGES]
)
def test_what_is_said_of_a_recipe(choices: dict[str, Any], message: str) -> None:
    assert [str(problem) for problem in of_recipe(**choices)] == [message]


# The rows

FULL, BLANK, HALF = ("1", "Why?", "here"), ("2", "", " "), ("3", "Why?", "")
LEAVE, SEND = Decisions(blank_variable="leave out"), Decisions(blank_variable="send")

ROWS: list[tuple[str, tuple[str, ...], Decisions, list[tuple[str, str]]]] = [
    ("filled", FULL, Decisions(), []),
    ("all blank", BLANK, Decisions(), [("all-blank", "note")]),
    ("all blank, sent anyway", BLANK, SEND, [("all-blank", "note")]),
    ("one blank", HALF, Decisions(), [("blank-variable", "ask")]),
    ("one blank, left out", HALF, LEAVE, [("blank-variable", "note")]),
    ("one blank, sent anyway", HALF, SEND, []),
    ("a column that is not used", ("", "Why?", "here"), Decisions(), []),
]


@pytest.mark.parametrize(("row", "decisions", "found"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_check_rows(row: tuple[str, ...], decisions: Decisions, found: list[tuple[str, str]]) -> None:
    problems = of_rows(row, decisions=decisions).values()
    assert [(problem.kind, problem.weight) for problem in problems] == found


def test_rows_are_found_by_index_and_named_by_number() -> None:
    assert {at: problem.row for at, problem in of_rows(FULL, HALF, FULL, BLANK).items()} == {1: 3, 3: 5}


def test_a_prompt_without_columns_leaves_no_row_out() -> None:
    assert of_rows(BLANK, prompt="Say pong.") == {}


BLANK_PROMPT = {"system": "About {{Context}}", "prompt": "{{Question}}"}


def test_a_blank_prompt_asks_even_where_blanks_are_sent() -> None:
    (problem,) = of_rows(("1", "", "here"), decisions=SEND, **BLANK_PROMPT).values()
    assert (problem.kind, problem.weight) == ("blank-prompt", "ask")


def test_a_blank_prompt_may_be_left_out() -> None:
    decisions = Decisions(blank_prompt="leave out")
    (problem,) = of_rows(("1", "", "here"), decisions=decisions, **BLANK_PROMPT).values()
    assert (problem.kind, problem.weight) == ("blank-prompt", "note")


ROW_MESSAGES: list[tuple[str, tuple[str, ...], dict[str, Any], str]] = [
    ("all blank", BLANK, {}, "Row 2: every column the prompt uses is empty, so the row is left out."),
    (
        "one blank",
        HALF,
        {},
        'Row 2, column "Context": the cell is empty. Fill it in, leave the row out, or send it anyway.',
    ),
    (
        "two blank",
        (*HALF[:1], "", ""),
        {"prompt": "{{id}} {{Question}} {{Context}}"},
        'Row 2, column "Question": the cell is empty, and so is "Context". '
        "Fill it in, leave the row out, or send it anyway.",
    ),
    (
        "left out",
        HALF,
        {"decisions": LEAVE},
        'Row 2, column "Context": the cell is empty, so the row is left out.',
    ),
    (
        "blank prompt",
        ("1", "", "here"),
        BLANK_PROMPT,
        'Row 2, column "Question": the prompt is blank. Fill in the cell or leave the row out.',
    ),
]


@pytest.mark.parametrize(
    ("row", "choices", "message"), [case[1:] for case in ROW_MESSAGES], ids=[case[0] for case in ROW_MESSAGES]
)
def test_what_is_said_of_a_row(row: tuple[str, ...], choices: dict[str, Any], message: str) -> None:
    assert [str(problem) for problem in of_rows(row, **choices).values()] == [message]


# The size


def test_a_request_that_is_too_large_asks() -> None:
    problem = check_size(120_400_000, 100_000_000, 7, Decisions())
    assert (problem.kind, problem.weight) == ("too-large", "ask")
    assert str(problem) == (
        "Row 7: the request has 120.4 MB, and a whole file may have 100 MB. Shorten its text or leave the row out."
    )


def test_a_request_that_is_too_large_may_be_left_out() -> None:
    problem = check_size(120_400_000, 100_000_000, 7, Decisions(too_large="leave out"))
    assert (problem.kind, problem.weight) == ("too-large", "note")


# The ids

IDS: list[tuple[str, list[str], list[tuple[str, str, int]]]] = [
    ("unique", ["a", "b"], []),
    ("numbers stay text", ["7", "07", "007"], []),
    ("letter case tells them apart", ["a", "A"], []),
    ("blank", ["a", ""], [("blank-id", "blocks", 3)]),
    ("blank twice", ["", "", " "], [("blank-id", "blocks", 2), ("blank-id", "blocks", 3), ("blank-id", "blocks", 4)]),
    ("twice, all of the group", ["a", "b", "a"], [("duplicate-id", "blocks", 2), ("duplicate-id", "blocks", 4)]),
    ("64 characters", ["x" * 64], []),
    ("65 characters", ["x" * 65], [("long-id", "note", 2)]),
    ("a blank at the end", ["a ", "b"], [("blank-edge-id", "note", 2)]),
    ("a non-breaking space at the start", ["\u00a0a"], [("blank-edge-id", "note", 2)]),
    ("alike but for a blank", ["a", "a "], [("blank-edge-id", "note", 3)]),
    ("long and blank", [" " + "x" * 65], [("long-id", "note", 2), ("blank-edge-id", "note", 2)]),
]


@pytest.mark.parametrize(("ids", "found"), [case[1:] for case in IDS], ids=[case[0] for case in IDS])
def test_check_ids(ids: list[str], found: list[tuple[str, str, int]]) -> None:
    problems = check_ids("id", ids, range(2, len(ids) + 2))
    assert [(problem.kind, problem.weight, problem.row) for problem in problems] == found


ID_MESSAGES = [
    (
        "blank",
        ["a", " "],
        ['Row 3, column "id": the id is empty. '
         "Every row needs an id of its own: fill it in, or choose Row number as the id column."],
    ),
    (
        "twice",
        ["a", "a"],
        ['Row 2, column "id": the id "a" is used more than once. '
         "Make it unique, or choose Row number as the id column.",
         'Row 3, column "id": the id "a" is used more than once (first in row 2). '
         "Make it unique, or choose Row number as the id column."],
    ),
    ("long", ["x" * 70], ['Row 2, column "id": the id has 70 characters. Some providers take no more than 64.']),
]  # fmt: skip


@pytest.mark.parametrize(("ids", "messages"), [case[1:] for case in ID_MESSAGES], ids=[case[0] for case in ID_MESSAGES])
def test_what_is_said_of_ids(ids: list[str], messages: list[str]) -> None:
    assert [str(problem) for problem in check_ids("id", ids, range(2, len(ids) + 2))] == messages


def test_a_long_id_that_repeats_is_shortened() -> None:
    problem = next(check_ids("id", ["x" * 99] * 2, [2, 3]))
    assert f'"{"x" * 60}…"' in problem.message


@pytest.mark.parametrize(
    ("choices", "kind"),
    [({"max_tokens": 0}, "max-tokens"), ({"temperature": 3.0}, "temperature"), ({"temperature": -0.1}, "temperature")],
)
def test_a_number_out_of_range_blocks(choices: dict[str, Any], kind: str) -> None:
    assert [(problem.kind, problem.weight) for problem in of_recipe(**choices)] == [(kind, "blocks")]
