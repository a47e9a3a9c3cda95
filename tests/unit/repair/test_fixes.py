"""Each fix repairs its fault, and changes nothing else in the line."""

import json
from typing import Any

import pytest

from lib.check import check_file
from lib.json.duplicate_keys import duplicate_members
from lib.providers import PROVIDERS
from lib.repair.download import write_kept
from tests.support.repaired_files import repaired, values
from tests.support.request_lines import CHAT, chat, embed, line, respond, written

REPAIRED = {
    "method": (line("a", "method"), line()),
    "method-wrong": (line(method="get"), line()),
    "url": (line("a", "url"), line()),
    "url-version": (line(url="/chat/completions"), line()),
    "url-host": (line(url="https://api.openai.com/v1/chat/completions?x=1"), line()),
    "url-misspelt": (line(url="/v1/chat/completion"), line()),
    "url-of-vectors": (line("a", "url", body=embed()["body"]), embed()),
    "url-of-responses": (line("a", "url", body=respond(instructions="x")["body"]), respond(instructions="x")),
    "ids-text": (line(7), line("7")),
    "ids-object": (line({"row": 7}), line('{"row":7}')),
    "ids-new": (line("a", "custom_id"), line("line-1")),
    "ids-empty": (line(""), line("line-1")),
    "keys": ({" method": "POST", "customId": "a", **line("a", "method", "custom_id")}, line()),
    "id": ({"id": "a", **line("a", "custom_id")}, line()),
    "envelope": (chat(), line("line-1")),
    "envelope-of-a-flat-body": ({"custom_id": "a", **chat()}, line()),
    "envelope-of-a-pair": (line("a", "method", "url"), line()),
    "stream-in-a-bare-body": (chat(stream=True), line("line-1")),
    "body": (line(body=json.dumps(chat(), indent=1)), line()),
    "stream": (line(body=chat(stream=True, stream_options={"include_usage": True})), line()),
    "max-tokens": (
        line(body=chat(model="o3-mini", max_tokens=9)),
        line(body=chat(model="o3-mini", max_completion_tokens=9)),
    ),
    "max-tokens-twice": (
        line(body=chat(max_tokens=9, max_completion_tokens=9)),
        line(body=chat(max_completion_tokens=9)),
    ),
    "types": (
        line(body=chat(temperature="0.5", max_tokens="9", seed=3.0, logprobs="true")),
        line(body=chat(temperature=0.5, max_tokens=9, seed=3, logprobs=True)),
    ),
    "nulls": (line(body=chat(user=None, stop=None)), line(body=chat(stop=None))),
    "no-tools": (line(body=chat(tools=[], tool_choice="auto", parallel_tool_calls=True)), line()),
    "model-name": (line(body=chat(model=" gpt-4o-mini\t")), line()),
    "ids-up": (line("a", "custom_id", body=chat(custom_id="a")), line()),
    "ids-up-from-id": (line("a", "custom_id", body=chat(id=7)), line("7")),
    "ids-up-from-metadata": (
        line("a", "custom_id", body=chat(metadata={"customId": "a"})),
        line("a", body=chat(metadata={"customId": "a"})),
    ),
    "json-text": (json.dumps(line()), line()),
    "json-text-of-a-pair": (json.dumps(line("a", "method", "url")), line()),
    "base64": (embed(encoding_format="float"), embed(encoding_format="base64")),
}


@pytest.mark.parametrize(("before", "after"), REPAIRED.values(), ids=REPAIRED.keys())
def test_a_fault_is_repaired(before: dict[str, Any], after: dict[str, Any]) -> None:
    file = repaired(written(before))
    assert values(file) == [after]
    assert not file.left_out
    again = check_file(write_kept(file), "batch.jsonl", PROVIDERS["OpenAI"])
    assert [item for item in again.findings if again.impact(item) in ("rejected", "fails")] == []


