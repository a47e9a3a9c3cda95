"""The form of a request at every endpoint, accepted by the types of the OpenAI package."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lib.compose import Recipe, resolve
from lib.compose.recipe import ENCODING_FORMATS, TurnTemplate
from lib.compose.request_body import request, sent_turns
from lib.compose.row_values import RowValues
from lib.compose.shared_fields import read_extra_fields
from lib.compose.structured_output import AnswerColumn
from lib.json import codec
from lib.providers import CHAT, COMPLETIONS, EMBEDDINGS, ENDPOINTS, PROVIDERS, RESPONSES
from tests.support.openai_types import as_validated
from tests.support.recipe_strategies import TEXT, few, recipes, whole

PHOTO, DRAWING = "https://example.org/photo.png", "data:image/png;base64,AAAA"
TURNS = (TurnTemplate("user", "Hi"), TurnTemplate("assistant", "Hello"))


def request_of(recipe: Recipe, values: RowValues) -> dict[str, Any]:
    return request(resolve(recipe, ()), "id-1", values)


def body_of(recipe: Recipe, values: RowValues | None = None) -> dict[str, Any]:
    """The body of a request, as a provider reads it."""
    values = values or RowValues("m", "p", turns=[turn.text for turn in recipe.turns])
    body = json.loads(codec.dumps(request_of(recipe, values)))["body"]
    assert isinstance(body, dict)
    return body


def added(recipe: Recipe, values: RowValues | None = None) -> dict[str, Any]:
    """What the recipe adds to the least body of its endpoint."""
    least = body_of(Recipe(task=recipe.task, endpoint=recipe.endpoint), RowValues("m", "p"))
    return {key: value for key, value in body_of(recipe, values).items() if key not in least or value != least[key]}


# The shape


def test_a_chat_request() -> None:
    values = RowValues("m", "Why?", system="Be brief.", temperature=0.5, max_tokens=9)
    assert request_of(Recipe(), values) == {
        "custom_id": "id-1",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {
            "model": "m",
            "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Why?"}],
            "max_completion_tokens": 9,
            "temperature": 0.5,
        },
    }


def test_a_request_to_the_responses_api() -> None:
    values = RowValues("m", "Why?", system="Be brief.", temperature=0.5, max_tokens=99)
    assert request_of(Recipe(provider="OpenAI", endpoint="/v1/responses"), values) == {
        "custom_id": "id-1",
        "method": "POST",
        "url": "/v1/responses",
        "body": {
            "model": "m",
            "instructions": "Be brief.",
            "input": [{"role": "user", "content": "Why?"}],
            "max_output_tokens": 99,
            "temperature": 0.5,
        },
    }


def test_a_completion() -> None:
    recipe = Recipe(provider="OpenAI", endpoint="/v1/completions", system="s", turns=TURNS, answer_format="JSON object")
    assert request_of(recipe, RowValues("m", "Once", max_tokens=9)) == {
        "custom_id": "id-1",
        "method": "POST",
        "url": "/v1/completions",
        "body": {"model": "m", "prompt": "Once", "max_tokens": 9},
    }


def test_an_embeddings_request() -> None:
    recipe = Recipe(task="Embeddings", max_tokens=9, temperature=0.5, top_p=0.5, answer_format="JSON object")
    assert request_of(recipe, RowValues("m", "text", max_tokens=9, temperature=0.5)) == {
        "custom_id": "id-1",
        "method": "POST",
        "url": "/v1/embeddings",
        "body": {"model": "m", "input": "text", "encoding_format": "base64"},
    }


def test_several_texts_to_embed() -> None:
    recipe = Recipe(task="Embeddings", embed_columns=("a", "b"), dimensions=256, encoding_format="float")
    assert body_of(recipe, RowValues("m", "", inputs=["x", "y"])) == {
        "model": "m",
        "input": ["x", "y"],
        "dimensions": 256,
        "encoding_format": "float",
    }


def test_one_column_to_embed_is_a_list_of_one() -> None:
    recipe = Recipe(task="Embeddings", embed_columns=("a",))
    assert body_of(recipe, RowValues("m", "", inputs=["x"]))["input"] == ["x"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_keys_are_in_the_order_of_providers(endpoint: Any) -> None:
    recipe = Recipe(task="Embeddings") if endpoint == EMBEDDINGS else Recipe(endpoint=endpoint)
    line = request_of(recipe, RowValues("m", "p"))
    assert list(line) == ["custom_id", "method", "url", "body"]
    assert next(iter(line["body"])) == "model"


@pytest.mark.parametrize("system", ["", " \n"])
@pytest.mark.parametrize("endpoint", [CHAT, RESPONSES])
def test_a_blank_system_message_is_not_sent(endpoint: Any, system: str) -> None:
    assert added(Recipe(endpoint=endpoint), RowValues("m", "p", system=system)) == {}


URLS = [
    ("OpenAI", CHAT, "/v1/chat/completions"),
    ("Azure OpenAI", CHAT, "/chat/completions"),
    ("Azure OpenAI", RESPONSES, "/v1/responses"),
    ("DeepInfra", COMPLETIONS, "/v1/completions"),
]


@pytest.mark.parametrize(("provider", "endpoint", "wire"), URLS, ids=[f"{case[0]} {case[1]}" for case in URLS])
def test_the_url_is_the_one_of_the_provider(provider: str, endpoint: Any, wire: str) -> None:
    assert request_of(Recipe(provider=provider, endpoint=endpoint), RowValues("m", "p"))["url"] == wire


# Messages


def test_turns_are_between_the_system_message_and_the_prompt() -> None:
    values = RowValues("m", "Bye", system="s", turns=["Hi", "Hello"])
    assert body_of(Recipe(turns=TURNS), values)["messages"] == [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello"},
        {"role": "user", "content": "Bye"},
    ]


def test_turns_of_the_responses_api() -> None:
    body = body_of(Recipe(endpoint="/v1/responses", turns=TURNS), RowValues("m", "Bye", turns=["Hi", "Hello"]))
    assert [(turn["role"], turn["content"]) for turn in body["input"]] == [
        ("user", "Hi"),
        ("assistant", "Hello"),
        ("user", "Bye"),
    ]


@pytest.mark.parametrize("blank", ["", " \n"])
def test_a_blank_question_drops_its_answer(blank: str) -> None:
    messages = body_of(Recipe(turns=TURNS), RowValues("m", "p", turns=[blank, "Hello"]))["messages"]
    assert [message["role"] for message in messages] == ["user"]


def test_images_follow_the_prompt() -> None:
    values = RowValues("m", "What?", images=[PHOTO, DRAWING])
    assert body_of(Recipe(), values)["messages"][0]["content"] == [
        {"type": "text", "text": "What?"},
        {"type": "image_url", "image_url": {"url": PHOTO}},
        {"type": "image_url", "image_url": {"url": DRAWING}},
    ]


def test_the_detail_of_an_image() -> None:
    image = body_of(Recipe(image_detail="low"), RowValues("m", "p", images=[PHOTO]))["messages"][0]["content"][1]
    assert image == {"type": "image_url", "image_url": {"url": PHOTO, "detail": "low"}}


@pytest.mark.parametrize(("detail", "written"), [(None, "auto"), ("high", "high")])
def test_images_of_the_responses_api(detail: Any, written: str) -> None:
    recipe = Recipe(endpoint="/v1/responses", image_detail=detail)
    assert body_of(recipe, RowValues("m", "What?", images=[PHOTO]))["input"][0]["content"] == [
        {"type": "input_text", "text": "What?"},
        {"type": "input_image", "detail": written, "image_url": PHOTO},
    ]


def test_a_prompt_without_an_image_is_plain_text() -> None:
    assert body_of(Recipe(image_columns=("photo",)), RowValues("m", "What?"))["messages"][0]["content"] == "What?"


# Settings

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
OWN = RowValues("m", "p", temperature=0.2, max_tokens=99)


def test_all_settings_of_a_chat() -> None:
    assert added(ALL, OWN) == {
        "max_completion_tokens": 99,
        "temperature": 0.2,
        "top_p": 0.9,
        "n": 2,
        "stop": ["END", "\n"],
        "seed": 7,
        "frequency_penalty": -0.5,
        "presence_penalty": 0.5,
        "reasoning_effort": "low",
        "logprobs": True,
        "top_logprobs": 3,
    }


@pytest.mark.parametrize("provider", ["Mistral", "Fireworks"])
def test_some_providers_lines_have_neither_method_nor_url(provider: str) -> None:
    assert request_of(Recipe(provider=provider), RowValues("m", "Why?", max_tokens=9)) == {
        "custom_id": "id-1",
        "body": {"model": "m", "messages": [{"role": "user", "content": "Why?"}], "max_tokens": 9},
    }


def test_mistral_has_its_own_names() -> None:
    assert added(Recipe(provider="Mistral", seed=7), RowValues("m", "p")) == {"random_seed": 7}
    vectors = Recipe(provider="Mistral", task="Embeddings", dimensions=256)
    assert added(vectors, RowValues("m", "p")) == {"output_dimension": 256}


def test_together_has_one_field_for_log_probabilities() -> None:
    assert added(Recipe(provider="Together", logprobs=3), RowValues("m", "p")) == {"logprobs": 3}
    assert added(Recipe(provider="Together", logprobs=0), RowValues("m", "p")) == {"logprobs": 1}


def test_all_settings_of_the_responses_api() -> None:
    assert added(replace(ALL, endpoint="/v1/responses"), OWN) == {
        "max_output_tokens": 99,
        "temperature": 0.2,
        "top_p": 0.9,
        "reasoning": {"effort": "low"},
        "include": ["message.output_text.logprobs"],
        "top_logprobs": 3,
    }


def test_all_settings_of_completions() -> None:
    assert added(replace(ALL, endpoint="/v1/completions"), OWN) == {
        "max_tokens": 99,
        "temperature": 0.2,
        "top_p": 0.9,
        "n": 2,
        "stop": ["END", "\n"],
        "seed": 7,
        "frequency_penalty": -0.5,
        "presence_penalty": 0.5,
        "logprobs": 3,
    }


ZEROS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("top p", {"top_p": 0.0}, {"top_p": 0}),
    ("seed", {"seed": 0}, {"seed": 0}),
    ("frequency penalty", {"frequency_penalty": 0.0}, {"frequency_penalty": 0}),
    ("presence penalty", {"presence_penalty": 0.0}, {"presence_penalty": 0}),
    ("log probabilities of the answer's own tokens", {"logprobs": 0}, {"logprobs": True}),
    ("an effort that is empty", {"reasoning_effort": ""}, {}),
    ("no stop sequence", {"stop": ()}, {}),
]


@pytest.mark.parametrize(("choices", "sent"), [case[1:] for case in ZEROS], ids=[case[0] for case in ZEROS])
def test_zero_is_sent_but_an_empty_value_is_not(choices: dict[str, Any], sent: dict[str, Any]) -> None:
    assert added(Recipe(**choices)) == sent


def test_a_temperature_of_zero_is_sent() -> None:
    assert added(Recipe(), RowValues("m", "p", temperature=0.0)) == {"temperature": 0}


def test_settings_of_the_row_replace_those_of_the_recipe() -> None:
    recipe = Recipe(temperature=1.0, max_tokens=1)
    assert added(recipe, OWN) == {"max_completion_tokens": 99, "temperature": 0.2}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_field_for_max_tokens_depends_on_the_provider(provider: str) -> None:
    sent = added(Recipe(provider=provider), RowValues("m", "p", max_tokens=9))
    assert sent == {PROVIDERS[provider].max_tokens_key: 9}


def test_only_chat_uses_the_providers_field_for_max_tokens() -> None:
    recipe = Recipe(provider="Together", endpoint="/v1/responses")
    assert added(recipe, RowValues("m", "p", max_tokens=9)) == {"max_output_tokens": 9}


# The answer format

COLUMNS = (
    AnswerColumn("mood", "One of a list", "How it feels", ("good", "bad")),
    AnswerColumn("stars", "Whole number"),
)
SCHEMA = {
    "type": "object",
    "properties": {
        "mood": {"type": "string", "description": "How it feels", "enum": ["good", "bad"]},
        "stars": {"type": "integer"},
    },
    "required": ["mood", "stars"],
    "additionalProperties": False,
}
PASTED = json.dumps({"name": "review", "schema": SCHEMA, "strict": False, "description": "A review"})
FORMS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("text", {"schema": PASTED, "answer_columns": COLUMNS}, {}),
    ("JSON object", {"answer_format": "JSON object"}, {"type": "json_object"}),
    (
        "table",
        {"answer_format": "Table", "answer_columns": COLUMNS},
        {"type": "json_schema", "name": "answer", "strict": True, "schema": SCHEMA},
    ),
    (
        "pasted",
        {"answer_format": "JSON schema", "schema": PASTED},
        {"type": "json_schema", "name": "review", "description": "A review", "strict": False, "schema": SCHEMA},
    ),
    ("a schema that cannot be read", {"answer_format": "JSON schema", "schema": "{"}, {}),
]


@pytest.mark.parametrize(("choices", "form"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_the_answer_format(choices: dict[str, Any], form: dict[str, Any]) -> None:
    named = {key: value for key, value in form.items() if key != "type"}
    chat = form if len(form) < 2 else {"type": form["type"], "json_schema": named}
    assert added(Recipe(**choices)) == ({"response_format": chat} if form else {})
    assert added(Recipe(endpoint="/v1/responses", **choices)) == ({"text": {"format": form}} if form else {})
    assert added(Recipe(endpoint="/v1/completions", **choices)) == {}


# Further fields

EXTRAS: list[tuple[str, str, dict[str, Any]]] = [
    ("none", " ", {}),
    ("some", '{"user": "team", "top_k": 40}', {"user": "team", "top_k": 40}),
    ("merged last", '{"top_p": 0.5}', {"top_p": 0.5}),
    ("a setting of the row's", '{"temperature": 1}', {"temperature": 1}),
    ("not row fields", '{"model": "x", "messages": [], "input": "", "prompt": "", "instructions": ""}', {}),
    ("no stream", '{"stream": true}', {}),
    ("no stream by another name of true", '{"stream": 1}', {}),
    ("not streamed", '{"stream": false}', {"stream": False}),
    ("not JSON", "{", {}),
    ("not an object", "[1]", {}),
]


@pytest.mark.parametrize(("text", "sent"), [case[1:] for case in EXTRAS], ids=[case[0] for case in EXTRAS])
@pytest.mark.parametrize("endpoint", [CHAT, RESPONSES, COMPLETIONS])
def test_further_fields(endpoint: Any, text: str, sent: dict[str, Any]) -> None:
    recipe = Recipe(endpoint=endpoint, top_p=0.9, extra=text)
    assert added(recipe, RowValues("m", "p", temperature=0.2)) == {"temperature": 0.2, "top_p": 0.9} | sent


@given(
    st.dictionaries(
        st.sampled_from(["model", "messages", "input", "prompt", "instructions", "stream", "user"]),
        st.none() | st.booleans() | st.integers(-2, 2) | TEXT,
    )
)
def test_further_fields_never_replace_row_fields_or_stream(given_: dict[str, Any]) -> None:
    recipe = Recipe(extra=json.dumps(given_))
    body = body_of(recipe)
    assert body["model"] == "m"
    assert body["messages"] == [{"role": "user", "content": "p"}]
    assert body.get("stream", False) is False
    sent = {key for key, value in given_.items() if key == "user" or (key == "stream" and value is False)}
    assert read_extra_fields(recipe.extra).sent.keys() == sent


# OpenAI's types

FILLED = st.builds(
    RowValues,
    model=TEXT,
    prompt=TEXT,
    system=TEXT,
    images=few(st.sampled_from([PHOTO, DRAWING])),
    inputs=few(TEXT, 2),
    temperature=st.none() | st.floats(0, 2),
    max_tokens=whole("max_tokens"),
)
# The types keep only the further fields that they know. Together and Mistral have names of their own.
ACCEPTED = recipes(
    provider=st.sampled_from(sorted(PROVIDERS.keys() - {"Together", "Mistral"})),
    extra=st.sampled_from(["", '{"user": "team"}', '{"user": "team", "stream": true}']),
)


@given(ACCEPTED, FILLED, st.data())
def test_openai_accepts_every_body(recipe: Recipe, values: RowValues, data: st.DataObject) -> None:
    recipe = replace(recipe, embed_columns=recipe.embed_columns and ("a",) * len(values.inputs))
    turns = data.draw(st.lists(TEXT, min_size=len(recipe.turns), max_size=len(recipe.turns)))
    body = body_of(recipe, values._replace(turns=turns))
    assert as_validated(recipe.path, body) == body


@pytest.mark.parametrize("encoding_format", ENCODING_FORMATS)
def test_openai_accepts_every_encoding_format(encoding_format: Any) -> None:
    body = body_of(Recipe(task="Embeddings", encoding_format=encoding_format))
    assert as_validated(EMBEDDINGS, body) == body


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_the_types_drop_an_unknown_key(endpoint: Any) -> None:
    recipe = Recipe(task="Embeddings") if endpoint == EMBEDDINGS else Recipe(endpoint=endpoint)
    body = body_of(recipe)
    assert as_validated(endpoint, {**body, "max_tokenz": 1}) == body


WRONG: list[tuple[str, str, dict[str, Any]]] = [
    ("a message that is a number", CHAT, {"messages": [{"role": "user", "content": 3}]}),
    ("a temperature that is text", CHAT, {"temperature": "0.2"}),
    ("tokens that are text", RESPONSES, {"max_output_tokens": "9"}),
    ("an unknown role", RESPONSES, {"input": [{"role": "owner", "content": "x"}]}),
    ("a prompt that is a number", COMPLETIONS, {"prompt": 3}),
    ("vectors of an unknown form", EMBEDDINGS, {"encoding_format": "int8"}),
]


@pytest.mark.parametrize(("endpoint", "change"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_the_types_reject_a_wrong_value(endpoint: Any, change: dict[str, Any]) -> None:
    recipe = Recipe(task="Embeddings") if endpoint == EMBEDDINGS else Recipe(endpoint=endpoint)
    with pytest.raises(ValidationError):
        as_validated(endpoint, body_of(recipe) | change)


USER, ASSISTANT = TurnTemplate("user"), TurnTemplate("assistant")


@pytest.mark.parametrize(
    ("turns", "texts", "sent"),
    [
        ([USER, ASSISTANT], ["q", "a"], [0, 1]),
        ([USER, ASSISTANT], ["q", " "], []),
        ([USER, ASSISTANT], ["", "a"], []),
        ([USER, ASSISTANT, USER, ASSISTANT], ["q", "a", "", "b"], [0, 1]),
        ([USER, USER], ["", "b"], [1]),
        ([ASSISTANT, USER], ["a", ""], [0]),
    ],
)
def test_an_example_is_sent_as_a_whole(turns: list[TurnTemplate], texts: list[str], sent: list[int]) -> None:
    assert sent_turns(turns, texts) == sent
