"""A composition has every row, the right bytes, and all problems."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lib.compose import Composition, Recipe, RowChoices, RowDecisions, RowSelection, compose
from lib.compose.recipe_file import read_recipe
from lib.compose.row_conditions import Condition
from lib.providers import PROVIDERS, Limits, Provider
from lib.sheets import Sheet, read_sheet
from tests.support.openai_types import as_validated

GOLDEN = sorted((Path(__file__).parents[2] / "data" / "golden").glob("*/recipe.json"))


def sheet_of(text: str) -> Sheet:
    return read_sheet(text.encode(), "a.csv")


def composed(text: str, decisions: RowDecisions | None = None, **settings: Any) -> Composition:
    return compose(
        sheet_of(text), Recipe(**{"model": "m", "prompt": "{{q}}"} | settings), RowChoices(decisions or RowDecisions())
    )


def kinds(composition: Composition) -> list[tuple[str, str]]:
    return [(problem.kind, problem.severity) for problem in composition.problems]


# Bytes


def golden(recipe: Path) -> Composition:
    sheet = read_sheet(recipe.with_name("sheet.csv").read_bytes(), "sheet.csv")
    return compose(sheet, read_recipe(recipe.read_bytes(), recipe.name)[0])


EVERY_GOLDEN = pytest.mark.parametrize("recipe", GOLDEN, ids=[path.parent.name for path in GOLDEN])


@EVERY_GOLDEN
def test_golden(recipe: Path) -> None:
    """A change here is a change to what providers receive."""
    assert b"".join(golden(recipe).lines()) == recipe.with_name("expected.jsonl").read_bytes()


@EVERY_GOLDEN
def test_golden_files_are_ready(recipe: Path) -> None:
    composition = golden(recipe)
    assert composition.ready
    for line in composition.lines():
        body = json.loads(line)["body"]
        assert as_validated(composition.recipe.path, body) == body


def test_there_are_golden_files() -> None:
    assert {path.parent.name for path in GOLDEN} == {
        "all-settings", "answer-columns", "array-embeddings", "azure", "blank-rows", "chat", "codebook", "completions",
        "embeddings", "examples", "id-column", "images", "json-object", "non-latin", "pasted-schema", "responses",
        "settings-by-row", "system-and-user", "together",
    }  # fmt: skip


PONG = """prompt
What is the capital of New York?
Write two very funny dad jokes.
Say pong.
"""


def test_the_example_in_the_providers_documentation() -> None:
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


def test_a_line_is_compact_with_one_newline() -> None:
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


def test_equal_rows_have_different_ids() -> None:
    assert len(set(composed("q\na\na\na\n").ids)) == 3


PAIR = {"prompt": "{{q}} {{c}}"}


@pytest.mark.parametrize(
    ("decision", "rows", "ready"),
    [(None, [0, 1], False), ("send", [0, 1], True), ("leave out", [0], True)],
    ids=["asks", "sent anyway", "left out"],
)
def test_a_blank_variable(decision: Any, rows: list[int], ready: bool) -> None:
    composition = composed("q,c\na,b\na,\n", RowDecisions(blank_variable=decision), **PAIR)
    assert (list(composition.rows), composition.ready) == (rows, ready)


def test_a_row_left_out_is_listed() -> None:
    composition = composed("q,c\na,b\na,\n", RowDecisions(blank_variable="leave out"), **PAIR)
    assert [(problem.kind, problem.row) for problem in composition.skipped] == [("blank-variable", 3)]


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider with files of 150 bytes."""
    monkeypatch.setitem(PROVIDERS, "Small", Provider("Small", 9, 150, "m", "a test"))


LARGE = "q\na\n" + "x" * 99 + "\nb\n"


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize(
    ("decision", "rows", "ready"), [(None, [0, 1, 2], False), ("leave out", [0, 2], True)], ids=["asks", "left out"]
)
def test_a_request_larger_than_a_file(decision: Any, rows: list[int], ready: bool) -> None:
    composition = composed(LARGE, RowDecisions(too_large=decision), provider="Small")
    assert (list(composition.rows), composition.ready) == (rows, ready)


