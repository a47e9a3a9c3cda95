"""What is found in a batch file: every rule in a file that breaks it, and nothing in files that are right."""

import json
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from lib.check import CheckedFile, check_file
from lib.check.line import LineCheck
from lib.check.rule import IMPACTS
from lib.check.rules import RULES
from lib.providers import PROVIDERS, Limits
from tests.support.request_lines import chat, embed, line, respond, written


class Fault(NamedTuple):
    """A file with a fault."""

    data: bytes
    rule: str
    lines: list[int]
    path: str = ""
    provider: str = "OpenAI"
    name: str = "batch.jsonl"


def said(content: Any) -> dict[str, Any]:
    """A request of one message with that content."""
    return line(body=chat(messages=[{"role": "user", "content": content}]))


def form(given: Any) -> dict[str, Any]:
    return line(body=chat(response_format=given))


SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
OPEN = {**SCHEMA, "additionalProperties": True}
PRETTY = json.dumps(line("b"), indent=2).encode()

FRENCH = "Où est la forêt, à côté du café ? Là-bas, près de l'été."
NAN = written(embed(dimensions=7)).replace(b"7", b"NaN")

FAULTS = {
    "no request": Fault(b"", "empty-file", [0]),
    "only blanks": Fault(b"\n \n", "blank-end", [1, 2]),
    "a table": Fault(b"id,question\n1,why\n", "empty-file", [0]),
    "UTF-16": Fault(written(line()).decode().encode("utf-16"), "encoding", [0]),
    "UTF-16 without a mark": Fault(written(line()).decode().encode("utf-16-le"), "encoding", [0]),
    "Windows-1252": Fault(written(said(FRENCH)).decode().encode("cp1252"), "encoding", [0]),
    "byte order mark": Fault(b"\xef\xbb\xbf" + written(line()), "bom", [0]),
    "byte order mark inside": Fault(written(line(), b"\xef\xbb\xbf" + json.dumps(line("b")).encode()), "bom", [2], "$"),
    "blank line": Fault(written(line(), b"", b" \t", line("b")), "blank-line", [2, 3]),
    "blank first line": Fault(written(b"", line()), "blank-line", [1]),
    "blank end": Fault(written(line(), b"", b""), "blank-end", [2, 3]),
    "CR LF": Fault(written(line(), line("b")).replace(b"\n", b"\r\n"), "crlf", [0]),
    "wrong ending": Fault(written(line()), "extension", [0], name="batch.txt"),
    "too many requests": Fault(written(*(line(f"{at}") for at in range(50_001))), "over-limit", [0]),
    "too many texts": Fault(written(*(embed(f"{at}", input=["x"] * 2_000) for at in range(26))), "over-limit", [0]),
    "more than is sure": Fault(written(*(line(f"{at}") for at in range(50_001))), "over-limit", [0], provider="Other"),
    "endpoints mixed": Fault(written(line(), embed("b", model="gpt-4o-mini")), "endpoints-mixed", [0]),
    "models mixed": Fault(written(line(), line("b", body=chat(model="gpt-4o"))), "models-mixed", [0]),
    "not JSON": Fault(written(line(), b'{"custom_id": "b", oops}'), "not-json", [2], "$"),
    "cut off": Fault(written(line()) + b'{"custom_id": "b", "meth', "not-json", [2], "$"),
    "NaN": Fault(NAN, "not-json", [1], "$"),
    "a bare text": Fault(written(line(), "hello"), "not-object", [2], "$"),
    "broken bytes": Fault(
        written(said("Übergrößenträger äöü " * 20)).replace("Ü".encode(), b"\xff", 1), "broken-text", [1], "$"
    ),
    "an id twice": Fault(
        written(line()).replace(b'{"custom_id"', b'{"custom_id": "x", "custom_id"', 1), "key-twice", [1], "$"
    ),
    "a body twice in each line": Fault(
        written(line("a"), line("b"), line("c")).replace(b'"body"', b'"body": {}, "body"'), "key-twice", [1, 2, 3], "$"
    ),
    "half an emoji": Fault(written(line()).replace(b"Name", rb"\ud83d Name"), "half-character", [1], "$"),
    "pretty-printed": Fault(written(line(), PRETTY, line("c")), "pretty-printed", [2], "$"),
    "pretty-printed last": Fault(written(line()) + PRETTY, "pretty-printed", [2], "$"),
    "array": Fault(json.dumps([line("a"), line("b")]).encode(), "array", [1, 1], "$"),
    "array over lines": Fault(
        b"[\n" + b",\n".join(json.dumps(line(f"{at}")).encode() for at in range(3)) + b"\n]\n", "array", [2, 3, 4], "$"
    ),
    "two on a line": Fault(json.dumps(line("a")).encode() + written(line("b")), "same-line", [1], "$"),
    "comma after": Fault(written(json.dumps(line()).encode() + b",", line("b")), "comma-after", [1], "$"),
    "end of an array": Fault(written(line(), json.dumps(line("b")).encode() + b"]"), "around", [2], "$"),
    "comma before": Fault(written(line(), b"," + json.dumps(line("b")).encode()), "around", [2], "$"),
    "form feed": Fault(written(line(), b"\f" + json.dumps(line("b")).encode()), "around", [2], "$"),
    "bare body": Fault(written(chat()), "bare-body", [1], "$"),
    "flat body": Fault(written({"custom_id": "a", **chat()}), "bare-body", [1], "$"),
    "custom_id and body": Fault(written(line("a", "method", "url")), "shape-pair", [1], "$"),
    "Anthropic": Fault(written({"custom_id": "a", "params": {**chat(), "max_tokens": 9}}), "shape-anthropic", [1], "$"),
    "Gemini": Fault(
        written({"key": "a", "request": {"contents": [{"parts": [{"text": "x"}]}]}}), "shape-gemini", [1], "$"
    ),
    "Bedrock": Fault(written({"recordId": "a", "modelInput": {"messages": []}}), "shape-bedrock", [1], "$"),
    "result": Fault(
        written({"id": "r", "custom_id": "a", "response": {"status_code": 200}, "error": None}),
        "shape-result",
        [1],
        "$",
    ),
    "key with a blank": Fault(written({**line("a", "method"), " method": "POST"}), "key-misspelt", [1], '$[" method"]'),
    "key in camel case": Fault(written({"customId": "a", **line("a", "custom_id")}), "key-misspelt", [1], "$.customId"),
    "unknown key": Fault(written({**line(), "priority": 1}), "key-unknown", [1], "$.priority"),
    "no id": Fault(written(line("a", "custom_id")), "id-missing", [1], "$.custom_id"),
    "id null": Fault(written(line(None)), "id-missing", [1], "$.custom_id"),
    "id a number": Fault(written(line(7)), "id-not-text", [1], "$.custom_id"),
    "id an object": Fault(written(line({"row": 7})), "id-not-text", [1], "$.custom_id"),
    "id empty": Fault(written(line(" ")), "id-empty", [1], "$.custom_id"),
    "id repeated": Fault(written(line("a"), line("b"), line("a"), line("a")), "id-duplicate", [1, 3, 4], "$.custom_id"),
    "id repeated as a number": Fault(written(line("7"), line(7)), "id-duplicate", [1, 2], "$.custom_id"),
    "id too long": Fault(written(line("x" * 65)), "id-too-long", [1], "$.custom_id", "Together"),
    "no method": Fault(written(line("a", "method")), "method-missing", [1], "$.method"),
    "GET": Fault(written(line(method="GET")), "method-wrong", [1], "$.method"),
    "no url": Fault(written(line("a", "url")), "url-missing", [1], "$.url"),
    "url without version": Fault(written(line(url="/chat/completions")), "url-spelling", [1], "$.url"),
    "url with host": Fault(
        written(line(url="https://api.openai.com/v1/chat/completions")), "url-spelling", [1], "$.url"
    ),
    "url misspelt": Fault(written(line(url="/v1/chat/completion")), "url-unknown", [1], "$.url"),
    "url unknown": Fault(written(line(url="/v1/nonsense")), "url-unknown", [1], "$.url"),
    "url not taken": Fault(written(embed()), "url-not-taken", [1], "$.url", "Groq"),
    "no body": Fault(written(line("a", "body")), "body-missing", [1], "$.body"),
    "body a list": Fault(written(line(body=[])), "body-not-object", [1], "$.body"),
    "body as text": Fault(written(line(body=json.dumps(chat()))), "body-not-object", [1], "$.body"),
    "no model": Fault(written(line(body=chat("model"))), "model-missing", [1], "$.body.model"),
    "model null": Fault(written(line(body=chat(model=None))), "model-missing", [1], "$.body.model"),
    "chat body at responses": Fault(written(line(url="/v1/responses")), "body-endpoint", [1], "$.body"),
    "responses body at chat": Fault(
        written(line(body=respond(instructions="Be brief.")["body"])), "body-endpoint", [1], "$.body"
    ),
    "no messages": Fault(written(line(body=chat("messages"))), "messages-missing", [1], "$.body"),
    "messages a text": Fault(written(line(body=chat(messages="hi"))), "messages-missing", [1], "$.body.messages"),
    "messages empty": Fault(written(line(body=chat(messages=[]))), "messages-empty", [1], "$.body.messages"),
    "message a text": Fault(written(line(body=chat(messages=["hi"]))), "message-shape", [1], "$.body.messages[0]"),
    "no role": Fault(
        written(line(body=chat(messages=[{"content": "hi"}]))), "message-shape", [1], "$.body.messages[0]"
    ),
    "bad role": Fault(
        written(line(body=chat(messages=[{"role": "bot", "content": "hi"}]))),
        "role-unknown",
        [1],
        "$.body.messages[0].role",
    ),
    "no content": Fault(
        written(line(body=chat(messages=[{"role": "user"}]))), "content-missing", [1], "$.body.messages[0].content"
    ),
    "content a number": Fault(written(said(7)), "content-shape", [1], "$.body.messages[0].content"),
    "content blank": Fault(written(said(" ")), "content-blank", [1], "$.body.messages[0].content"),
    "image as text": Fault(
        written(said([{"type": "image_url", "image_url": "https://x.y/z.png"}])),
        "part-shape",
        [1],
        "$.body.messages[0].content[0].image_url",
    ),
    "responses part in chat": Fault(
        written(said([{"type": "input_text", "text": "hi"}])), "part-shape", [1], "$.body.messages[0].content[0].type"
    ),
    "chat image in responses": Fault(
        written(respond(input=[{"role": "user", "content": [{"type": "input_image", "image_url": {"url": "x"}}]}])),
        "part-shape",
        [1],
        "$.body.input[0].content[0].image_url",
    ),
    "unknown part": Fault(
        written(said([{"type": "hologram"}])), "part-unknown", [1], "$.body.messages[0].content[0].type"
    ),
    "nothing to embed": Fault(written(embed(input=[])), "input-empty", [1], "$.body.input"),
    "empty text to embed": Fault(written(embed(input=["a", ""])), "input-empty", [1], "$.body.input[1]"),
    "input missing": Fault(written(line(url="/v1/embeddings", body={"model": "m"})), "input-missing", [1], "$.body"),
    "input a number": Fault(written(embed(input=7)), "input-shape", [1], "$.body.input"),
    "too many texts at once": Fault(written(embed(input=["x"] * 2_049)), "input-too-many", [1], "$.body.input"),
    "stream": Fault(written(line(body=chat(stream=True))), "stream", [1], "$.body.stream"),
    "stream as a text": Fault(written(line(body=chat(stream="True"))), "stream", [1], "$.body.stream", "vLLM"),
    "stream options": Fault(written(line(body=chat(stream_options={}))), "stream", [1], "$.body.stream_options"),
    "max_tokens of a reasoning model": Fault(
        written(line(body=chat(model="o4-mini", max_tokens=9))), "max-tokens-name", [1], "$.body.max_tokens"
    ),
    "temperature of a reasoning model": Fault(
        written(line(body=chat(model="gpt-5-nano", temperature=0))), "reasoning-sampling", [1], "$.body.temperature"
    ),
    "bare schema": Fault(written(form(SCHEMA)), "format-bare", [1], "$.body.response_format"),
    "form without schema": Fault(
        written(form({"type": "json_schema"})), "format-shape", [1], "$.body.response_format.json_schema"
    ),
    "form in the wrong place": Fault(
        written(respond(response_format={"type": "text"})), "format-shape", [1], "$.body.response_format"
    ),
    "no word JSON": Fault(written(form({"type": "json_object"})), "json-word", [1], "$.body.response_format"),
    "no word JSON in responses": Fault(
        written(respond(text={"format": {"type": "json_object"}})), "json-word", [1], "$.body.text.format"
    ),
    "open strict schema": Fault(
        written(form({"type": "json_schema", "json_schema": {"name": "a", "strict": True, "schema": OPEN}})),
        "schema-not-strict",
        [1],
        "$.body.response_format.json_schema.schema",
    ),
    "open strict tool": Fault(
        written(
            line(body=chat(tools=[{"type": "function", "function": {"name": "f", "strict": True, "parameters": OPEN}}]))
        ),
        "schema-not-strict",
        [1],
        "$.body.tools[0].function.parameters",
    ),
    "temperature a text": Fault(written(line(body=chat(temperature="0.5"))), "setting-type", [1], "$.body.temperature"),
    "half a token": Fault(written(line(body=chat(max_tokens=1.5))), "setting-type", [1], "$.body.max_tokens"),
    "temperature too high": Fault(
        written(line(body=chat(temperature=2.1))), "setting-range", [1], "$.body.temperature"
    ),
    "many stops": Fault(written(line(body=chat(stop=list("abcde")))), "setting-range", [1], "$.body.stop"),
    "floats": Fault(written(embed(encoding_format="float")), "float-vectors", [1], "$.body.encoding_format"),
    "unknown field": Fault(written(line(body=chat(temprature=1))), "field-unknown", [1], "$.body.temprature"),
}


