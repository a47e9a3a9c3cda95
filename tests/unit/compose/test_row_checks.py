"""The problems of rows, and their messages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Problem
from lib.common.excel_cells import EXCEL_CELL, cut_cell
from lib.compose import Recipe, RowDecisions, resolve
from lib.compose.row_checks import check_exported, check_rows
from lib.sheets import Sheet, read_sheet
from tests.support.sheets import make_sheet

COLUMNS = ("id", "Question", "Context")


def sheet_of(*rows: tuple[str, ...]) -> Sheet:
    return make_sheet(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))


def checked(*rows: tuple[str, ...], decisions: RowDecisions | None = None, **settings: Any) -> dict[int, Problem]:
    recipe = Recipe(**{"model": "m", "prompt": "{{Question}} ({{Context}})"} | settings)
    return check_rows(sheet_of(*rows), resolve(recipe, COLUMNS), decisions or RowDecisions())


# The rows

FULL, BLANK, HALF = ("1", "Why?", "here"), ("2", "", " "), ("3", "Why?", "")
LEAVE, SEND = RowDecisions(blank_variable="leave out"), RowDecisions(blank_variable="send")

ROWS: list[tuple[str, tuple[str, ...], RowDecisions, list[tuple[str, str]]]] = [
    ("filled", FULL, RowDecisions(), []),
    ("all blank", BLANK, RowDecisions(), [("all-blank", "note")]),
    ("all blank, sent anyway", BLANK, SEND, [("all-blank", "note")]),
    ("one blank", HALF, RowDecisions(), [("blank-variable", "ask")]),
    ("one blank, left out", HALF, LEAVE, [("blank-variable", "note")]),
    ("one blank, sent anyway", HALF, SEND, []),
    ("a column that is not used", ("", "Why?", "here"), RowDecisions(), []),
]


@pytest.mark.parametrize(("row", "decisions", "expected"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_check_rows(row: tuple[str, ...], decisions: RowDecisions, expected: list[tuple[str, str]]) -> None:
    problems = checked(row, decisions=decisions).values()
    assert [(problem.kind, problem.severity) for problem in problems] == expected


def test_problems_have_the_index_and_the_number_of_their_row() -> None:
    assert {row: problem.row for row, problem in checked(FULL, HALF, FULL, BLANK).items()} == {1: 3, 3: 5}


def test_a_prompt_without_columns_leaves_no_row_out() -> None:
    assert checked(BLANK, prompt="Say pong.") == {}


EXPORTED = [
    ("cut by us", cut_cell("x" * 40_000), "cut-cells"),
    ("cut by another program", "x" * EXCEL_CELL, "cut-cells"),
    ("guarded", "'- milk", "guarded-cells"),
]


@pytest.mark.parametrize(("cell", "kind"), [case[1:] for case in EXPORTED], ids=[case[0] for case in EXPORTED])
def test_cells_that_a_program_changed_for_excel_give_a_warning(cell: str, kind: str) -> None:
    recipe = Recipe(model="m", prompt="{{Question}}")
    sheet = sheet_of(("1", "Why?", cell), ("2", cell, ""))
    (problem,) = check_exported(sheet, resolve(recipe, COLUMNS))
    assert (problem.kind, problem.severity, problem.column) == (kind, "warn", "Question")
    assert "1 cell" in problem.message
    assert problem.message.endswith("row 3.")


def test_ordinary_apostrophes_give_no_warning() -> None:
    recipe = Recipe(model="m", prompt="{{Question}}")
    sheet = sheet_of(("1", "'tis so", ""), ("2", "'quoted'", ""))
    assert not list(check_exported(sheet, resolve(recipe, COLUMNS)))


BLANK_PROMPT = {"system": "About {{Context}}", "prompt": "{{Question}}"}


def test_a_blank_prompt_asks_even_where_blanks_are_sent() -> None:
    (problem,) = checked(("1", "", "here"), decisions=SEND, **BLANK_PROMPT).values()
    assert (problem.kind, problem.severity) == ("blank-prompt", "ask")


def test_a_blank_prompt_can_be_left_out() -> None:
    decisions = RowDecisions(blank_prompt="leave out")
    (problem,) = checked(("1", "", "here"), decisions=decisions, **BLANK_PROMPT).values()
    assert (problem.kind, problem.severity) == ("blank-prompt", "note")


ROW_MESSAGES: list[tuple[str, tuple[str, ...], dict[str, Any], str]] = [
    ("all blank", BLANK, {}, "Row 2: every column that the prompt uses is empty, so the row is left out."),
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
        'Row 2, column "Question": the prompt is empty. Fill in the cell or leave the row out.',
    ),
]


@pytest.mark.parametrize(
    ("row", "choices", "message"), [case[1:] for case in ROW_MESSAGES], ids=[case[0] for case in ROW_MESSAGES]
)
def test_messages_of_a_row(row: tuple[str, ...], choices: dict[str, Any], message: str) -> None:
    assert [str(problem) for problem in checked(row, **choices).values()] == [message]


# Columns that take only some cells

PHOTO = {"prompt": "{{Question}}", "image_columns": ("Context",)}
HEAT = {"prompt": "{{Question}}", "temperature_column": "Context"}
LENGTH = {"prompt": "{{Question}}", "max_tokens_column": "Context"}
MODEL = {"prompt": "{{Question}}", "model": "", "model_column": "Context"}

CELLS: list[tuple[str, dict[str, Any], str, str]] = [
    ("an image", PHOTO, "https://example.org/a.png", ""),
    ("two images", PHOTO, "https://example.org/a.png\nhttps://example.org/b.png", ""),
    ("a file's name", PHOTO, "a.png", '"a.png" is a file on a computer'),
    ("one of two", PHOTO, "https://x/a b.png", '"b.png" follows an address after a space'),
    ("a temperature", HEAT, "0,7", ""),
    ("no temperature", HEAT, " ", ""),
    ("too hot", HEAT, "3", '"3" is not a number from 0 to 2'),
    ("hot", HEAT, "hot", '"hot" is not a number from 0 to 2'),
    ("tokens", LENGTH, "64.0", ""),
    ("no tokens", LENGTH, "", ""),
    ("a thousand to some", LENGTH, "1,000", '"1,000" is not a whole number from 1 to 10,000,000'),
    ("half a token", LENGTH, "0.5", '"0.5" is not a whole number from 1 to 10,000,000'),
    ("a model", MODEL, "m", ""),
    ("no model", MODEL, " ", "the row has no model"),
    ("no model, and a blank for all", MODEL | {"model": " "}, "", "the row has no model"),
    ("the recipe's model", MODEL | {"model": "m"}, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("choices", "cell", "message"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_bad_cells(choices: dict[str, Any], cell: str, message: str) -> None:
    (*_, problem) = [None, *checked(("2", "Why?", cell), **choices).values()]
    if message:
        assert problem is not None
        assert (problem.kind, problem.severity) == ("bad-cell", "ask")
        assert str(problem).startswith(f'Row 2, column "Context": {message}. ')
        assert problem.hint
    else:
        assert problem is None


def test_a_row_with_a_bad_cell_can_be_left_out() -> None:
    decisions = RowDecisions(bad_cell="leave out")
    (problem,) = checked(("1", "Why?", "hot"), decisions=decisions, **HEAT).values()
    assert (problem.severity, str(problem)) == (
        "note",
        'Row 2, column "Context": "hot" is not a number from 0 to 2, so the row is left out.',
    )


def test_a_long_cell_is_shortened() -> None:
    (problem,) = checked(("1", "Why?", "x" * 99), **HEAT).values()
    assert f'"{"x" * 60}…"' in problem.message


def test_only_the_first_bad_cell_of_a_row_is_reported() -> None:
    both = {"prompt": "{{Question}}", "temperature_column": "id", "max_tokens_column": "Context"}
    assert [problem.column for problem in checked(("hot", "Why?", "long"), **both).values()] == ["id"]


def test_embeddings_have_no_temperature() -> None:
    assert checked(("1", "Why?", "hot"), task="Embeddings", **HEAT) == {}


@pytest.mark.parametrize(
    ("decisions", "kind", "severity"),
    [
        (RowDecisions(), "blank-variable", "ask"),
        (RowDecisions(blank_variable="leave out"), "blank-variable", "note"),
        (RowDecisions(blank_variable="send"), "bad-cell", "ask"),
        (RowDecisions(bad_cell="leave out"), "bad-cell", "note"),
        (RowDecisions(blank_variable="send", bad_cell="leave out"), "bad-cell", "note"),
    ],
    ids=["nothing", "blanks are left out", "blanks are sent", "bad cells are left out", "both"],
)
def test_one_decision_is_enough_for_a_row_with_two_problems(decisions: RowDecisions, kind: str, severity: str) -> None:
    choices = {"prompt": "{{Question}} {{Context}}", "temperature_column": "id"}
    (problem,) = checked(("hot", "Why?", ""), decisions=decisions, **choices).values()
    assert (problem.kind, problem.severity) == (kind, severity)


# Images and columns to embed


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        (RowDecisions(), [("blank-variable", "ask")]),
        (SEND, []),
        (LEAVE, [("blank-variable", "note")]),
    ],
    ids=["asks", "sent without", "left out"],
)
def test_a_row_without_its_image(decisions: RowDecisions, expected: list[tuple[str, str]]) -> None:
    problems = checked(("1", "Why?", ""), decisions=decisions, **PHOTO).values()
    assert [(problem.kind, problem.severity) for problem in problems] == expected


EMBED = {"task": "Embeddings", "prompt": "{{id}}", "embed_columns": ("Question", "Context")}


@pytest.mark.parametrize("decisions", [RowDecisions(), SEND], ids=["undecided", "blanks are sent"])
def test_a_text_to_embed_is_never_blank(decisions: RowDecisions) -> None:
    """With one text less, the other vectors would belong to the wrong columns."""
    (problem,) = checked(FULL, HALF, decisions=decisions, **EMBED).values()
    assert (problem.kind, problem.severity, str(problem)) == (
        "blank-prompt",
        "ask",
        'Row 3, column "Context": there is no text to embed. Fill in the cell or leave the row out.',
    )


def test_a_row_with_a_missing_text_to_embed_can_be_left_out() -> None:
    decisions = RowDecisions(blank_prompt="leave out")
    assert [problem.severity for problem in checked(HALF, decisions=decisions, **EMBED).values()] == ["note"]


def test_a_row_without_any_text_to_embed_is_left_out() -> None:
    assert [problem.kind for problem in checked(BLANK, **EMBED).values()] == ["all-blank"]


DECISIONS = st.builds(
    RowDecisions,
    blank_variable=st.sampled_from([None, "leave out", "send"]),
    blank_prompt=st.sampled_from([None, "leave out"]),
    bad_cell=st.sampled_from([None, "leave out"]),
)
CELL = st.sampled_from(["", " ", "x", "0.5", "https://x/y"])
SETTINGS = [PHOTO, HEAT, LENGTH, MODEL, EMBED, BLANK_PROMPT]


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5), DECISIONS, st.sampled_from(SETTINGS))
def test_a_decision_applies_to_every_row_of_its_kind(
    rows: list[tuple[str, str, str]], decisions: RowDecisions, choices: dict[str, Any]
) -> None:
    decided = {
        "blank-variable": decisions.blank_variable,
        "blank-prompt": decisions.blank_prompt,
        "bad-cell": decisions.bad_cell,
        "all-blank": "leave out",
    }
    found = checked(*rows, decisions=decisions, **choices)
    assert list(found) == sorted(found)
    for row, problem in found.items():
        assert problem.row == row + 2
        assert (problem.severity, decided[problem.kind]) in {("ask", None), ("note", "leave out")}


def test_one_image_of_a_row_is_enough() -> None:
    sheet = read_sheet(b"q,a,b\nx,https://a.example/1,\ny,,\nz,https://a.example/1,https://a.example/2\n", "s.csv")
    recipe = Recipe(model="m", prompt="{{q}}", image_columns=("a", "b"))
    found = check_rows(sheet, resolve(recipe, sheet.columns), RowDecisions())
    assert {problem.row: problem.kind for problem in found.values()} == {3: "blank-variable"}