TEXT = json.dumps(line())
BROKEN = {
    "json-doubled": '"' + TEXT.replace('"', '""') + '"',
    "json-around": f"data: {TEXT};",
    "json-around-item": f"[{TEXT},".replace("Name a", "Name\ta"),
    "json-brackets": TEXT[:-1],
    "json-brackets-too-many": TEXT + "}",
    "json-commas": TEXT.replace('",', '",,').replace("}", ",}"),
    "json-commas-missing": TEXT.replace(', "url"', ' "url"'),
    "json-quotes": TEXT.replace('"role"', "“role”").replace('"user"', "'user'"),
    "json-literals": repr(line(body=chat(temperature=None, store=True))),
    "json-comments": TEXT.replace(": ", ": /* why? */ ", 1) + " // done",
    "json-controls": TEXT.replace("Name a", "Name\n\n\ta"),
    "json-backslashes": TEXT.replace("Name", r"\d+ C:\Users"),
    "json-keys": TEXT.replace('"custom_id"', "custom_id"),
    "json-invisible": TEXT.replace(": ", ":\u200b\xa0"),
    "json-comments-below": json.dumps(line(), indent=1).replace('"POST",', '"POST", // always') + " // it's done",
    "pretty-printed": json.dumps(line(), indent=1).replace('"user"', "'user'"),
}
REPAIRED_TEXTS = {
    "json-around-item": line(body=chat(messages=[{"role": "user", "content": "Name\ta river."}])),
    "json-literals": line(body=chat(temperature=None, store=True)),
    "json-controls": line(body=chat(messages=[{"role": "user", "content": "Name\n\n\ta river."}])),
    "json-backslashes": line(body=chat(messages=[{"role": "user", "content": r"\d+ C:\Users a river."}])),
}
"""The right value, where it is not the usual one."""


@pytest.mark.parametrize("name", BROKEN)
def test_broken_json_gets_its_one_reading(name: str) -> None:
    file = repaired(written(line("b"), BROKEN[name].encode(), line("c")))
    assert values(file) == [line("b"), REPAIRED_TEXTS.get(name, line()), line("c")]
    assert [one.line(0) for one in [file]] == [written(line("b"))]
    assert "-".join(name.split("-")[:2]) in {*file.applied[1], "pretty-printed"}


DUPLICATES = {
    "at the top": TEXT.replace('"method"', '"method": "POST", "method"'),
    "deep inside": TEXT.replace('"role"', '"role" :"user", "role"'),
    "with blanks before the colon": TEXT.replace('"role"', '"role"\r\t: "user", "role"'),
    "in a broken line": TEXT.replace('"role"', '"role": "user", "role"').replace("}]", "},]"),
    "in a line that is a text": json.dumps(TEXT.replace('"role"', '"role": "user", "role"')),
    "in a body that is a text": json.dumps(line(body=json.dumps(chat())[:-1] + ', "model": "gpt-4o-mini"}')),
}


@pytest.mark.parametrize("text", DUPLICATES.values(), ids=DUPLICATES.keys())
def test_a_duplicate_key_with_the_same_value_is_written_once(text: str) -> None:
    file = repaired(written(line("b"), text.encode()))
    assert values(file) == [line("b"), line()]
    assert "one-key" in file.applied[1]
    assert not duplicate_members(write_kept(file).decode().splitlines()[1])


@pytest.mark.parametrize("text", DUPLICATES.values(), ids=DUPLICATES.keys())
def test_a_duplicate_key_with_different_values_waits_for_the_person(text: str) -> None:
    first = "gpt-4o-mini" if text.count("gpt-4o-mini") > 1 else "POST" if text.count("POST") > 1 else "user"
    other = text.replace(first, "other", 1)
    data = written(line("b"), other.encode())
    waiting = repaired(data)
    assert values(waiting) == [line("b")]
    assert "key-differs" in [flaw.rule for flaw in waiting.left_out[1]]
    decided = repaired(data, disabled=frozenset())
    assert not duplicate_members(write_kept(decided).decode().splitlines()[1])
    assert values(decided)[1]["method"] == "POST"


ASKED_ABOUT = {
    "last-key": (TEXT.replace('"method"', '"method": "GET", "method"'), line()),
    "json-no-number": (TEXT.replace('"body": {', '"body": {"seed": NaN, '), line(body={"seed": None, **chat()})),
    "json-paths": (
        TEXT.replace("Name", r"C:\new\Users"),
        line(body=chat(messages=[{"role": "user", "content": "C:\new\\Users a river."}])),
    ),
    "json-inner-quotes": (
        TEXT.replace("river", 'big "river", or'),
        line(body=chat(messages=[{"role": "user", "content": 'Name a big "river", or.'}])),
    ),
    "json-text-comments": (TEXT.replace('"user"', '"user" /* or system */'), line()),
    "json-bracket-place": (
        written(line(body={"metadata": {"a": "b", "c": "d"}, **chat()})).decode()[:-2],
        line(body={"metadata": {"a": "b", "c": "d"}, **chat()}),
    ),
    "json-cut": (TEXT[:-8], line(body=chat(messages=[{"role": "user", "content": "Name a riv"}]))),
}


@pytest.mark.parametrize("name", ASKED_ABOUT)
def test_a_likely_reading_waits_for_the_person(name: str) -> None:
    broken, right = ASKED_ABOUT[name]
    data = written(line("b"), broken.encode())
    assert values(repaired(data)) == [line("b")]
    assert values(repaired(data, disabled=frozenset())) == [line("b"), right]