def checked(data: bytes, provider: str = "OpenAI", name: str = "batch.jsonl") -> CheckedFile:
    return check_file(data, name, PROVIDERS[provider])


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_every_planted_fault_is_found_where_it_is(fault: Fault) -> None:
    found = [item for item in checked(fault.data, fault.provider, fault.name).findings if item.rule == fault.rule]
    assert [item.line for item in found] == fault.lines
    assert {item.path for item in found} == {fault.path}


def test_every_rule_is_planted_somewhere() -> None:
    """A rule that nothing breaks would not be missed; two have tests of their own, with limits that are smaller."""
    assert RULES.keys() - {fault.rule for fault in FAULTS.values()} == {"large-file", "line-too-large"}


def test_a_file_between_two_limits_is_risky() -> None:
    data = written(line("a"), line("b"))
    small = check_file(data, "a.jsonl", PROVIDERS["Parasail"].with_limits(Limits(bytes=len(data) - 1)))
    assert [(item.rule, small.impact(item)) for item in small.findings] == [("large-file", "risky")]


CLEAN = {
    "chat": written(line("007"), line("row 2 | x/y", body=chat(temperature=0, max_tokens=5, stream=False))),
    "no last line end": written(line())[:-1],
    "chat with parts": written(
        said([{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": "x"}}])
    ),
    "tool calls": written(
        line(
            body=chat(
                messages=[
                    {"role": "user", "content": "hi"},
                    {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]},
                    {"role": "tool", "tool_call_id": "1", "content": "x"},
                ]
            )
        )
    ),
    "embeddings": written(
        embed(), embed("b", input=["x", "y"]), embed("c", input=[1, 2]), embed("d", input=[[1], [2]])
    ),
    "responses": written(
        respond(), respond("b", input=[{"role": "user", "content": [{"type": "input_text", "text": "x"}]}])
    ),
    "strict": written(form({"type": "json_schema", "json_schema": {"name": "a", "strict": True, "schema": SCHEMA}})),
    "json object": written(
        line(body=chat(messages=[{"role": "user", "content": "As Json."}], response_format={"type": "json_object"}))
    ),
    "long id": written(line("x" * 69)),
    "separators inside": written(said("one\u2028two\u0085three")),
}


@pytest.mark.parametrize("data", CLEAN.values(), ids=CLEAN.keys())
def test_nothing_is_found_in_a_file_that_is_right(data: bytes) -> None:
    assert checked(data).findings == []


@pytest.mark.parametrize(
    ("provider", "value"),
    [
        ("Azure OpenAI", line(url="/chat/completions")),
        ("Azure OpenAI", line()),
        ("Together", line("a", "method", "url")),
        ("Parasail", line(url="/v1/score", body={"model": "m", "text_1": "a", "text_2": "b"})),
        ("vLLM", line(url="/v1/score", body={"model": "m", "text_1": "a", "text_2": "b"})),
        ("OpenAI", line(url="/v1/moderations", body={"model": "omni-moderation-latest", "input": "x"})),
        ("Other", line(url="/v4/chat/completions", body=chat(thinking={"type": "disabled"}))),
        ("Groq", line(body=chat(max_tokens=9, model="openai/gpt-oss-20b"))),
        ("vLLM", line(body=chat(response_format={"type": "json_object"}, min_p=0.1, guided_json={}))),
    ],
)
def test_what_a_provider_takes_is_no_fault_there(provider: str, value: dict[str, Any]) -> None:
    assert checked(written(value), provider).findings == []


def test_a_request_larger_than_a_file_may_be() -> None:
    data = written(line("a"), said("long " * 60))
    small = replace(PROVIDERS["OpenAI"], highest_bytes=300)
    found = [(item.rule, item.line) for item in check_file(data, "batch.jsonl", small).findings]
    assert ("line-too-large", 2) in found
    assert ("line-too-large", 1) not in found


def test_several_models_are_no_fault_where_they_may_be_mixed() -> None:
    data = written(line("a"), line("b", body=chat(model="m-2")))
    assert checked(data, "Parasail").findings == []
    assert [item.rule for item in checked(data, "Azure OpenAI").findings] == ["models-mixed"]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_says_what_to_do_and_where_it_is_from(rule: Any) -> None:
    assert rule.todo.endswith(".")
    assert rule.source
    assert rule.severity in IMPACTS
    assert set(rule.at) <= PROVIDERS.keys()


def test_the_encoding_is_named() -> None:
    data = written(said(FRENCH)).decode().encode("cp1252")
    found = checked(data)
    assert found.text.encoding == "Windows-1252 (Western)"
    assert "forêt" in found.value(0)["body"]["messages"][0]["content"]


def test_all_faults_of_a_line_are_found_at_once() -> None:
    value = {**line(7, "method", url="/chat/completions", body=chat("model", stream=True, temperature=3)), "x": 1}
    rules = {"key-unknown", "id-not-text", "method-missing", "url-spelling", "model-missing", "stream", "setting-range"}
    assert {item.rule for item in checked(written(value)).findings} == rules


def test_the_nearest_name_is_offered() -> None:
    data = written({"customId": "a", **line("a", "custom_id", url="/v1/chat/completion", body=chat(temprature=1))})
    details = " ".join(item.detail for item in checked(data).findings)
    assert 'should be "custom_id"' in details
    assert 'Did you mean "/v1/chat/completions"?' in details
    assert 'Did you mean "temperature"?' in details


def test_columns_of_the_file_are_kept() -> None:
    data = written(line("a"), line(7), line(None), embed("e", input=["x", "y"]), {"custom_id": "f", "params": chat()})
    found = checked(data)
    assert found.ids == ["a", "7", None, "e", "f"]
    assert found.models == ["gpt-4o-mini"] * 3 + ["text-embedding-3-small", "gpt-4o-mini"]
    assert found.endpoints[3:] == ["/v1/embeddings", "/v1/chat/completions"]
    assert found.inputs == {3: 2}
    assert list(found.lines) == [1, 2, 3, 4, 5]


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    check_file(
        written(*(line(f"{at}") for at in range(2_500))), "a.jsonl", PROVIDERS["OpenAI"], lambda *at: told.append(at)
    )
    assert len(told) == 4
    assert told == [*sorted(told[:-1]), (1, 1)]


def test_a_line_is_judged_alike_whatever_stood_before_it() -> None:
    """Lines like the one before are passed quickly; that must never change what is said of them."""
    values = [json.loads(row) for fault in FAULTS.values() for row in fault.data.split(b"\n")[:3] if _is_json(row)]
    for name, provider in PROVIDERS.items():
        shared = LineCheck(provider)
        for value in values:
            alone = list(LineCheck(provider).flaws(json.loads(json.dumps(value))))
            for _ in range(2):
                fits = shared.pattern is not None and shared.pattern.fits(value)
                found = shared.pattern.flaws if fits and shared.pattern else shared.flaws(value)
                assert list(found) == alone, (name, value)


def _is_json(row: bytes) -> bool:
    try:
        return isinstance(json.loads(row.decode()), dict)
    except ValueError:
        return False
