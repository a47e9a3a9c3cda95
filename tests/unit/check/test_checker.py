"""The findings of a batch file: each rule in a file that breaks it, and none in a correct file."""

import json
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from lib.check import CheckedFile, broken_line, check_file
from lib.check.line import LineCheck
from lib.check.rule import IMPACTS
from lib.check.rules import RULES
from lib.providers import PROVIDERS, Limits
from tests.support.request_lines import chat, embed, line, respond, written


class Broken(NamedTuple):
    """A file that breaks a rule."""

    data: bytes
    rule: str
    lines: list[int]
    path: str = ""
    provider: str = "OpenAI"
    name: str = "batch.jsonl"


def message(content: Any) -> dict[str, Any]:
    """A request with one message of this content."""
    return line(body=chat(messages=[{"role": "user", "content": content}]))


def answer_format(response_format: Any) -> dict[str, Any]:
    """A request with this answer format."""
    return line(body=chat(response_format=response_format))


SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
NOTHING = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
OPEN = {**SCHEMA, "additionalProperties": True}
PRETTY = json.dumps(line("b"), indent=2).encode()

FRENCH = "Où est la forêt, à côté du café ? Là-bas, près de l'été."
TEXT = json.dumps(line(), ensure_ascii=False).encode()
NAN = written(embed(dimensions=7)).replace(b"7", b"NaN")

