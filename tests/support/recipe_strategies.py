"""Any recipe, for property tests."""

import json
from typing import Any

from hypothesis import strategies as st

from lib.common.encodings import ENCODINGS
from lib.compose import Recipe
from lib.compose.codebook import CODEBOOK_KINDS, Codebook, Label
from lib.compose.recipe import (
    ANSWER_FORMATS,
    ENCODING_FORMATS,
    IMAGE_DETAILS,
    TASKS,
    TurnTemplate,
)
from lib.compose.setting_ranges import SETTING_RANGES
from lib.compose.structured_output import ANSWER_KINDS, AnswerColumn
from lib.providers import PROVIDERS, Limits
from lib.providers.provider import CHAT_ENDPOINTS
from lib.sheets import ImportOptions
from lib.sheets.delimiter import DELIMITERS, ONE_COLUMN

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)

IMPORT_OPTIONS = st.builds(
    ImportOptions,
    worksheet=st.none() | TEXT,
    encoding=st.none() | st.sampled_from(sorted(ENCODINGS)),
    delimiter=st.none() | st.sampled_from([*DELIMITERS, ONE_COLUMN, "::"]),
    quotes=st.none() | st.booleans(),
    header_row=st.none() | st.integers(0, 1_000_000),
    header_rows=st.integers(1, 3),
    include_hidden=st.none() | st.booleans(),
    fill_merged=st.none() | st.booleans(),
)
LIMITS = st.builds(
    Limits,
    requests=st.none() | st.integers(1, 10**6),
    bytes=st.none() | st.integers(1_000, 10**9),
    embedding_inputs=st.none() | st.integers(1, 10**6),
    tokens=st.none() | st.integers(1, 10**9),
    one_model=st.none() | st.booleans(),
)
SCHEMA = {
    "type": "object",
    "properties": {"slot-0-": {"type": "string"}},
    "required": [],
    "additionalProperties": False,
}
SCHEMAS = st.sampled_from(
    [
        "",
        "{",
        json.dumps(SCHEMA),
        json.dumps({"name": "mood", "schema": SCHEMA, "strict": False, "description": "How it feels"}),
        json.dumps({"type": "json_schema", "json_schema": {"name": "mood", "schema": SCHEMA}}),
    ]
)
EXTRAS = st.sampled_from(
    [
        "",
        " ",
        "[]",
        "{",
        '{"user": "team"}',
        '{"stream": true, "user": "slot-0-id"}',
        '{"stream": false, "\\u0073lot-0-": ["slot-1-id", 1.5, null]}',
        '{"model": "no", "messages": [], "input": 1, "prompt": 2, "instructions": 3, "temperature": 2}',
    ]
)


def few(values: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[Any]:
    """A tuple of up to `most` values."""
    return st.lists(values, max_size=most).map(tuple)


def whole(name: str) -> st.SearchStrategy[Any]:
    """None, or a whole number in the setting's range."""
    return st.none() | st.integers(int(SETTING_RANGES[name].least), int(SETTING_RANGES[name].most))


def decimal(name: str) -> st.SearchStrategy[Any]:
    """None, or a number in the setting's range."""
    return st.none() | st.floats(SETTING_RANGES[name].least, SETTING_RANGES[name].most)


def recipes(
    template: st.SearchStrategy[str] = TEXT, column: st.SearchStrategy[str] = TEXT, **fixed: st.SearchStrategy[Any]
) -> st.SearchStrategy[Recipe]:
    """Recipes with every field, from strategies for templates and for column names."""
    return st.builds(Recipe, **fields_of(template, column) | fixed)


def answer_columns() -> st.SearchStrategy[AnswerColumn]:
    """Columns of any kind, with or without a codebook."""
    labels = few(st.builds(Label, TEXT, TEXT, TEXT), 2)
    ends = st.floats(-9, 9)
    codebook = st.builds(Codebook, st.sampled_from(CODEBOOK_KINDS), labels, ends, ends, st.booleans())
    kinds = st.sampled_from(ANSWER_KINDS)
    return st.builds(AnswerColumn, TEXT, kinds, TEXT, few(TEXT, 2), codebook=st.none() | codebook, source=TEXT)


def fields_of(template: st.SearchStrategy[str], column: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for each field of a recipe."""
    turn = st.builds(TurnTemplate, st.sampled_from(["user", "assistant"]), template)
    return {
        "task": st.sampled_from(TASKS),
        "provider": st.sampled_from(sorted(PROVIDERS)),
        "endpoint": st.sampled_from(CHAT_ENDPOINTS),
        "model": TEXT,
        "system": template,
        "turns": few(turn),
        "prompt": template,
        "image_columns": few(column, 2),
        "image_detail": st.none() | st.sampled_from(IMAGE_DETAILS),
        "id_column": st.none() | column,
        "model_column": st.none() | column,
        "temperature_column": st.none() | column,
        "max_tokens_column": st.none() | column,
        "max_tokens": whole("max_tokens"),
        "temperature": decimal("temperature"),
        "top_p": decimal("top_p"),
        "n": whole("n"),
        "stop": few(TEXT.filter(bool), 4),
        "seed": whole("seed"),
        "frequency_penalty": decimal("frequency_penalty"),
        "presence_penalty": decimal("presence_penalty"),
        "reasoning_effort": st.sampled_from([None, "", "low", "high"]),
        "logprobs": whole("logprobs"),
        "extra": EXTRAS,
        "answer_format": st.sampled_from(ANSWER_FORMATS),
        "answer_columns": few(answer_columns(), 2),
        "schema": SCHEMAS,
        "embed_columns": few(column),
        "dimensions": whole("dimensions"),
        "encoding_format": st.sampled_from(ENCODING_FORMATS),
        "limits": LIMITS,
        "identical_once": st.booleans(),
        "import_options": IMPORT_OPTIONS,
        "sheet_name": TEXT,
        "sheet_digest": TEXT,
    }