UNREADABLE = {
    "envelope keys after a nested object": '{"body": {"model": "m", "a": {"b": 1, "c": 2}, "messages": [], "url": "u"}',
    "a bare text": TEXT.replace('"user"', "user"),
    "a missing colon": TEXT.replace(": ", " ", 1),
    "a bracket with two places": '{"body": {"model": "m", "messages": [], "custom_id": "a", "url": "u"}',
    "a bracket too many with two places": '{"body": {"model": "m"} "messages": []}}',
    "a backslash in a key": TEXT.replace('"url"', r'"\url"'),
    "a hexadecimal escape": TEXT.replace("Name", r"\x41"),
    "two guesses": TEXT.replace("river", 'big "river", or').replace('"user"', "NaN"),
}


@pytest.mark.parametrize("broken", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_line_with_several_readings_is_left_out(broken: str) -> None:
    file = repaired(written(line("b"), broken.encode()), disabled=frozenset())
    assert values(file) == [line("b")]
    assert [flaw.rule for flaw in file.left_out[1]] == ["not-json"]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (TEXT.replace('"POST"', '"POST”'), "A quote or a colon is missing, or two quotes do not match, so the end"),
        (TEXT.replace('"user"', "user"), "A value is missing, or it has no quotes. See character 124: user,"),
        (TEXT.replace("}]", "]]"), "A closing bracket does not match its opening one."),
        (f"{TEXT} ok", "Other text follows the request."),
        ("id,question", "The line does not begin with a brace. See character 1: id,question"),
        (UNREADABLE["a bracket with two places"], "A bracket is missing, or there is one too many, and it may be in"),
        (TEXT[:-1] + ', "n": 1' + "0" * 5_000 + "}", "A number is too large."),
    ],
)
def test_a_line_that_is_left_out_says_why(broken: str, why: str) -> None:
    (reason, *_) = repaired(written(line("b"), broken.encode()), disabled=frozenset()).left_out[1]
    assert reason.detail.startswith(why)


def test_a_repaired_id_is_not_given_twice() -> None:
    file = repaired(written(line("a"), TEXT[:-1].encode()))
    assert [request["custom_id"] for request in values(file)] == ["a", "a-2"]


def test_only_the_fault_changes_in_a_line() -> None:
    odd = (
        rb'{ "custom_id" : 1e2 , "url":"/v1/chat/completions" , "body":{"model":"m", "seed": 1234567890123456789, '
        rb'"top_p":0.10, "messages":[{"role":"user","content":"\u00e9\/x"}],"stream":true } }'
    )
    expected = odd.replace(b"1e2", b'"1e2"').replace(b',"stream":true', b"")
    expected = expected.replace(b'"url"', b'"method":"POST","url"')
    assert write_kept(repaired(odd)) == expected + b"\n"


@pytest.mark.parametrize("digits", ["123456789012345678901234567890", "1.10", "1e5", "-0.0"])
def test_a_number_as_id_keeps_its_digits(digits: str) -> None:
    data = written(line(7)).replace(b"7", digits.encode(), 1)
    for name in (b"custom_id", b"customId", b"id"):
        assert [request["custom_id"] for request in values(repaired(data.replace(b"custom_id", name)))] == [digits]


def test_the_model_is_added_where_there_is_none() -> None:
    (request,) = values(repaired(written(line(body=chat("model"))), model="m"))
    assert request["body"]["model"] == "m"
    (request,) = values(repaired(written(line(body=chat(model=None))), model='m-"x"'))
    assert request["body"]["model"] == 'm-"x"'


def test_the_url_is_the_one_of_the_provider() -> None:
    assert values(repaired(written(chat()), "Azure OpenAI"))[0]["url"] == "/chat/completions"
    vectors = written(line("a", "url", body={"model": "m", "input": "x"}))
    assert values(repaired(vectors, "Parasail"))[0]["url"] == "/v1/embeddings"
    assert values(repaired(written(line(url=CHAT))))[0]["url"] == CHAT


@pytest.mark.parametrize("provider", ["Mistral", "Fireworks"])
def test_some_providers_get_lines_of_id_and_body(provider: str) -> None:
    whole, bare, lone = line("a", body=chat(model="m")), chat(model="m"), line("b", "method", body=chat(model="m"))
    file = repaired(written(whole, bare, lone), provider)
    assert [list(value) for value in values(file)] == [["custom_id", "body"]] * 3
    assert [value["body"] for value in values(file)] == [whole["body"], bare, lone["body"]]
    assert check_file(write_kept(file), "batch.jsonl", PROVIDERS[provider]).findings == []
