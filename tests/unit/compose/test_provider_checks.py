"""What a provider would answer to the composed requests, said before the file exists."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.check import check_file
from lib.compose import Recipe, compose
from lib.compose.row_choices import RowChoices, RowDecisions
from lib.providers import PROVIDERS
from lib.sheets import Sheet
from tests.support.recipe_strategies import recipes
from tests.support.sheets import make_sheet

COLUMNS = ("q", "model", "heat")


def sheet_of(*rows: tuple[str, str, str]) -> Sheet:
    return make_sheet(dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)))


SHEET = sheet_of(("Why?", "o3", "0.5"), ("How?", "gpt-4o-mini", "1"))
ROWS = sheet_of(("Why?", "o3", "0.5"), ("How?", "gpt-4o-mini", "1"), ("So?", "", "2"))
OPENAI = Recipe(provider="OpenAI", model="gpt-4o-mini", prompt="{{q}}")


def said(**settings: Any) -> list[tuple[str, str]]:
    return [(problem.kind, problem.severity) for problem in compose(SHEET, replace(OPENAI, **settings)).problems]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, []),
        ({"extra": '{"top_k": 40}'}, [("field-unknown", "blocks")]),
        ({"extra": '{"top_k": 40}', "provider": "Azure OpenAI"}, [("field-unknown", "blocks")]),
        ({"extra": '{"top_k": 40}', "provider": "vLLM"}, []),
        ({"extra": '{"nonsense": 1}', "provider": "Other"}, [("field-unknown", "note")]),
        ({"model": "o3", "stop": ("END",)}, [("model-setting", "blocks")]),
        ({"model": "o3", "temperature": 0.5}, [("model-setting", "blocks")]),
        ({"model": "o3", "temperature": 0.5, "provider": "Azure OpenAI"}, [("model-setting", "warn")]),
        ({"model": "gpt-5.1", "temperature": 0.5}, []),
        ({"model": "gpt-5.1", "temperature": 0.5, "reasoning_effort": "low"}, [("model-setting", "blocks")]),
        ({"model": "gpt-5.5", "stop": ("END",)}, [("model-doubt", "warn")]),
        ({"reasoning_effort": "low"}, [("model-setting", "blocks")]),
        ({"reasoning_effort": "lowest"}, [("setting-range", "blocks"), ("model-setting", "blocks")]),
        ({"max_tokens": 20_000}, [("model-setting", "blocks")]),
        ({"model": "gpt-99"}, [("model-unknown", "note")]),
        ({"model": "gpt-4o mini"}, [("model-name", "blocks"), ("model-unknown", "note")]),
        ({"model": "text-embedding-3-small"}, [("model-endpoint", "blocks")]),
        (
            {"model": "gpt-3.5-turbo", "image_columns": ("q",)},
            [("model-shutdown", "warn"), ("model-setting", "blocks")],
        ),
        ({"provider": "Groq", "model": "openai/gpt-oss-20b", "n": 2}, [("n", "blocks")]),
        ({"provider": "Groq", "model": "openai/gpt-oss-20b", "logprobs": 2}, [("field-unsupported", "blocks")] * 2),
        ({"provider": "Together", "model": "m", "logprobs": 2}, []),
        ({"provider": "Mistral", "model": "m", "temperature": 1.6}, [("temperature", "blocks")]),
        ({"provider": "Mistral", "model": "m", "seed": -1}, [("seed", "blocks")]),
        ({"provider": "Mistral", "model": "m", "extra": '{"seed": 7}'}, [("field-unknown", "blocks")]),
        ({"provider": "Fireworks", "model": "m", "logprobs": 6}, [("logprobs", "blocks")]),
        ({"provider": "Fireworks", "model": "m", "reasoning_effort": "xhigh"}, [("setting-range", "blocks")]),
        ({"extra": '{"text": {"verbosity": "low"}}'}, [("field-unknown", "blocks")]),
        ({"task": "Embeddings", "model": "text-embedding-ada-002", "dimensions": 9}, [("model-setting", "blocks")]),
        ({"task": "Embeddings", "model": "text-embedding-3-small", "dimensions": 9}, []),
    ],
)
def test_what_a_provider_would_answer(settings: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = said(**settings)
    assert [problem for problem in found if problem[0] not in ("bad-cell",)] == expected


def test_a_problem_names_the_answer_and_what_to_do() -> None:
    (problem,) = compose(SHEET, replace(OPENAI, model="o3", stop=("END",))).problems
    assert (
        str(problem) == 'OpenAI answers with error 400: "o3" does not accept "stop". Change or empty: stop sequences.'
    )
    (problem,) = compose(SHEET, replace(OPENAI, extra='{"top_k": 40}')).problems
    assert problem.hint == 'Remove "top_k" from the further fields.'


def test_a_row_with_a_model_that_rejects_the_settings_is_asked_about() -> None:
    recipe = replace(OPENAI, model="", model_column="model", stop=("END",))
    (problem,) = [problem for problem in compose(SHEET, recipe).problems if problem.row is not None]
    assert (problem.kind, problem.severity, problem.row, problem.column) == ("bad-cell", "ask", 2, "model")
    left_out = compose(SHEET, recipe, RowChoices(RowDecisions(bad_cell="leave out")))
    assert left_out.ready
    assert list(left_out.rows) == [1]


def test_a_rows_temperature_is_asked_about() -> None:
    recipe = replace(OPENAI, model="o3", temperature_column="heat")
    (problem,) = [problem for problem in compose(SHEET, recipe).problems if problem.row is not None]
    assert (problem.row, problem.column) == (2, "heat")


def test_a_row_is_asked_about_only_what_the_recipe_does_not_have_too() -> None:
    """The longest answer is too long for the recipe's model, which row 3 uses, and not for that of row 2."""
    recipe = replace(OPENAI, model_column="model", max_tokens=50_000)
    (problem,) = compose(sheet_of(("a", "o3", ""), ("b", "", "")), recipe).problems
    assert (problem.kind, problem.severity, problem.row) == ("model-setting", "blocks", None)