@pytest.mark.usefixtures("small_files")
@pytest.mark.parametrize("decision", [None, "leave out"])
def test_sizes_belong_to_the_rows_that_are_sent(decision: Any) -> None:
    composition = composed(LARGE, RowDecisions(too_large=decision), provider="Small")
    assert list(composition.sizes) == [len(line) for line in composition.lines()]


# Ids


def test_default_ids_have_the_row_numbers() -> None:
    assert [custom_id[:6] for custom_id in composed("q\n\na\n\nb\n").ids] == ["row-3-", "row-5-"]


def test_ids_of_a_column_are_unchanged() -> None:
    assert list(composed("id,q\n007,a\n 7 ,b\n1e5,c\n", id_column="id").ids) == ["007", " 7 ", "1e5"]


def test_ids_of_rows_that_are_not_sent_are_not_checked() -> None:
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
    ("text", "settings", "problems"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS]
)
def test_problems(text: str, settings: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert kinds(composed(text, **settings)) == problems


@pytest.mark.parametrize(
    ("text", "settings", "problems"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS]
)
def test_a_batch_with_only_notes_is_ready(text: str, settings: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    assert composed(text, **settings).ready is all(severity == "note" for _, severity in problems)


def test_a_batch_without_requests_has_a_message() -> None:
    assert [str(problem) for problem in composed("id,q\n1,\n").problems] == [
        "No row is left to send. Choose columns that are filled in."
    ]


# Digest and progress

TEXT = "id,q\n1,a\n2,b\n"


def test_the_same_settings_give_the_same_digest() -> None:
    assert composed(TEXT).digest == composed(TEXT, sheet_name="later.csv").digest


@pytest.mark.parametrize(
    "other",
    [
        composed(TEXT + "3,c\n"),
        composed(TEXT, model="other"),
        composed(TEXT, RowDecisions(blank_variable="send")),
        composed(TEXT, provider="OpenAI"),
    ],
    ids=["sheet", "recipe", "decision", "provider"],
)
def test_other_settings_give_another_digest(other: Composition) -> None:
    assert other.digest != composed(TEXT).digest


def test_progress_is_reported() -> None:
    ticks: list[tuple[int, int]] = []
    sheet = sheet_of("q\n" + "a\n" * 5_000)
    compose(sheet, Recipe(model="m", prompt="{{q}}"), tick=lambda *done: ticks.append(done))
    assert ticks == [(2_000, 5_000), (4_000, 5_000), (5_000, 5_000)]


def test_a_tick_can_stop_the_work() -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        compose(sheet_of("q\na\n"), Recipe(model="m", prompt="{{q}}"), tick=stop)


def test_lines_of_some_requests() -> None:
    composition = composed("q\na\n\nb\nc\n")
    every = list(composition.lines())
    assert list(composition.lines([2, 0])) == [every[2], every[0]]
    assert list(composition.lines([])) == []


# Settings


def bodies(composition: Composition) -> list[Any]:
    return [json.loads(line)["body"] for line in composition.lines()]


def test_the_model_of_each_row() -> None:
    composition = composed("q,m\na,one\nb,\nc, two \n", model="common", model_column="m")
    assert composition.models() == ["one", "common", "two"]
    assert [body["model"] for body in bodies(composition)] == ["one", "common", "two"]


def test_models_belong_to_the_rows_that_are_sent() -> None:
    composition = composed("q,m\na,one\n,two\nc,three\n", model_column="m")
    assert composition.models() == ["one", "three"]


def test_a_single_model_is_not_listed() -> None:
    assert composed("q,m\na,one\n").models() is None


def test_numbers_in_cells_become_numbers() -> None:
    (body,) = bodies(composed('q,t,n\na,"0,5",64\n', temperature_column="t", max_tokens_column="n"))
    assert [(body[key], type(body[key])) for key in ("temperature", "max_completion_tokens")] == [
        (0.5, float),
        (64, int),
    ]


def test_a_bad_cell_asks_until_its_row_is_left_out() -> None:
    text, settings = "q,t\na,hot\nb,1\n", {"temperature_column": "t"}
    assert kinds(composed(text, **settings)) == [("bad-cell", "ask")]
    composition = composed(text, RowDecisions(bad_cell="leave out"), **settings)
    assert (list(composition.rows), composition.ready) == ([1], True)
    assert [(problem.kind, problem.row) for problem in composition.skipped] == [("bad-cell", 2)]


def test_a_row_above_the_token_limit_asks_until_it_is_left_out() -> None:
    text, limits = "q\nshort\n" + "many words " * 500 + "\n", Limits(tokens=200)
    assert kinds(composed(text, limits=limits)) == [("too-large", "ask")]
    composition = composed(text, RowDecisions(too_large="leave out"), limits=limits)
    assert (list(composition.rows), composition.ready) == ([0], True)
    assert composition.tokens is not None
    assert len(composition.tokens) == len(composition)


def test_a_token_limit_with_an_image_that_is_text_too() -> None:
    assert len(composed("q\nhttps://x/y.png\n", image_columns=("q",), limits=Limits(tokens=900))) == 1


def test_tokens_are_counted_only_for_a_limit() -> None:
    assert composed("q\na\n").tokens is None


def test_a_request_above_the_limit_of_the_user_asks() -> None:
    composition = composed("q\na\n" + "x" * 1_500 + "\n", limits=Limits(bytes=1_000))
    assert kinds(composition) == [("too-large", "ask")]


def test_an_id_too_long_for_the_provider_blocks() -> None:
    text, settings = f"id,q\n{'x' * 65},a\n", {"id_column": "id"}
    assert kinds(composed(text, provider="Together", **settings)) == [("long-id", "blocks")]
    assert kinds(composed(text, **settings)) == [("long-id", "note")]


def test_a_warning_does_not_block() -> None:
    composition = composed("q\na\n", answer_format="JSON object")
    assert (kinds(composition), composition.ready) == ([("no-json-word", "warn")], True)


# The selection of rows

MANY = "q\n" + "".join(f"text {row}\n" for row in range(30)) + "\n"


def selected(selection: RowSelection, **settings: Any) -> Composition:
    return compose(sheet_of(MANY), Recipe(model="m", prompt="{{q}}", **settings), RowChoices(selection=selection))


def test_a_sample_first_and_then_all_the_others() -> None:
    whole, sample = selected(RowSelection()), selected(RowSelection("A test sample", "Random rows", 10, seed=3))
    numbers = tuple(sample.sheet.numbers[row] for row in sample.rows)
    others = selected(RowSelection("All but the sample", numbers=numbers))
    assert (len(sample), sample.unselected, len(others), others.unselected) == (10, 20, 20, 10)
    assert sorted([*sample.lines(), *others.lines()]) == sorted(whole.lines())


def test_a_value_filter_leaves_out_other_rows_and_counts_them() -> None:
    sheet = sheet_of("id,lang,q\n1,de,a\n4,fr,b\n2,de,c\n5,fr,d\n3,de,e\n")
    recipe = Recipe(model="m", prompt="{{q}}", id_column="id")
    german = Condition("lang", values=("de",))
    made = compose(sheet, recipe, RowChoices(selection=RowSelection(conditions=(german,))))
    assert made.ready
    assert (made.ids, made.unselected, len(made.filtered)) == (["1", "2", "3"], 2, 2)
    sample = compose(sheet, recipe, RowChoices(selection=RowSelection("A test sample", count=1, conditions=(german,))))
    assert (sample.ids, sample.unselected, len(sample.filtered)) == (["1"], 4, 2)
    assert len({made.digest, sample.digest, compose(sheet, recipe).digest}) == 3
    italian = RowSelection(conditions=(Condition("lang", values=("it",)),))
    none = compose(sheet, recipe, RowChoices(selection=italian))
    assert "Change the conditions of the rows, under Advanced, Rows." in str(none.problems[-1])


def test_an_id_of_a_filtered_row_blocks_too() -> None:
    """Another file can hold that row; then two answers with one id would come back."""
    recipe = Recipe(model="m", prompt="{{q}}", id_column="id")
    sheet = sheet_of("id,lang,q\n1,de,a\n1,fr,b\n2,de,c\n")
    german = RowSelection(conditions=(Condition("lang", values=("de",)),))
    made = compose(sheet, recipe, RowChoices(selection=german))
    assert kinds(made) == [("duplicate-id", "blocks")]


def test_each_selection_has_its_own_digest() -> None:
    selections = [
        RowSelection(),
        RowSelection("A test sample"),
        RowSelection("A test sample", count=5),
        RowSelection("All but the sample"),
    ]
    assert len({selected(selection).digest for selection in selections}) == 4


def test_duplicate_ids_outside_the_sample_do_not_block_it() -> None:
    text = "id,q\n1,a\n2,b\n3,c\n3,d\n"
    recipe = Recipe(model="m", prompt="{{q}}", id_column="id")
    assert compose(sheet_of(text), recipe, RowChoices(selection=RowSelection("A test sample", count=2))).ready
    assert not compose(sheet_of(text), recipe).ready


@pytest.mark.parametrize(
    "selection", [RowSelection("A test sample", count=2), RowSelection("All but the sample", numbers=(2, 3))]
)
def test_an_id_that_the_sample_and_the_others_share_blocks_both(selection: RowSelection) -> None:
    """Two answers with that id would come back, for different rows."""
    recipe = Recipe(model="m", prompt="{{q}}", id_column="id")
    made = compose(sheet_of("id,q\n1,a\n2,b\n2,c\n4,d\n"), recipe, RowChoices(selection=selection))
    assert kinds(made) == [("duplicate-id", "blocks")]


def test_an_empty_sample_blocks() -> None:
    assert kinds(selected(RowSelection("A test sample", "Picked rows"))) == [("no-request", "blocks")]


def test_a_row_that_is_too_large_is_not_replaced_in_a_sample() -> None:
    """Then the sample and the others are still all rows."""
    recipe = Recipe(model="m", prompt="{{q}}", limits=Limits(bytes=1_000))
    sheet = sheet_of("q\n" + "x" * 1_500 + "\na\nb\n")
    choices = RowChoices(RowDecisions(too_large="leave out"), RowSelection("A test sample", count=2))
    composition = compose(sheet, recipe, choices)
    assert (list(composition.rows), len(composition.skipped), composition.unselected) == ([1], 1, 1)


def test_identical_rows_are_found_and_sent_by_default() -> None:
    sheet = read_sheet(b"id,q\n1,a\n2,b\n3,a\n4,a\n", "s.csv")
    composition = compose(sheet, Recipe(model="m", prompt="{{q}}"))
    assert (len(composition), composition.identical) == (4, {2: 0, 3: 0})
    assert composition.ready


def test_identical_rows_can_share_one_request() -> None:
    sheet = read_sheet(b"id,q\n1,a\n2,b\n3,a\n4,a\n", "s.csv")
    choices = RowChoices(RowDecisions(identical="send once"))
    composition = compose(sheet, Recipe(model="m", prompt="{{q}}"), choices)
    assert list(composition.rows) == [0, 1]
    assert composition.shared_rows() == {2: composition.ids[0], 3: composition.ids[0]}
    assert composition.digest != compose(sheet, Recipe(model="m", prompt="{{q}}")).digest


def test_the_setting_for_identical_rows_is_the_decision_about_them() -> None:
    sheet = read_sheet(b"id,q\n1,a\n2,b\n3,a\n4,a\n", "s.csv")
    decided = compose(sheet, Recipe(model="m", prompt="{{q}}"), RowChoices(RowDecisions(identical="send once")))
    set_once = compose(sheet, Recipe(model="m", prompt="{{q}}", identical_once=True))
    assert (set_once.digest, list(set_once.lines())) == (decided.digest, list(decided.lines()))
    assert set_once.shared_rows() == decided.shared_rows()


def test_rows_that_share_a_request_are_left_out_with_it() -> None:
    sheet = read_sheet(b"id,q\n1,a\n2,bbbbbb\n3,bbbbbb\n4,bbbbbb\n", "s.csv")
    recipe = Recipe(model="m", prompt="{{q}}")
    limits = Limits(bytes=compose(sheet, recipe).sizes[0])
    choices = RowChoices(RowDecisions(identical="send once", too_large="leave out"))
    composition = compose(sheet, replace(recipe, limits=limits), choices)
    assert [problem.row for problem in composition.skipped] == [3, 4, 5]
    assert (list(composition.rows), composition.shared_rows()) == ([0], {})


def test_rows_with_settings_of_their_own_are_not_identical() -> None:
    sheet = read_sheet(b"model,q\nx,a\ny,a\n", "s.csv")
    assert compose(sheet, Recipe(model="m", model_column="model", prompt="{{q}}")).identical == {}