BROKEN = {
    "no request": Broken(b"", "empty-file", [0]),
    "only blanks": Broken(b"\n \n", "blank-end", [1, 2]),
    "a table": Broken(b"id,question\n1,why\n", "empty-file", [0]),
    "UTF-16": Broken(written(line()).decode().encode("utf-16"), "encoding", [0]),
    "UTF-16 without a mark": Broken(written(line()).decode().encode("utf-16-le"), "encoding", [0]),
    "Windows-1252": Broken(written(message(FRENCH)).decode().encode("cp1252"), "encoding", [0]),
    "byte order mark": Broken(b"\xef\xbb\xbf" + written(line()), "bom", [0]),
    "byte order mark inside": Broken(
        written(line(), b"\xef\xbb\xbf" + json.dumps(line("b")).encode()), "bom", [2], "$"
    ),
    "Ctrl-Z at the end": Broken(written(line()) + b"\x1a", "end-marks", [0]),
    "brackets and fences alone": Broken(b"```json\n" + written(line()) + b"]\n;\n```\n", "only-marks", [1, 3, 4, 5]),
    "blank line": Broken(written(line(), b"", b" \t", line("b")), "blank-line", [2, 3]),
    "blank first line": Broken(written(b"", line()), "blank-line", [1]),
    "blank end": Broken(written(line(), b"", b""), "blank-end", [2, 3]),
    "CR LF": Broken(written(line(), line("b")).replace(b"\n", b"\r\n"), "crlf", [0]),
    "wrong ending": Broken(written(line()), "extension", [0], name="batch.txt"),
    "too many requests": Broken(written(*(line(f"{number}") for number in range(50_001))), "over-limit", [0]),
    "too many texts": Broken(
        written(*(embed(f"{number}", input=["x"] * 2_000) for number in range(26))), "over-limit", [0]
    ),
    "more than is safe": Broken(
        written(*(line(f"{number}") for number in range(50_001))), "over-limit", [0], provider="Other"
    ),
    "endpoints mixed": Broken(written(line(), embed("b", model="gpt-4o-mini")), "endpoints-mixed", [0]),
    "another model": Broken(
        written(line(), line("b", body=chat(model="gpt-4o"))), "model-other", [0], provider="Parasail"
    ),
    "models mixed": Broken(written(line(), line("b", body=chat(model="gpt-4o"))), "models-mixed", [0]),
    "not JSON": Broken(written(line(), b'{"custom_id": "b", oops}'), "not-json", [2], "$"),
    "cut off in a key": Broken(written(line()) + b'{"custom_id": "b", "meth', "not-json", [2], "$"),
    "NaN": Broken(NAN, "json-no-number", [1], "$"),
    "a number too large": Broken(NAN.replace(b"NaN", b"1e999"), "not-json", [1], "$"),
    "Windows-1252 in one line": Broken(
        written(message(FRENCH), message(FRENCH).copy() | {"custom_id": "b"})
        + written(line("c", body=chat(user="caf\xe9"))).decode().encode("cp1252"),
        "line-encoding",
        [3],
        "$",
    ),
    "doubled quotes": Broken(b'"' + TEXT.replace(b'"', b'""') + b'"\n', "json-doubled", [1], "$"),
    "a semicolon": Broken(TEXT + b";\n", "json-around", [1], "$"),
    "a last comma": Broken(TEXT[:-1] + b",}\n", "json-commas", [1], "$"),
    "curly quotes": Broken(TEXT.replace(b'"user"', "“user”".encode()) + b"\n", "json-quotes", [1], "$"),
    "Python's None": Broken(TEXT.replace(b'"user"', b"None") + b"\n", "json-literals", [1], "$"),
    "a comment": Broken(TEXT + b" // the first\n", "json-comments", [1], "$"),
    "a torn line": Broken(written(line("z")) + TEXT.replace(b"Name", b"Name\n\n") + b"\n", "json-controls", [2], "$"),
    "a single backslash": Broken(TEXT.replace(b"Name", rb"C:\Name") + b"\n", "json-backslashes", [1], "$"),
    "a path": Broken(TEXT.replace(b"Name", rb"C:\new\Users") + b"\n", "json-paths", [1], "$"),
    "a bare key": Broken(TEXT.replace(b'"url"', b"url") + b"\n", "json-keys", [1], "$"),
    "a missing bracket": Broken(TEXT[:-1] + b"\n", "json-brackets", [1], "$"),
    "an invisible space": Broken(TEXT.replace(b": ", ":\xa0".encode()) + b"\n", "json-invisible", [1], "$"),
    "quotes in a text": Broken(TEXT.replace(b"river", b'"river"') + b"\n", "json-inner-quotes", [1], "$"),
    "a comment beside a text": Broken(
        TEXT.replace(b'"user"', b'"user" /* or system */') + b"\n", "json-text-comments", [1], "$"
    ),
    "a bracket with several places": Broken(
        written(line(body={"metadata": {"a": "b", "c": "d"}, **chat()}))[:-2], "json-bracket-place", [1], "$"
    ),
    "cut in a text": Broken(TEXT[:-12] + b"\n", "json-cut", [1], "$"),
    "JSON in a text": Broken(written(json.dumps(line())), "json-text", [1], "$"),
    "a list in an object": Broken(
        written({"requests": [line("a"), line("b")], "count": 2}, line("c")), "array", [1, 1], "$"
    ),
    "more in an object around a list": Broken(
        written({"model": "m", "requests": [line("a"), line("b"), 7], "meta": {"by": "me"}, "n": []}),
        "wrapper-rest",
        [1],
        "$",
    ),
    "a bare text": Broken(written(line(), "hello"), "not-object", [2], "$"),
    "broken bytes": Broken(
        written(message("Übergrößenträger äöü " * 20)).replace("Ü".encode(), b"\xff", 1), "broken-text", [1], "$"
    ),
    "a duplicate id key": Broken(
        written(line()).replace(b'{"custom_id"', b'{"custom_id": "x", "custom_id"', 1), "key-differs", [1], "$"
    ),
    "a duplicate key in the last line": Broken(
        written(line("a"), line("b"), line("c"))
        .replace(b'"content"', b'"content": "x", "content"')
        .replace(b'"content": "x", ', b"", 2),
        "key-differs",
        [3],
        "$",
    ),
    "a duplicate key with spaces": Broken(
        written(line("a"), line("b")).replace(b'"method"', b'"method" : "POST", "method"'), "key-twice", [1, 2], "$"
    ),
    "a duplicate key deep inside": Broken(
        written(line("a", body=chat(metadata={"k": "v"}))).replace(b'"k"', b'"k":"w","k"'), "key-differs", [1], "$"
    ),
    "a duplicate body key in each line": Broken(
        written(line("a"), line("b"), line("c")).replace(b'"body"', b'"body": {}, "body"'),
        "key-differs",
        [1, 2, 3],
        "$",
    ),
    "a duplicate key beside one that ends in a backslash": Broken(
        written(line("a", body=chat(metadata={"k\\": "v"}))).replace(b'"url"', b'"url":"/x", "url"'),
        "key-differs",
        [1],
        "$",
    ),
    "half an emoji": Broken(written(line()).replace(b"Name", rb"\ud83d Name"), "half-character", [1], "$"),
    "pretty-printed": Broken(written(line(), PRETTY, line("c")), "pretty-printed", [2], "$"),
    "pretty-printed last": Broken(written(line()) + PRETTY, "pretty-printed", [2], "$"),
    "array": Broken(json.dumps([line("a"), line("b")]).encode(), "array", [1, 1], "$"),
    "array over lines": Broken(
        b"[\n" + b",\n".join(json.dumps(line(f"{number}")).encode() for number in range(3)) + b"\n]\n",
        "array",
        [2, 3, 4],
        "$",
    ),
    "two on a line": Broken(json.dumps(line("a")).encode() + written(line("b")), "same-line", [1], "$"),
    "comma after": Broken(written(json.dumps(line()).encode() + b",", line("b")), "comma-after", [1], "$"),
    "end of an array": Broken(written(line(), json.dumps(line("b")).encode() + b"]"), "around", [2], "$"),
    "comma before": Broken(written(line(), b"," + json.dumps(line("b")).encode()), "around", [2], "$"),
    "form feed": Broken(written(line(), b"\f" + json.dumps(line("b")).encode()), "around", [2], "$"),
    "bare body": Broken(written(chat()), "bare-body", [1], "$"),
    "flat body": Broken(written({"custom_id": "a", **chat()}), "bare-body", [1], "$"),
    "custom_id and body": Broken(written(line("a", "method", "url")), "shape-pair", [1], "$"),
    "Anthropic": Broken(
        written({"custom_id": "a", "params": {**chat(), "max_tokens": 9}}), "shape-anthropic", [1], "$"
    ),
    "Gemini": Broken(
        written({"key": "a", "request": {"contents": [{"parts": [{"text": "x"}]}]}}), "shape-gemini", [1], "$"
    ),
    "Cohere": Broken(written({"model": "command-r", "message": "hi", "chat_history": []}), "shape-cohere", [1], "$"),
    "Gemini without a key": Broken(written({"contents": [{"parts": [{"text": "x"}]}]}), "shape-gemini", [1], "$"),
    "Bedrock": Broken(written({"recordId": "a", "modelInput": {"messages": []}}), "shape-bedrock", [1], "$"),
    "result": Broken(
        written({"id": "r", "custom_id": "a", "response": {"status_code": 200}, "error": None}),
        "shape-result",
        [1],
        "$",
    ),
    "key with a blank": Broken(
        written({**line("a", "method"), " method": "POST"}), "key-misspelt", [1], '$[" method"]'
    ),
    "key in camel case": Broken(
        written({"customId": "a", **line("a", "custom_id")}), "key-misspelt", [1], "$.customId"
    ),
    "method and url at Mistral": Broken(written(line()), "method-needless", [1], "$", "Mistral"),
    "unknown key": Broken(written({**line(), "priority": 1}), "key-unknown", [1], "$.priority"),
    "no id": Broken(written(line("a", "custom_id")), "id-missing", [1], "$.custom_id"),
    "id in the body": Broken(
        written(line("a", "custom_id", body=chat(custom_id="a"))), "id-inside", [1], "$.body.custom_id"
    ),
    "id in metadata": Broken(
        written(line("a", "custom_id", body=chat(metadata={"customId": "a"}))),
        "id-inside",
        [1],
        "$.body.metadata.customId",
    ),
    "id null": Broken(written(line(None)), "id-missing", [1], "$.custom_id"),
    "id a number": Broken(written(line(7)), "id-not-text", [1], "$.custom_id"),
    "id an object": Broken(written(line({"row": 7})), "id-not-text", [1], "$.custom_id"),
    "id empty": Broken(written(line(" ")), "id-empty", [1], "$.custom_id"),
    "id repeated": Broken(
        written(line("a"), line("b"), line("a"), line("a")), "id-duplicate", [1, 3, 4], "$.custom_id"
    ),
    "id repeated as a number": Broken(written(line("7"), line(7)), "id-duplicate", [1, 2], "$.custom_id"),
    "id too long": Broken(written(line("x" * 65)), "id-too-long", [1], "$.custom_id", "Together"),
    "no method": Broken(written(line("a", "method")), "method-missing", [1], "$.method"),
    "GET": Broken(written(line(method="GET")), "method-wrong", [1], "$.method"),
    "no url": Broken(written(line("a", "url")), "url-missing", [1], "$.url"),
    "url without version": Broken(written(line(url="/chat/completions")), "url-spelling", [1], "$.url"),
    "url with host": Broken(
        written(line(url="https://api.openai.com/v1/chat/completions")), "url-spelling", [1], "$.url"
    ),
    "url misspelled": Broken(written(line(url="/v1/chat/completion")), "url-unknown", [1], "$.url"),
    "url unknown": Broken(written(line(url="/v1/nonsense")), "url-unknown", [1], "$.url"),
    "url not taken": Broken(written(embed()), "url-not-taken", [1], "$.url", "Groq"),
    "no body": Broken(written(line("a", "body")), "body-missing", [1], "$.body"),
    "body a list": Broken(written(line(body=[])), "body-not-object", [1], "$.body"),
    "body as text": Broken(written(line(body=json.dumps(chat()))), "body-not-object", [1], "$.body"),
    "no model": Broken(written(line(body=chat("model"))), "model-missing", [1], "$.body.model"),
    "model null": Broken(written(line(body=chat(model=None))), "model-missing", [1], "$.body.model"),
    "chat body at responses": Broken(written(line(url="/v1/responses")), "body-endpoint", [1], "$.body"),
    "responses body at chat": Broken(
        written(line(body=respond(instructions="Be brief.")["body"])), "body-endpoint", [1], "$.body"
    ),
    "no messages": Broken(written(line(body=chat("messages"))), "messages-missing", [1], "$.body"),
    "messages a text": Broken(written(line(body=chat(messages="hi"))), "messages-missing", [1], "$.body.messages"),
    "messages empty": Broken(written(line(body=chat(messages=[]))), "messages-empty", [1], "$.body.messages"),
    "message a text": Broken(written(line(body=chat(messages=["hi"]))), "message-shape", [1], "$.body.messages[0]"),
    "no role": Broken(
        written(line(body=chat(messages=[{"content": "hi"}]))), "message-shape", [1], "$.body.messages[0]"
    ),
    "bad role": Broken(
        written(line(body=chat(messages=[{"role": "bot", "content": "hi"}]))),
        "role-unknown",
        [1],
        "$.body.messages[0].role",
    ),
    "no content": Broken(
        written(line(body=chat(messages=[{"role": "user"}]))), "content-missing", [1], "$.body.messages[0].content"
    ),
    "content a number": Broken(written(message(7)), "content-shape", [1], "$.body.messages[0].content"),
    "content blank": Broken(written(message(" ")), "content-blank", [1], "$.body.messages[0].content"),
    "image as text": Broken(
        written(message([{"type": "image_url", "image_url": "https://x.y/z.png"}])),
        "part-shape",
        [1],
        "$.body.messages[0].content[0].image_url",
    ),
    "responses part in chat": Broken(
        written(message([{"type": "input_text", "text": "hi"}])),
        "part-shape",
        [1],
        "$.body.messages[0].content[0].type",
    ),
    "chat image in responses": Broken(
        written(respond(input=[{"role": "user", "content": [{"type": "input_image", "image_url": {"url": "x"}}]}])),
        "part-shape",
        [1],
        "$.body.input[0].content[0].image_url",
    ),
    "unknown part": Broken(
        written(message([{"type": "hologram"}])), "part-unknown", [1], "$.body.messages[0].content[0].type"
    ),
    "nothing to embed": Broken(written(embed(input=[])), "input-empty", [1], "$.body.input"),
    "empty text to embed": Broken(written(embed(input=["a", ""])), "input-empty", [1], "$.body.input[1]"),
    "input missing": Broken(written(line(url="/v1/embeddings", body={"model": "m"})), "input-missing", [1], "$.body"),
    "input a number": Broken(written(embed(input=7)), "input-shape", [1], "$.body.input"),
    "too many texts at once": Broken(written(embed(input=["x"] * 2_049)), "input-too-many", [1], "$.body.input"),
    "stream": Broken(written(line(body=chat(stream=True))), "stream", [1], "$.body.stream"),
    "stream as a text": Broken(written(line(body=chat(stream="True"))), "stream", [1], "$.body.stream", "vLLM"),
    "stream options": Broken(written(line(body=chat(stream_options={}))), "stream", [1], "$.body.stream_options"),
    "max_tokens of a reasoning model": Broken(
        written(line(body=chat(model="o4-mini", max_tokens=9))), "max-tokens-name", [1], "$.body.max_tokens"
    ),
    "temperature of a reasoning model": Broken(
        written(line(body=chat(model="gpt-5-nano", temperature=0))), "model-setting", [1], "$.body.temperature"
    ),
    "bare schema": Broken(written(answer_format(SCHEMA)), "format-bare", [1], "$.body.response_format"),
    "form without schema": Broken(
        written(answer_format({"type": "json_schema"})), "format-shape", [1], "$.body.response_format.json_schema"
    ),
    "form in the wrong place": Broken(
        written(respond(response_format={"type": "text"})), "format-shape", [1], "$.body.response_format"
    ),
    "no word JSON": Broken(written(answer_format({"type": "json_object"})), "json-word", [1], "$.body.response_format"),
    "no word JSON in responses": Broken(
        written(respond(text={"format": {"type": "json_object"}})), "json-word", [1], "$.body.text.format"
    ),
    "open strict schema": Broken(
        written(answer_format({"type": "json_schema", "json_schema": {"name": "a", "strict": True, "schema": OPEN}})),
        "schema-not-strict",
        [1],
        "$.body.response_format.json_schema.schema",
    ),
    "open strict tool": Broken(
        written(
            line(body=chat(tools=[{"type": "function", "function": {"name": "f", "strict": True, "parameters": OPEN}}]))
        ),
        "schema-not-strict",
        [1],
        "$.body.tools[0].function.parameters",
    ),
    "temperature a text": Broken(
        written(line(body=chat(temperature="0.5"))), "setting-type", [1], "$.body.temperature"
    ),
    "half a token": Broken(written(line(body=chat(max_tokens=1.5))), "setting-type", [1], "$.body.max_tokens"),
    "temperature too high": Broken(
        written(line(body=chat(temperature=2.1))), "setting-range", [1], "$.body.temperature"
    ),
    "many stops": Broken(written(line(body=chat(stop=list("abcde")))), "setting-range", [1], "$.body.stop"),
    "floats": Broken(written(embed(encoding_format="float")), "float-vectors", [1], "$.body.encoding_format"),
    "a model's setting": Broken(written(line(body=chat(model="o3", stop=["x"]))), "model-setting", [1], "$.body.stop"),
    "a doubtful setting": Broken(
        written(line(body=chat(model="gpt-5.5", stop=["x"]))), "model-doubt", [1], "$.body.stop"
    ),
    "an unknown model": Broken(written(line(body=chat(model="gpt-99"))), "model-unknown", [0]),
    "a model with a space": Broken(written(line(body=chat(model="gpt 4o"))), "model-name", [1], "$.body.model"),
    "a model of the past": Broken(
        written(line(body=chat(model="gpt-3.5-turbo-0301"))), "model-shutdown", [1], "$.body.model"
    ),
    "functions": Broken(written(line(body=chat(functions=[{"name": "f"}]))), "functions", [1], "$.body.functions"),
    "a model to embed": Broken(
        written(line(body=chat(model="text-embedding-3-small"))), "model-endpoint", [1], "$.body.model"
    ),
    "top_logprobs alone": Broken(written(line(body=chat(top_logprobs=2))), "setting-pair", [1], "$.body.top_logprobs"),
    "metadata alone": Broken(
        written(line(body=chat(metadata={"a": "b"}))), "setting-pair-doubt", [1], "$.body.metadata"
    ),
    "null": Broken(written(line(body=chat(tools=None))), "setting-null", [1], "$.body.tools"),
    "no tool": Broken(written(line(body=chat(tools=[]))), "tool-shape", [1], "$.body.tools"),
    "logit bias at Groq": Broken(
        written(line(body=chat(model="openai/gpt-oss-20b", logit_bias={"1": 1}))),
        "field-unsupported",
        [1],
        "$.body.logit_bias",
        "Groq",
    ),
    "a penalty at Groq": Broken(
        written(line(body=chat(model="openai/gpt-oss-20b", presence_penalty=1))),
        "field-unused",
        [1],
        "$.body.presence_penalty",
        "Groq",
    ),
    "a name with a space": Broken(
        written(line(body=chat(messages=[{"role": "user", "content": "hi", "name": "Jo Ann"}]))),
        "message-name",
        [1],
        "$.body.messages[0].name",
    ),
    "a message's other field": Broken(
        written(line(body=chat(messages=[{"role": "user", "content": "hi", "time": 1}]))),
        "message-field",
        [1],
        "$.body.messages[0].time",
    ),
    "a tool message alone": Broken(
        written(line(body=chat(messages=[{"role": "tool", "content": "hi", "tool_call_id": "c"}]))),
        "tool-turns",
        [1],
        "$.body.messages[0].tool_call_id",
    ),
    "an image on a disk": Broken(
        written(message([{"type": "image_url", "image_url": {"url": "C:/photos/7.png"}}])),
        "image-address",
        [1],
        "$.body.messages[0].content[0].image_url",
    ),
    "a long text": Broken(written(embed(input="word " * 12_000)), "input-too-long", [1], "$.body.input"),
    "a text that may be long": Broken(written(embed(input="word " * 6_000)), "input-long", [1], "$.body.input"),
    "unknown field": Broken(written(line(body=chat(temprature=1))), "field-unknown", [1], "$.body.temprature"),
}