def test_a_rows_temperature_is_held_against_the_providers_range() -> None:
    recipe = Recipe(provider="Mistral", model="m", prompt="{{q}}", temperature_column="heat")
    (problem,) = compose(sheet_of(("a", "", "1.6"), ("b", "", "1.5")), recipe).problems
    assert (problem.kind, problem.severity, problem.row, problem.column) == ("bad-cell", "ask", 2, "heat")
    assert "from 0 to 1.5" in problem.message


def test_a_row_that_may_be_rejected_is_sent_with_a_warning() -> None:
    recipe = replace(OPENAI, provider="Azure OpenAI", model="mine", model_column="model", temperature=0.5)
    composition = compose(sheet_of(("a", "o3", ""), ("b", "", "")), recipe)
    assert composition.ready
    assert list(composition.rows) == [0, 1]
    (problem,) = composition.problems
    assert (problem.kind, problem.severity, problem.row, problem.column) == ("doubtful-cell", "warn", 2, "model")


def test_long_texts_to_embed() -> None:
    rows = [("word " * count, "", "") for count in (10, 6_000, 12_000)]
    recipe = replace(OPENAI, task="Embeddings", model="text-embedding-3-small")
    problems = compose(sheet_of(*rows), recipe).problems
    assert [(problem.kind, problem.severity, problem.row) for problem in problems] == [
        ("too-large", "ask", 4),
        ("long-texts", "warn", None),
    ]
    assert "row 3" in problems[1].message


def test_a_large_table_at_azure_is_too_large() -> None:
    schema = '{"type": "object", "properties": {%s}, "required": [%s], "additionalProperties": false}'
    names = [f'"p{number}"' for number in range(101)]
    text = schema % (", ".join(f'{name}: {{"type": "string"}}' for name in names), ", ".join(names))
    assert said(answer_format="JSON schema", schema=text) == []
    assert said(answer_format="JSON schema", schema=text, provider="Azure OpenAI") == [("strict-limit", "blocks")]


MODELS = st.sampled_from(
    ["m", "", "gpt-4o-mini", "o3", "gpt-5", "gpt-5.1", "gpt-4", "text-embedding-ada-002", "llama-3.1-8b-instant"]
)
EXTRAS = st.sampled_from(
    [
        *("", '{"top_k": 4}', '{"user": null}', '{"tools": []}', '{"top_logprobs": 2}', '{"tool_choice": "auto"}'),
        *(
            '{"seed": 1}',
            '{"text": {}}',
            '{"response_format": {"type": "json_object"}}',
            '{"max_completion_tokens": 9}',
        ),
    ]
)
RECIPES = recipes(
    st.sampled_from(["{{q}}", "As JSON: {{q}}"]),
    st.sampled_from(COLUMNS),
    model=MODELS,
    extra=EXTRAS,
    id_column=st.none(),
    image_columns=st.just(()),
)


@given(RECIPES)
def test_what_check_calls_rejected_compose_says(recipe: Recipe) -> None:
    composition = compose(ROWS, recipe, RowChoices(RowDecisions("send", "leave out", "leave out", "leave out")))
    if not composition.ready:
        return
    checked = check_file(b"".join(composition.lines()), "a.jsonl", PROVIDERS[recipe.provider])
    warned = {problem.kind for problem in composition.problems}
    for finding in checked.findings:
        if finding.entry < 0:  # the download splits the file
            continue
        assert checked.impact(finding) not in ("rejected", "fails"), finding
        if checked.impact(finding) == "risky":
            assert warned, finding
