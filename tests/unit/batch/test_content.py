"""What a request sends, as one text that can be compared."""

from typing import Any

import pytest
from hypothesis import given

from lib.batch.content import content_text
from tests.support.json_strategies import JSON

MESSAGES = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}]


def test_a_request_gives_its_roles_and_texts() -> None:
    assert content_text({"model": "m", "messages": MESSAGES}) == "system\0Be kind.\0user\0Hi"


@pytest.mark.parametrize("other", [{"model": "n"}, {"temperature": 1}, {"max_tokens": 5}, {"seed": 1, "stream": False}])
def test_settings_change_nothing(other: dict[str, Any]) -> None:
    assert content_text({"messages": MESSAGES, **other}) == content_text({"messages": MESSAGES})


def test_the_order_of_keys_changes_nothing() -> None:
    swapped = [{"content": "Be kind.", "role": "system"}, {"content": "Hi", "role": "user"}]
    assert content_text({"messages": swapped}) == content_text({"messages": MESSAGES})


def test_a_text_alone_is_the_same_as_one_text_part() -> None:
    parts = [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]
    assert content_text({"messages": parts}) == content_text({"messages": MESSAGES[1:]})


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"input": "Hi"}, "Hi"),
        ({"input": ["one", "two"]}, "one\0two"),
        ({"instructions": "Be kind.", "input": "Hi"}, "Be kind.\0Hi"),
        ({"system": "Be kind.", "messages": MESSAGES[1:]}, "Be kind.\0user\0Hi"),
        ({"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}, "user\0Hi"),
        ({"inputText": "Hi", "textGenerationConfig": {"topP": 1}}, "Hi"),
        ({"prompt": "Hi"}, "Hi"),
    ],
)
def test_every_endpoint_keeps_its_texts_somewhere(body: dict[str, Any], text: str) -> None:
    assert content_text(body) == text


def test_an_image_is_part_of_what_is_sent() -> None:
    image = {"type": "image_url", "image_url": {"url": "https://a.example/1.png"}}
    other = {"type": "image_url", "image_url": {"url": "https://a.example/2.png"}}
    texts = {content_text({"messages": [{"role": "user", "content": [part]}]}) for part in (image, other)}
    assert len(texts) == 2


@pytest.mark.parametrize("body", [None, [], "Hi", {}, {"model": "m"}, {"messages": None}])
def test_a_body_without_content_gives_no_text(body: Any) -> None:
    assert content_text(body) == ""


def test_lists_in_lists_end_somewhere() -> None:
    deep: Any = "Hi"
    for _ in range(500):
        deep = [deep]
    assert isinstance(content_text({"input": deep}), str)


@given(JSON)
def test_any_body_gives_a_text(body: Any) -> None:
    assert isinstance(content_text({"input": body}), str)
    assert isinstance(content_text(body), str)


USER = {"role": "user", "content": "Why?"}

SAME = [
    (
        "a text as a part",
        {"messages": [USER]},
        {"messages": [{"role": "user", "content": [{"text": "Why?"}]}]},
    ),
    (
        "another endpoint",
        {"messages": [USER], "max_tokens": 5},
        {"input": [USER], "temperature": 0},
    ),
    ("a text in a list", {"input": "a"}, {"input": ["a"], "dimensions": 8}),
    ("kept for later", {"system": "s"}, {"system": [{"type": "text", "text": "s", "cache_control": {}}]}),
    ("no text", {"prompt": "a"}, {"prompt": "a", "input": None}),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_equal_content_in_another_form(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert content_text(one) == content_text(other) != ""
