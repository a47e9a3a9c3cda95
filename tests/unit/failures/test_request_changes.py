"""A fix changes what it says and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.failures.request_changes import Change, fixed, limit_of

CHAT = {"model": "m", "messages": [{"role": "user", "content": "Zürich\u2028😀"}]}


def line_of(body: Any, url: str = "/v1/chat/completions", key: str = "body") -> bytes:
    """Written with blanks, as many tools do: what is not changed must keep them."""
    return json.dumps({"custom_id": "a", "method": "POST", "url": url, key: body}).encode() + b"\n"


MORE = Change("raise-tokens", value=900)
BOTH = {"max_tokens": 900, "max_completion_tokens": 900}
LESS = Change("lower-tokens", value=900)
RENAMED = Change("rename", "max_tokens", "max_completion_tokens")
FIXES: list[tuple[str, dict[str, Any], Change, dict[str, Any]]] = [
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


@pytest.mark.parametrize(("before", "fix", "after"), [case[1:] for case in FIXES], ids=[case[0] for case in FIXES])
def test_fixes(before: dict[str, Any], fix: Change, after: dict[str, Any]) -> None:
    line = line_of(CHAT | before)
    written = fixed(line, [fix])
    assert json.loads(written) == json.loads(line_of(CHAT | after))
    assert (written == line) == (before == after)


EXACT = (
    b'"seed":123456789012345678901234567890,"metadata":{"n":"a","n":"b"},"messages":[{"role":"user","content":"x"}]}}\n'
)
"""The end of a request with more digits than a number has in Python, and a key twice."""


@pytest.mark.parametrize(
    ("start", "fixes", "after"),
    [
        (b'"model":"m",', [Change("set-model", value="n")], b'"model":"n",'),
        (b'"max_tokens":5,', [RENAMED], b'"max_completion_tokens":5,'),
        (b'"b":1,"b":2,', [Change("rename", "b", "c")], b'"c":1,"c":2,'),
        (b'"user":"u",', [Change("drop", "user")], b""),
        (b'"user":"u","max_tokens":5,', [Change("drop", "user"), MORE], b'"max_tokens":900,'),
        (b'"user":1,"a":1,', [Change("drop", "user"), Change("rename", "a", "b")], b'"b":1,'),
    ],
)
def test_all_else_stays_as_it_was_written(start: bytes, fixes: list[Change], after: bytes) -> None:
    head = b'{"custom_id":"a","url":"/v1/chat/completions","body":{'
    assert fixed(head + start + EXACT, fixes) == head + after + EXACT


def test_half_an_emoji_stays_as_it_was_written() -> None:
    line = rb'{"custom_id":"a","body":{"max_tokens":5,"seed":0.10,"messages":[{"content":"cut \ud83d"}]}}' + b"\n"
    assert fixed(line, [MORE]) == line.replace(b":5", b":900")


def test_a_renamed_parameter_keeps_its_place() -> None:
    body = {"model": "m", "max_tokens": 5, "messages": []}
    written = json.loads(fixed(line_of(body), [RENAMED]))
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
def test_the_limit_has_the_name_of_its_endpoint(url: str, body: dict[str, Any], name: str | None) -> None:
    line = line_of(body, url)
    written = json.loads(fixed(line, [MORE]))["body"]
    assert written == body | ({name: 900} if name else {})


@pytest.mark.parametrize("key", ["body", "params", "request", "modelInput"])
def test_the_body_of_any_provider(key: str) -> None:
    assert json.loads(fixed(line_of({"max_tokens": 1}, key=key), [MORE]))[key] == {"max_tokens": 900}


INNER = [
    ("request", "generationConfig", "maxOutputTokens"),
    ("modelInput", "inferenceConfig", "maxTokens"),
    ("modelInput", "textGenerationConfig", "maxTokenCount"),
]


@pytest.mark.parametrize(("key", "outer", "inner"), INNER)
def test_a_limit_inside_another_object(key: str, outer: str, inner: str) -> None:
    line = f'{{"key": "a", "{key}": {{"messages": [], "{outer}": {{"topP": 0.10, "{inner}": 5}}}}}}\n'.encode()
    assert fixed(line, [MORE]) == line.replace(b": 5", b": 900")
    assert fixed(line, [LESS]) == line
    assert limit_of(json.loads(line)[key]) == 5


@pytest.mark.parametrize("fix", [MORE, Change("set-model", value="n")], ids=str)
@pytest.mark.parametrize(
    ("key", "body"),
    [
        ("request", {"contents": [], "generationConfig": {"topP": 0.1}}),
        ("modelInput", {"messages": [], "inferenceConfig": {"topP": 0.1}}),
        ("modelInput", {"prompt": "x"}),
    ],
    ids=["gemini", "nova", "llama"],
)
def test_nothing_is_added_that_a_model_may_call_otherwise(key: str, body: dict[str, Any], fix: Change) -> None:
    line = line_of(body, key=key)
    assert fixed(line, [fix]) == line


@pytest.mark.parametrize("line", [b'{"custom_id": "a"}\n', b"[1]\n", b'{"custom_id":"a","body":"x"}\n'])
def test_a_line_without_a_body_stays(line: bytes) -> None:
    assert fixed(line, [MORE, Change("drop", "x")]) == line


WORDS = [
    (MORE, "Raise the max tokens to 900", True),
    (Change("lower-tokens", value=4096), "Lower the max tokens to 4,096", True),
    (Change("raise-tokens"), "Raise the max tokens", False),
    (Change("set-tokens", value=0), "Set the max tokens to 0", False),
    (Change("rename", "max_tokens", "b"), "Rename max_tokens to b", True),
    (Change("rename", "", "b"), "Rename  to b", False),
    (Change("set-model"), "Use another model", False),
    (Change("set-model", value="n"), "Use the model n", True),
    (Change("drop", "temperature"), "Leave temperature out", True),
    (Change("drop", "messages[0].name"), "Leave messages out", False),
]


@pytest.mark.parametrize(("fix", "words", "ready"), WORDS, ids=[words for _, words, _ in WORDS])
def test_in_words_and_whether_it_is_ready(fix: Change, words: str, ready: bool) -> None:
    assert (str(fix), fix.ready) == (words, ready)
    if not ready:
        with pytest.raises(ValueError, match="not ready"):
            fixed(line_of(CHAT), [fix])


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
def test_the_limit_of_a_body(body: Any, limit: int | None) -> None:
    assert limit_of(body) == limit


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=6,
)
bodies = st.dictionaries(st.sampled_from(["model", "messages", "temperature", "seed", "max_tokens", "x"]), values)
fixes = st.sampled_from(
    [MORE, LESS, Change("drop", "temperature"), Change("rename", "seed", "x"), Change("set-model", value="n")]
)


@given(bodies, st.lists(fixes, max_size=4))
def test_only_what_a_fix_names_changes(body: dict[str, Any], several: list[Change]) -> None:
    line = line_of(body)
    again = json.loads(fixed(line, several))
    touched = {"drop": {"temperature"}, "rename": {"seed", "x"}, "set-model": {"model"}}
    limits = {"max_tokens", "max_completion_tokens"}
    names = set().union(*(touched.get(fix.kind, limits) for fix in several))
    assert {key: value for key, value in again["body"].items() if key not in names} == {
        key: value for key, value in body.items() if key not in names
    }
    assert again | {"body": body} == json.loads(line)
    assert fixed(fixed(line, several), several) == fixed(line, several) or len(several) > 1
    if not several:
        assert fixed(line, several) == line
