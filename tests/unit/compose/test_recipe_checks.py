"""The problems of a recipe, and their messages."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common import Problem
from lib.compose import Recipe, resolve
from lib.compose.recipe import TurnTemplate
from lib.compose.recipe_checks import check_recipe
from lib.compose.setting_ranges import SETTING_NAMES, SETTING_RANGES
from lib.compose.shared_fields import SETTINGS
from lib.compose.structured_output import AnswerColumn
from lib.providers import COMPLETIONS, PROVIDERS, RESPONSES
from tests.support.recipe_strategies import recipes

COLUMNS = ("id", "Question", "Context")


def checked(**settings: Any) -> list[Problem]:
    return check_recipe(resolve(Recipe(**{"model": "m", "prompt": "{{Question}}"} | settings), COLUMNS))


OTHER = {"provider": "Other"}
RESPONSE, COMPLETION = {**OTHER, "endpoint": RESPONSES}, {**OTHER, "endpoint": COMPLETIONS}
LOOSE = {"type": "object", "properties": {"mood": {"type": "string"}}}
STRICT = LOOSE | {"required": ["mood"], "additionalProperties": False}

CASES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("fine", {}, []),
    # The model
    ("no model", {"model": " "}, [("no-model", "blocks")]),
    ("a model by row", {"model": "", "model_column": "id"}, []),
    # Templates
    ("no prompt", {"prompt": " \n"}, [("no-prompt", "blocks")]),
    ("unknown placeholder", {"prompt": "{{Questoin}}"}, [("unknown-placeholder", "blocks")]),
    ("unknown in the system message", {"system": "{{nope}}"}, [("unknown-placeholder", "blocks")]),
    ("unknown in an example", {"turns": (TurnTemplate("user", "{{nope}}"),)}, [("unknown-placeholder", "blocks")]),
    ("left open", {"prompt": "{{Question}} {{"}, [("open-placeholder", "blocks")]),
    ("left open in an example", {"turns": (TurnTemplate("user", "x {{"),)}, [("open-placeholder", "blocks")]),
    ("an empty example", {"turns": (TurnTemplate("user", " "),)}, [("blank-turn", "blocks")]),
    ("no column used", {"prompt": "Say pong."}, [("same-prompt", "note")]),
    (
        "no column used, and no model",
        {"prompt": "Say pong.", "model": ""},
        [("no-model", "blocks"), ("same-prompt", "note")],
    ),
    ("one brace", {"prompt": "Say {Question}."}, [("one-brace", "warn")]),
    ("one brace beside a column", {"prompt": "{Context} {{Question}}"}, [("one-brace", "warn")]),
    ("JSON and code have one brace too", {"prompt": 'As {"a": 1} or {}: {{Question}}'}, []),
    ("a column in the system message is enough", {"system": "{{Context}}", "prompt": "Say pong."}, []),
    ("a column in an example is enough", {"turns": (TurnTemplate("user", "{{id}}"),), "prompt": "Say pong."}, []),
    ("a column of images is enough", {"image_columns": ("Context",), "prompt": "What is it?"}, []),
    ("no system message in embeddings", {"task": "Embeddings", "system": "{{nope}}"}, []),
    ("escaped", {"prompt": r"{{Question}} \{{nope}}"}, []),
    ("columns to embed need no prompt", {"task": "Embeddings", "prompt": "", "embed_columns": ("id",)}, []),
    ("embedding nothing", {"task": "Embeddings", "prompt": ""}, [("no-prompt", "blocks")]),
    (
        "embedding a column the sheet lacks",
        {"task": "Embeddings", "prompt": "", "embed_columns": ("x",)},
        [("no-prompt", "blocks")],
    ),
    # The endpoint
    ("an endpoint the provider has not", {"endpoint": RESPONSES}, [("endpoint", "blocks")]),
    ("embeddings where there are none", {"task": "Embeddings", "provider": "Groq"}, [("endpoint", "blocks")]),
    ("Responses API", RESPONSE, []),
    ("completions", COMPLETION, []),
    ("a system message for completions", {**COMPLETION, "system": "s"}, [("one-text", "blocks")]),
    ("a blank system message for completions", {**COMPLETION, "system": " "}, []),
    ("examples for completions", {**COMPLETION, "turns": (TurnTemplate("user", "x"),)}, [("one-text", "blocks")]),
    ("images for completions", {**COMPLETION, "image_columns": ("id",)}, [("one-text", "blocks")]),
    ("a form of the answer for completions", {**COMPLETION, "answer_format": "Table"}, [("one-text", "blocks")]),
    ("a seed for the Responses API", {**RESPONSE, "seed": 0}, [("not-taken", "warn")]),
    ("an effort for completions", {**COMPLETION, "reasoning_effort": "low"}, [("not-taken", "warn")]),
    ("chat settings in embeddings", {"task": "Embeddings", "seed": 1, "answer_format": "Table"}, []),
    # Numbers
    ("five stop sequences", {"stop": tuple("abcde")}, [("stop", "blocks")]),
    ("four stop sequences", {"stop": tuple("abcd")}, []),
    ("log probabilities of completions", {**COMPLETION, "logprobs": 5}, []),
    ("more log probabilities than completions give", {**COMPLETION, "logprobs": 6}, [("logprobs", "blocks")]),
    ("no range for what is not sent", {"task": "Embeddings", "top_p": 9.0}, []),
    ("2,048 columns to embed", {"task": "Embeddings", "embed_columns": ("id",) * 2_048}, []),
    (
        "2,049 columns to embed",
        {"task": "Embeddings", "embed_columns": ("id",) * 2_049},
        [("embed-columns", "blocks")],
    ),
    # The form of the answer
    ("a table of no columns", {"answer_format": "Table"}, [("no-answer-column", "blocks")]),
    ("a table", {"answer_format": "Table", "answer_columns": (AnswerColumn("mood"),)}, []),
    (
        "a table of choices without any",
        {"answer_format": "Table", "answer_columns": (AnswerColumn("mood", "One of a list"),)},
        [("choices-missing", "blocks")],
    ),
    ("a schema", {"answer_format": "JSON schema", "schema": json.dumps(STRICT)}, []),
    ("no schema", {"answer_format": "JSON schema"}, [("json-empty", "blocks")]),
    ("a schema that is not JSON", {"answer_format": "JSON schema", "schema": "{"}, [("json-syntax", "blocks")]),
    ("a schema that is not used", {"schema": "{"}, []),
    ("a JSON object that no message names", {"answer_format": "JSON object"}, [("no-json-word", "warn")]),
    ("named in the prompt", {"answer_format": "JSON object", "prompt": "{{Question}} as Json"}, []),
    ("named in the system message", {"answer_format": "JSON object", "system": "Answer in JSON."}, []),
    ("named in an example", {"answer_format": "JSON object", "turns": (TurnTemplate("user", "json!"),)}, []),
    # Further fields
    ("further fields", {"extra": '{"top_k": 40}'}, []),
    ("not JSON", {"extra": "{top_k: 40}"}, [("json-syntax", "blocks")]),
    ("not an object", {"extra": "[]"}, [("extra-fields", "blocks")]),
    ("streamed", {"extra": '{"stream": true}'}, [("extra-fields", "blocks")]),
    ("not streamed", {"extra": '{"stream": false}'}, []),
    ("the rows' own", {"extra": '{"model": "x", "messages": []}'}, [("extra-fields", "blocks")] * 2),
    ("a name twice", {"extra": '{"a": 1, "a": 2}'}, [("json-duplicate-key", "warn"), ("field-unknown", "note")]),
    ("a setting twice", {"extra": '{"top_p": 1}', "top_p": 0.5}, [("extra-wins", "warn")]),
    ("a setting once", {"extra": '{"top_p": 1}'}, []),
    ("a setting of zero twice", {"extra": '{"seed": 1}', "seed": 0}, [("extra-wins", "warn")]),
    ("a setting by row", {"extra": '{"temperature": 1}', "temperature_column": "id"}, [("extra-wins", "warn")]),
    ("tokens by row", {"extra": '{"max_tokens": 1}', "max_tokens_column": "id"}, [("extra-wins", "warn")]),
    (
        "tokens by another name",
        {"extra": '{"max_tokens": 1}', "max_tokens": 9},
        [("extra-wins", "warn"), ("setting-pair", "warn")],
    ),
    (
        "an effort twice",
        {**RESPONSE, "extra": '{"reasoning": {}}', "reasoning_effort": "low"},
        [("extra-wins", "warn")],
    ),
    ("log probabilities twice", {"extra": '{"top_logprobs": 1}', "logprobs": 3}, [("extra-wins", "warn")]),
    (
        "a form of the answer twice",
        {"extra": '{"response_format": {}}', "answer_format": "Table", "answer_columns": (AnswerColumn("mood"),)},
        [("extra-wins", "warn"), ("format-shape", "warn")],
    ),
    (
        "what this endpoint does not send",
        {**RESPONSE, "extra": '{"seed": 1}', "seed": 2},
        [("not-taken", "warn"), ("field-unknown", "note")],
    ),
    # All at once
    (
        "all at once",
        {"model": "", "system": "{{x1}}", "prompt": "{{x2}} {{x3}}", "temperature": 3.0, "extra": "{"},
        [
            ("no-model", "blocks"),
            ("temperature", "blocks"),
            *[("unknown-placeholder", "blocks")] * 3,
            ("json-syntax", "blocks"),
        ],
    ),
]


@pytest.mark.parametrize(("settings", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_check_recipe(settings: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert [(problem.kind, problem.severity) for problem in checked(**settings)] == expected


def test_a_schema_that_is_not_strict_gives_a_warning() -> None:
    found = checked(answer_format="JSON schema", schema=json.dumps(LOOSE))
    assert found
    assert not [problem for problem in found if problem.severity == "ask"]


NUMBERS = [(name, field.least, field.most) for name, field in SETTING_RANGES.items()]


@pytest.mark.parametrize(("name", "least", "most"), NUMBERS, ids=SETTING_RANGES)
def test_a_number_out_of_range_blocks(name: str, least: float, most: float) -> None:
    task = "Embeddings" if name == "dimensions" else "Chat"
    for value, count in ((least - 1, 1), (least, 0), (most, 0), (most + 1, 1)):
        problems = checked(task=task, **{name: value})
        assert [(problem.kind, problem.severity) for problem in problems] == [
            (name.replace("_", "-"), "blocks")
        ] * count


def test_every_setting_has_a_name() -> None:
    assert set(SETTING_NAMES) == {name for names in SETTINGS.values() for name in names} - {"encoding_format"}


MESSAGES: list[tuple[str, dict[str, Any], str]] = [
    ("no model", {"model": ""}, "No model is chosen. Choose a model, or type its name as the provider writes it."),
    (
        "no prompt",
        {"prompt": ""},
        "The prompt is empty. Write what to ask, with columns such as {{Question}} where the row's text belongs.",
    ),
    (
        "near a column",
        {"prompt": "{{Questoin}}"},
        'The prompt asks for "Questoin", but the sheet has no such column. Did you mean "Question"?',
    ),
    (
        "near no column",
        {"system": "{{zzz}}"},
        'The system message asks for "zzz", but the sheet has no such column. '
        r"The columns are: id, Question, Context. For two plain braces write \{{.",
    ),
    (
        "in an example",
        {"turns": (TurnTemplate("user", "Hi"), TurnTemplate("assistant", "{{Contxt}}"))},
        'Message 2 of the examples asks for "Contxt", but the sheet has no such column. Did you mean "Context"?',
    ),
    (
        "an empty example",
        {"turns": (TurnTemplate("user", ""),)},
        "Message 1 of the examples is empty. Fill it in or remove it.",
    ),
    (
        "left open",
        {"prompt": "{{Question}} {{"},
        "Two opening braces {{ in the prompt have no closing }} after them. "
        r"Close them, or write \{{ for two plain braces.",
    ),
    (
        "same prompt",
        {"prompt": "Say pong."},
        "The prompt uses no column, so every row sends the same text. "
        "Add a column to the prompt if each row should send its own text.",
    ),
    (
        "endpoint",
        {"provider": "Groq", "endpoint": RESPONSES},
        "Groq does not accept batches for /v1/responses. It accepts /v1/chat/completions.",
    ),
    (
        "one text",
        {**COMPLETION, "system": "s", "image_columns": ("id",)},
        "/v1/completions accepts only one text, but the settings have more: system message and images. "
        "Empty these fields, or choose another endpoint.",
    ),
    (
        "not taken",
        {**RESPONSE, "n": 2, "seed": 1},
        "/v1/responses has no field for: number of answers and seed. They are not sent. "
        "Empty the fields, or choose another endpoint.",
    ),
    (
        "a temperature",
        {"temperature": 2.5},
        "Creativity: 2.5 is not allowed; it must be a number from 0 to 2. Change the number, or empty the field.",
    ),
    (
        "tokens",
        {"max_tokens": 20_000_000},
        "Longest answer: 20,000,000 is not allowed; it must be a whole number from 1 to 10,000,000. "
        "Change the number, or empty the field.",
    ),
    (
        "stop",
        {"stop": tuple("abcde")},
        "There are 5 stop sequences; providers accept up to 4. Remove some stop sequences.",
    ),
    (
        "JSON object",
        {"answer_format": "JSON object"},
        'The answer format is a JSON object, but no message contains the word "JSON". '
        "OpenAI and others reject such requests. Describe the JSON answer in the prompt.",
    ),
    (
        "streamed",
        {"extra": '{"stream": true}'},
        'The further fields contain "stream", but a batch cannot be streamed. Remove "stream".',
    ),
    (
        "the rows' own",
        {"extra": '{"messages": []}'},
        'The further fields contain "messages", but the settings and the rows fill it. Remove "messages".',
    ),
    (
        "a setting twice",
        {"extra": '{"top_p": 1, "seed": 1}', "top_p": 0.5, "seed": 2},
        "The further fields replace settings on this page: seed and top_p. Remove them in one of the two places.",
    ),
    (
        "not an object",
        {"extra": "[]"},
        'The further fields: they are not a JSON object. Write them as one JSON object, such as {"user": "team-7"}.',
    ),
]


@pytest.mark.parametrize(("choices", "message"), [case[1:] for case in MESSAGES], ids=[case[0] for case in MESSAGES])
def test_messages_of_a_recipe(choices: dict[str, Any], message: str) -> None:
    assert [str(problem) for problem in checked(**choices)] == [message]


@given(recipes(st.sampled_from(["", " ", "{{id}}", "{{x}}", "{{", "json"]), st.sampled_from([*COLUMNS, "x"])))
def test_only_choices_of_a_recipe_ask(recipe: Recipe) -> None:
    """A question needs a button, on the rows or beside the field."""
    asking = {problem.kind for problem in check_recipe(resolve(recipe, COLUMNS)) if problem.severity == "ask"}
    assert asking <= {"choices-unclear", "choice-single"}


@given(recipes(st.sampled_from(["", "{{id}}", "json"]), st.sampled_from(COLUMNS)), st.sampled_from(sorted(PROVIDERS)))
def test_an_endpoint_blocks_exactly_if_the_provider_lacks_it(recipe: Recipe, provider: str) -> None:
    recipe = replace(recipe, provider=provider)
    kinds = [problem.kind for problem in check_recipe(resolve(recipe, COLUMNS))]
    assert ("endpoint" in kinds) is (recipe.path not in PROVIDERS[provider].endpoints)
