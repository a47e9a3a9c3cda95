"""The fields of a body that are the same in every row."""

from dataclasses import replace

import pytest

from lib.compose import Recipe
from lib.compose.shared_fields import SETTINGS, read_extra_fields, unsupported_settings
from lib.providers import ENDPOINTS

ALL = Recipe(
    top_p=0.9,
    n=2,
    stop=("END", "\n"),
    seed=7,
    frequency_penalty=-0.5,
    presence_penalty=0.5,
    reasoning_effort="low",
    logprobs=3,
)


def test_settings_that_an_endpoint_does_not_support() -> None:
    assert unsupported_settings(ALL) == []
    assert unsupported_settings(replace(ALL, endpoint="/v1/completions")) == ["reasoning_effort"]
    assert unsupported_settings(replace(ALL, endpoint="/v1/responses")) == [
        "n",
        "stop",
        "seed",
        "frequency_penalty",
        "presence_penalty",
    ]
    assert unsupported_settings(Recipe(endpoint="/v1/responses", reasoning_effort="")) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", []),
        ("{}", []),
        ("[1]", ["extra-fields"]),
        ("3", ["extra-fields"]),
        ("{", ["json-syntax"]),
        ('{"a": 1, "a": 2}', ["json-duplicate-key"]),
    ],
)
def test_problems_of_further_fields(text: str, kinds: list[str]) -> None:
    assert [problem.kind for problem in read_extra_fields(text).problems] == kinds


def test_every_endpoint_has_its_settings() -> None:
    assert set(SETTINGS) == set(ENDPOINTS)


def test_rejected_fields_are_not_sent() -> None:
    extra = read_extra_fields('{"user": "team", "model": "x", "stream": true}')
    assert (extra.sent, extra.rejected, extra.problems) == ({"user": "team"}, ["model", "stream"], [])