def checked(data: bytes, provider: str = "OpenAI", name: str = "batch.jsonl") -> CheckedFile:
    return check_file(data, name, PROVIDERS[provider])


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_finding_names_its_rule_line_and_path(broken: Broken) -> None:
    every = checked(broken.data, broken.provider, broken.name).findings
    findings = [finding for finding in every if finding.rule == broken.rule]
    assert [finding.line for finding in findings] == broken.lines
    assert {finding.path for finding in findings} == {broken.path}


def test_every_rule_has_a_file_that_breaks_it() -> None:
    """Two rules have their own tests, with smaller limits."""
    assert RULES.keys() - {broken.rule for broken in BROKEN.values()} == {"large-file", "line-too-large"}


def test_a_file_between_two_limits_is_risky() -> None:
    data = written(line("a"), line("b"))
    small = check_file(data, "a.jsonl", PROVIDERS["Parasail"].with_limits(Limits(bytes=len(data) - 1)))
    assert [(finding.rule, small.impact(finding)) for finding in small.findings] == [("large-file", "risky")]


CALL = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
CLEAN = {
    "chat": written(line("007"), line("row 2 | x/y", body=chat(temperature=0, max_tokens=5, stream=False))),
    "no last line end": written(line())[:-1],
    "chat with parts": written(
        message(
            [{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": "https://example.org/x.png"}}]
        )
    ),
    "tool calls": written(
        line(
            body=chat(
                messages=[
                    {"role": "user", "content": "hi"},
                    {"role": "assistant", "content": None, "tool_calls": [CALL]},
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
    "strict": written(
        answer_format({"type": "json_schema", "json_schema": {"name": "a", "strict": True, "schema": SCHEMA}})
    ),
    "json object": written(
        line(body=chat(messages=[{"role": "user", "content": "As Json."}], response_format={"type": "json_object"}))
    ),
    "a strict tool without parameters": written(
        line(
            body=chat(tools=[{"type": "function", "function": {"name": "now", "strict": True, "parameters": NOTHING}}])
        )
    ),
    "an echoed prompt": written(
        line(
            url="/v1/completions",
            body={"model": "davinci-002", "prompt": "hi", "max_tokens": 0, "echo": True, "logprobs": 1},
        )
    ),
    "an SVG that a server converts": written(
        message([{"type": "image_url", "image_url": {"url": "https://example.org/y.svg?fm=png"}}])
    ),
    "long id": written(line("x" * 69)),
    "separators inside": written(message("one\u2028two\u0085three")),
}


@pytest.mark.parametrize("data", CLEAN.values(), ids=CLEAN.keys())
def test_a_correct_file_has_no_findings(data: bytes) -> None:
    assert checked(data).findings == []


@pytest.mark.parametrize(
    ("provider", "value"),
    [
        ("Azure OpenAI", line(url="/chat/completions")),
        ("Azure OpenAI", line()),
        ("Together", line("a", "method", "url")),
        ("Mistral", line("a", "method", "url", body=chat(max_tokens=9, random_seed=7, safe_prompt=True))),
        ("Mistral", {"custom_id": "a", "body": {"model": "mistral-embed", "input": "x", "output_dtype": "int8"}}),
        ("Fireworks", line("a", "method", "url", body=chat(top_k=40, reasoning_effort=2_000, logprobs=True))),
        ("Parasail", line(url="/v1/score", body={"model": "m", "text_1": "a", "text_2": "b"})),
        ("vLLM", line(url="/v1/score", body={"model": "m", "text_1": "a", "text_2": "b"})),
        ("OpenAI", line(url="/v1/moderations", body={"model": "omni-moderation-latest", "input": "x"})),
        ("Other", line(url="/v4/chat/completions", body=chat(thinking={"type": "disabled"}))),
        ("Groq", line(body=chat(max_tokens=9, model="openai/gpt-oss-20b"))),
        ("vLLM", line(body=chat(response_format={"type": "json_object"}, min_p=0.1, guided_json={}))),
    ],
)
def test_a_request_that_a_provider_takes_has_no_findings(provider: str, value: dict[str, Any]) -> None:
    assert checked(written(value), provider).findings == []


def test_a_request_may_be_larger_than_a_file() -> None:
    data = written(line("a"), message("long " * 60))
    small = replace(PROVIDERS["OpenAI"], highest_bytes=300)
    found = [(finding.rule, finding.line) for finding in check_file(data, "batch.jsonl", small).findings]
    assert ("line-too-large", 2) in found
    assert ("line-too-large", 1) not in found


def test_some_providers_take_several_models() -> None:
    """The lines of the rarer ones are named there; an embeddings model beside a chat model is not one of them."""
    data = written(line("a"), line("b", body=chat(model="m-2")), line("c"), embed("e"))
    found = [(finding.rule, finding.detail) for finding in checked(data, "Parasail").findings]
    assert found[1:] == [("model-other", '2 requests use "gpt-4o-mini", 1 "m-2" (line 2).')]
    data = written(line("a"), line("b", body=chat(model="m-2")))
    assert [finding.rule for finding in checked(data, "Azure OpenAI").findings] == ["models-mixed"]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_has_a_todo_and_a_source(rule: Any) -> None:
    assert rule.todo.endswith(".")
    assert rule.source
    assert rule.usual_impact in IMPACTS
    assert set(rule.exceptions) <= PROVIDERS.keys()


def test_a_wrapper_names_all_that_is_not_sent() -> None:
    inside = {"requests": ["x", line("a")], "büro": {"by": "me"}, "n": 1}
    found = checked(written({"model": "m", "tags": [1], "data": inside, "again": {"requests": [line("a"), "x"]}}))
    (rest,) = (finding for finding in found.findings if finding.rule == "wrapper-rest")
    assert rest.detail.endswith(": model, tags, data.requests[0], data.büro, data.n, again.requests[1].")
    assert found.ids == ["a", "a"]


def test_an_unknown_model_is_one_finding_with_a_count() -> None:
    models = ["gpt-99", "gpt-98", "gpt-99", "gpt-4o"]
    found = checked(written(*(line(f"{number}", body=chat(model=model)) for number, model in enumerate(models))))
    unknown = [(one.detail, one.times) for one in found.findings if one.rule == "model-unknown"]
    assert unknown == [
        ('Batchdesk does not know OpenAI\'s model "gpt-99".', 2),
        ('Batchdesk does not know OpenAI\'s model "gpt-98".', 1),
    ]


def test_open_models_may_take_other_parts() -> None:
    found = checked(written(message([{"type": "input_text", "text": "hi"}])), "Parasail")
    assert [(one.rule, found.impact(one)) for one in found.findings] == [("part-shape", "risky")]


def test_the_encoding_is_named() -> None:
    data = written(message(FRENCH)).decode().encode("cp1252")
    found = checked(data)
    assert found.text.encoding == "Windows-1252 (Western)"
    assert "forêt" in found.value(0)["body"]["messages"][0]["content"]


def test_a_line_reports_all_its_flaws() -> None:
    value = {**line(7, "method", url="/chat/completions", body=chat("model", stream=True, temperature=3)), "x": 1}
    rules = {"key-unknown", "id-not-text", "method-missing", "url-spelling", "model-missing", "stream", "setting-range"}
    assert {finding.rule for finding in checked(written(value)).findings} == rules


def test_unknown_keys_and_fields_keep_their_order() -> None:
    names = [f"x{number}" for number in range(9)]
    data = written({**line(body=chat(**dict.fromkeys(names, 1))), **dict.fromkeys(names, 1)})
    paths = [f"$.{name}" for name in names] + [f"$.body.{name}" for name in names]
    assert [finding.path for finding in checked(data).findings] == paths


def test_a_misspelled_name_gets_a_suggestion() -> None:
    data = written({"customId": "a", **line("a", "custom_id", url="/v1/chat/completion", body=chat(temprature=1))})
    details = " ".join(finding.detail for finding in checked(data).findings)
    assert 'should be "custom_id"' in details
    assert 'Did you mean "/v1/chat/completions"?' in details
    assert 'Did you mean "temperature"?' in details


def test_a_checked_file_has_its_entries_in_columns() -> None:
    data = written(line("a"), line(7), line(None), embed("e", input=["x", "y"]), {"custom_id": "f", "params": chat()})
    found = checked(data)
    assert found.ids == ["a", "7", None, "e", "f"]
    assert found.models == ["gpt-4o-mini"] * 3 + ["text-embedding-3-small", "gpt-4o-mini"]
    assert found.endpoints[3:] == ["/v1/embeddings", "/v1/chat/completions"]
    assert found.inputs == {3: 2}
    assert list(found.lines) == [1, 2, 3, 4, 5]


def test_progress_reaches_the_end() -> None:
    calls: list[tuple[int, int]] = []
    check_file(
        written(*(line(f"{number}") for number in range(2_500))),
        "a.jsonl",
        PROVIDERS["OpenAI"],
        lambda *call: calls.append(call),
    )
    assert len(calls) == 4
    assert calls == [*sorted(calls[:-1]), (1, 1)]


def test_a_line_has_the_same_flaws_after_any_other_line() -> None:
    """A line that matches a template skips the full check, which must not change its flaws."""
    values = [json.loads(row) for broken in BROKEN.values() for row in broken.data.split(b"\n")[:3] if _is_json(row)]
    for name, provider in PROVIDERS.items():
        shared = LineCheck(provider)
        for value in values:
            alone = list(LineCheck(provider).flaws(json.loads(json.dumps(value))))
            for _ in range(2):
                assert list(shared.flaws(value)) == alone, (name, value)


@pytest.mark.parametrize("first", ["messages", "input"])
def test_a_line_with_another_prompt_field_has_flaws_of_its_own(first: str) -> None:
    """Two lines that differ only in the field of their prompt share no template."""
    prompts = {"messages": [{"role": "user", "content": "Hi"}], "input": "Hi"}
    lines = {
        field: {"custom_id": "a", "method": "POST", "url": "/v1/embeddings", "body": {"model": "m", field: prompt}}
        for field, prompt in prompts.items()
    }
    check = LineCheck(PROVIDERS["OpenAI"])
    found = {field: [flaw.rule for flaw in check.flaws(lines[field])] for field in sorted(lines, key=first.__ne__)}
    assert found == {"input": ["model-unknown"], "messages": ["model-unknown", "body-endpoint"]}


def test_a_text_in_place_of_messages_is_found_after_a_line_with_messages() -> None:
    lines = [line("a"), line("b", body=chat(messages="hi"))]
    found = check_file(written(*lines), "a.jsonl", PROVIDERS["OpenAI"])
    assert [(finding.rule, finding.line) for finding in found.findings] == [("messages-missing", 2)]


def _is_json(row: bytes) -> bool:
    try:
        return isinstance(json.loads(row.decode()), dict)
    except ValueError:
        return False


def test_many_lines_are_not_searched_for_the_end_of_each_broken_request(monkeypatch: pytest.MonkeyPatch) -> None:
    torn = TEXT.replace(b"Name", b"Name\n") + b"\n"
    data = written(line("z")) + b'{"a": [\n' * 6 + written(line("y")) + torn
    assert len(check_file(data, "a.jsonl", PROVIDERS["OpenAI"])) == 9
    monkeypatch.setattr(broken_line, "_MOST_SEARCHED", 3)
    assert len(check_file(data, "a.jsonl", PROVIDERS["OpenAI"])) == 10  # the last request stays torn
