"""A change alters what it names and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.failures.request_changes import Change, change_line, token_limit

CHAT = {"model": "m", "messages": [{"role": "user", "content": "Zürich\u2028😀"}]}


def line_of(body: Any, url: str = "/v1/chat/completions", key: str = "body") -> bytes:
    """A line with spaces, as many tools write it: the unchanged parts must keep them."""
    return json.dumps({"custom_id": "a", "method": "POST", "url": url, key: body}).encode() + b"\n"


MORE = Change("raise-tokens", value=900)
BOTH = {"max_tokens": 900, "max_completion_tokens": 900}
LESS = Change("lower-tokens", value=900)
RENAMED = Change("rename", "max_tokens", "max_completion_tokens")
CHANGES: list[tuple[str, dict[str, Any], Change, dict[str, Any]]] = [
    ("raised", {"max_tokens": 9}, MORE, {"max_tokens": 900}),
    ("llama", {"max_gen_len": 9}, MORE, {"max_gen_len": 900}),
    ("both-names", {"max_tokens": 9, "max_completion_tokens": 7}, MORE, BOTH),
    ("never-lowered", {"max_tokens": 901}, MORE, {"max_tokens": 901}),
    ("no-limit-yet", {}, MORE, {"max_completion_tokens": 900}),
    ("null", {"max_tokens": None}, MORE, {"max_tokens": 900}),
    ("lowered", {"max_completion_tokens": 10_000}, LESS, {"max_completion_tokens": 900}),
    ("never-raised", {"max_completion_tokens": 10}, LESS, {"max_completion_tokens": 10}),
    ("never-raised-from-a-float", {"max_tokens": 50.0}, LESS, {"max_tokens": 50}),
    ("set", {"max_tokens": 10_000}, Change("set-tokens", value=12), {"max_tokens": 12}),
    ("renamed", {"max_tokens": 5}, RENAMED, {"max_completion_tokens": 5}),
    ("renamed-onto-another", {"a": 1, "b": 2}, Change("rename", "a", "b"), {"b": 2}),
    ("nothing-to-rename", {"b": 2}, Change("rename", "a", "b"), {"b": 2}),
    ("model", {}, Change("set-model", value="n"), {"model": "n"}),
    ("dropped", {"temperature": 0.1, "seed": 1}, Change("drop", "temperature"), {"seed": 1}),
    ("dropped-by-path", {"response_format": {"type": "x"}}, Change("drop", "response_format.type"), {}),
    ("nothing-to-drop", {"seed": 1}, Change("drop", "temperature"), {"seed": 1}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "change", "after"), [case[1:] for case in CHANGES], ids=[case[0] for case in CHANGES]
)
def test_a_change_of_a_body(before: dict[str, Any], change: Change, after: dict[str, Any]) -> None:
    line = line_of(CHAT | before)
    written = change_line(line, [change])
    assert json.loads(written) == json.loads(line_of(CHAT | after))
    assert (written == line) == (before == after)


def test_a_line_without_a_url_gets_the_older_name_of_the_limit() -> None:
    body = {"model": "m", "messages": []}
    changed = json.loads(change_line(json.dumps({"custom_id": "a", "body": body}).encode(), [MORE]))
    assert changed == {"custom_id": "a", "body": {**body, "max_tokens": 900}}


EXACT = (
    b'"seed":123456789012345678901234567890,"metadata":{"n":"a","n":"b"},"messages":[{"role":"user","content":"x"}]}}\n'
)
"""The end of a request with more digits than a number has in Python, and a duplicate key."""


@pytest.mark.parametrize(
    ("start", "changes", "after"),
    [
        (b'"model":"m",', [Change("set-model", value="n")], b'"model":"n",'),
        (b'"max_tokens":5,', [RENAMED], b'"max_completion_tokens":5,'),
        (b'"b":1,"b":2,', [Change("rename", "b", "c")], b'"c":1,"c":2,'),
        (b'"user":"u",', [Change("drop", "user")], b""),
        (b'"user":"u","max_tokens":5,', [Change("drop", "user"), MORE], b'"max_tokens":900,'),
        (b'"user":1,"a":1,', [Change("drop", "user"), Change("rename", "a", "b")], b'"b":1,'),
    ],
)
def test_everything_else_stays_as_written(start: bytes, changes: list[Change], after: bytes) -> None:
    head = b'{"custom_id":"a","url":"/v1/chat/completions","body":{'
    assert change_line(head + start + EXACT, changes) == head + after + EXACT


def test_half_an_emoji_stays_as_written() -> None:
    line = rb'{"custom_id":"a","body":{"max_tokens":5,"seed":0.10,"messages":[{"content":"cut \ud83d"}]}}' + b"\n"
    assert change_line(line, [MORE]) == line.replace(b":5", b":900")


def test_a_renamed_parameter_keeps_its_place() -> None:
    body = {"model": "m", "max_tokens": 5, "messages": []}
    written = json.loads(change_line(line_of(body), [RENAMED]))
    assert list(written["body"]) == ["model", "max_completion_tokens", "messages"]
    assert list(written) == ["custom_id", "method", "url", "body"]


@pytest.mark.parametrize(
    ("url", "body", "name"),
    [
        ("/v1/responses", {"input": "x"}, "max_output_tokens"),
        ("/v1/completions", {"prompt": "x"}, "max_tokens"),
        ("/v1/embeddings", {"input": "x"}, None),
    ],
)
def test_a_new_limit_has_the_name_of_its_endpoint(url: str, body: dict[str, Any], name: str | None) -> None:
    line = line_of(body, url)
    written = json.loads(change_line(line, [MORE]))["body"]
    assert written == body | ({name: 900} if name else {})


@pytest.mark.parametrize("key", ["body", "params", "request", "modelInput"])
def test_a_body_of_any_provider_changes(key: str) -> None:
    assert json.loads(change_line(line_of({"max_tokens": 1}, key=key), [MORE]))[key] == {"max_tokens": 900}


INNER = [
    ("request", "generationConfig", "maxOutputTokens"),
    ("modelInput", "inferenceConfig", "maxTokens"),
    ("modelInput", "textGenerationConfig", "maxTokenCount"),
]


@pytest.mark.parametrize(("key", "outer", "inner"), INNER)
def test_a_limit_inside_another_object_changes(key: str, outer: str, inner: str) -> None:
    line = f'{{"key": "a", "{key}": {{"messages": [], "{outer}": {{"topP": 0.10, "{inner}": 5}}}}}}\n'.encode()
    assert change_line(line, [MORE]) == line.replace(b": 5", b": 900")
    assert change_line(line, [LESS]) == line
    assert token_limit(json.loads(line)[key]) == 5


@pytest.mark.parametrize("change", [MORE, Change("set-model", value="n")], ids=str)
@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("request", {"contents": [], "generationConfig": {"topP": 0.1}}),
        ("modelInput", {"messages": [], "inferenceConfig": {"topP": 0.1}}),
        ("modelInput", {"prompt": "x"}),
    ],
    ids=["gemini", "nova", "llama"],
)
def test_no_parameter_is_added_whose_name_may_differ(key: str, body: dict[str, Any], change: Change) -> None:
    line = line_of(body, key=key)
    assert change_line(line, [change]) == line


@pytest.mark.parametrize("line", [b'{"custom_id": "a"}\n', b"[1]\n", b'{"custom_id":"a","body":"x"}\n'])
def test_a_line_without_a_body_stays_unchanged(line: bytes) -> None:
    assert change_line(line, [MORE, Change("drop", "x")]) == line


WORDS = [
    (MORE, "Raise the length limit to 900 tokens", True),
    (Change("lower-tokens", value=4096), "Lower the length limit to 4,096 tokens", True),
    (Change("raise-tokens"), "Raise the length limit", False),
    (Change("set-tokens", value=0), "Set the length limit to 0 tokens", False),
    (Change("rename", "max_tokens", "b"), "Rename max_tokens to b", True),
    (Change("rename", "", "b"), "Rename  to b", False),
    (Change("set-model"), "Use another model", False),
    (Change("set-model", value="n"), "Use the model n", True),
    (Change("drop", "temperature"), "Leave temperature out", True),
    (Change("drop", "messages[0].name"), "Leave messages out", False),
]


@pytest.mark.parametrize(("change", "words", "is_ready"), WORDS, ids=[words for _, words, _ in WORDS])
def test_a_change_in_words_and_whether_it_is_ready(change: Change, words: str, is_ready: bool) -> None:
    assert (str(change), change.is_ready) == (words, is_ready)
    if not is_ready:
        with pytest.raises(ValueError, match="not ready"):
            change_line(line_of(CHAT), [change])


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ({"max_tokens": 5}, 5),
        ({"prompt": "x", "max_gen_len": 7}, 7),
        ({"max_tokens": "5"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_the_token_limit_of_a_body(body: Any, limit: int | None) -> None:
    assert token_limit(body) == limit


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=6,
)
bodies = st.dictionaries(st.sampled_from(["model", "messages", "temperature", "seed", "max_tokens", "x"]), values)
single_changes = st.sampled_from(
    [MORE, LESS, Change("drop", "temperature"), Change("rename", "seed", "x"), Change("set-model", value="n")]
)


@given(bodies, st.lists(single_changes, max_size=4))
def test_only_what_a_change_names_is_changed(body: dict[str, Any], several: list[Change]) -> None:
    line = line_of(body)
    again = json.loads(change_line(line, several))
    touched = {"drop": {"temperature"}, "rename": {"seed", "x"}, "set-model": {"model"}}
    limits = {"max_tokens", "max_completion_tokens"}
    names = set().union(*(touched.get(change.kind, limits) for change in several))
    assert {key: value for key, value in again["body"].items() if key not in names} == {
        key: value for key, value in body.items() if key not in names
    }
    assert again | {"body": body} == json.loads(line)
    assert change_line(change_line(line, several), several) == change_line(line, several) or len(several) > 1
    if not several:
        assert change_line(line, several) == line
