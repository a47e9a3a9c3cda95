"""Mending: what is safe is fixed and nothing else is touched, what cannot be is left out, and nothing is lost."""

import json
from typing import Any

import pytest

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair import FIXES, Choices, RepairedFile, repair
from tests.support.request_lines import CHAT, chat, embed, line, respond, written


def mended(data: bytes, provider: str = "OpenAI", **choices: Any) -> RepairedFile:
    return repair(check_file(data, "batch.jsonl", PROVIDERS[provider]), Choices(**choices))


def sent(given: RepairedFile) -> bytes:
    return b"".join(map(given.line, range(len(given.kept))))


def values(given: RepairedFile) -> list[Any]:
    return [json.loads(row) for row in sent(given).decode().splitlines()]


MENDED = {
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
    "base64": (embed(encoding_format="float"), embed(encoding_format="base64")),
}


@pytest.mark.parametrize(("before", "after"), MENDED.values(), ids=MENDED.keys())
def test_a_fault_is_mended(before: dict[str, Any], after: dict[str, Any]) -> None:
    given = mended(written(before))
    assert values(given) == [after]
    assert not given.left_out
    again = check_file(sent(given), "batch.jsonl", PROVIDERS["OpenAI"])
    assert [item for item in again.findings if again.impact(item) in ("rejected", "fails")] == []


LEFT_OUT = {
    "not JSON": b'{"custom_id": "a", oops}',
    "NaN": written(embed(dimensions=7)).strip().replace(b"7", b"NaN"),
    "a text": b'"hello"',
    "a result": {"custom_id": "a", "response": {"status_code": 200}, "error": None},
    "no body": line("a", "body"),
    "no model": line(body=chat("model")),
    "messages empty": line(body=chat(messages=[])),
    "unknown url": line(url="/v1/nonsense"),
    "no word JSON": line(body=chat(response_format={"type": "json_object"})),
    "Anthropic": {"custom_id": "a", "params": chat()},
    "Gemini": {"key": "a", "request": {"contents": [{"parts": [{"text": "x"}]}]}},
    "Bedrock": {"recordId": "a", "modelInput": {"prompt": "x"}},
}


@pytest.mark.parametrize("value", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_cannot_be_mended_is_left_out_as_it_stands(value: Any) -> None:
    given = mended(written(line("good"), value))
    assert values(given) == [line("good")]
    assert list(given.left_out) == [1]
    assert given.checked.raw(1) + b"\n" == written(value)


@pytest.mark.parametrize("inner", ['"seed":NaN', '"seed":1e999', '"user":"x\\ud83d"'])
def test_a_body_in_a_text_is_not_taken_out_if_it_is_broken(inner: str) -> None:
    body = f'{{"model":"m","messages":[{{"role":"user","content":"x"}}],{inner}}}'
    given = mended(written(line("a", body=body)))
    assert list(given.kept) == []
    assert [flaw.rule for flaw in given.left_out[0]] == ["body-not-object"]


@pytest.mark.parametrize(("good", "bad"), [(1, True), (0, False), (1.0, True)])
@pytest.mark.parametrize("first", ["good", "bad"])
def test_what_python_takes_for_equal_is_told_apart(good: float, bad: bool, first: str) -> None:
    given = (good, bad) if first == "good" else (bad, good)
    lines = [line(str(at), body=chat(temperature=value)) for at, value in enumerate(given)]
    assert list(mended(written(*lines)).kept) == [0 if first == "good" else 1]


def test_of_an_array_that_breaks_off_only_the_rest_is_left_out() -> None:
    data = json.dumps([line("a"), line("b"), line("c")]).encode()
    given = mended(data[:-9])
    assert values(given) == [line("a"), line("b")]
    assert [given.checked.raw(at) for at in given.left_out] == [json.dumps(line("c")).encode()[:-8]]


def test_a_fault_at_the_edge_of_what_is_safe_stays() -> None:
    """What is only risky, or advice, goes out as it came."""
    data = written(line(body=chat(temprature=1)), line("b", body=chat(messages=[{"role": "user", "content": " "}])))
    assert sent(mended(data)) == data


def test_only_what_is_at_fault_changes_in_a_line() -> None:
    written_oddly = (
        rb'{ "custom_id" : 1e2 , "url":"/v1/chat/completions" , "body":{"model":"m", "seed": 12345678901234567890, '
        rb'"top_p":0.10, "messages":[{"role":"user","content":"\u00e9\/x"}],"stream":true } }'
    )
    expected = written_oddly.replace(b"1e2", b'"1e2"').replace(b',"stream":true', b"")
    expected = expected.replace(b'"url"', b'"method":"POST","url"')
    assert sent(mended(written_oddly)) == expected + b"\n"


@pytest.mark.parametrize("digits", ["123456789012345678901234567890", "1.10", "1e5", "-0.0"])
def test_an_id_that_is_a_number_keeps_its_digits(digits: str) -> None:
    given = written(line(7)).replace(b"7", digits.encode(), 1)
    for name in (b"custom_id", b"customId", b"id"):
        assert [row["custom_id"] for row in values(mended(given.replace(b"custom_id", name)))] == [digits]


def test_ids_that_differ_only_in_their_last_digits_are_no_repeats() -> None:
    lines = [written(line(7)).replace(b"7", b"1234567890123456789012345%d" % last, 1) for last in (1, 2)]
    assert [row["custom_id"][-1] for row in values(mended(b"\n".join(lines)))] == ["1", "2"]


def test_repeated_ids_get_names_that_are_free() -> None:
    given = mended(written(line("a"), line("a"), line("a-2"), line("a"), line(5), line("5"), line("5")))
    assert [value["custom_id"] for value in values(given)] == ["a", "a-3", "a-2", "a-4", "5", "5-2", "5-3"]
    assert {(named.line, named.old, named.new) for named in given.renamed} == {
        (2, "a", "a-3"),
        (4, "a", "a-4"),
        (6, "5", "5-2"),
        (7, "5", "5-3"),
    }


def test_long_ids_are_shortened_where_the_provider_wants_it() -> None:
    given = mended(written(line("x" * 70), line("x" * 64), line("x" * 71)), "Together")
    ids = [value["custom_id"] for value in values(given)]
    assert len(set(ids)) == 3
    assert max(map(len, ids)) == 64


def test_without_renaming_the_repeats_are_left_out() -> None:
    given = mended(written(line("a"), line("a"), line("b")), off=frozenset({"ids-rename"}))
    assert [value["custom_id"] for value in values(given)] == ["a", "b"]
    assert list(given.left_out) == [1]


def test_a_model_is_named_where_there_is_none() -> None:
    assert values(mended(written(line(body=chat("model"))), model="m"))[0]["body"]["model"] == "m"
    assert values(mended(written(line(body=chat(model=None))), model='m "x"'))[0]["body"]["model"] == 'm "x"'


AROUND = {
    "bom": (b"\xef\xbb\xbf" + written(line("a"), line("b")), 1),
    "blank-lines": (written(line("a"), b"", line("b"), b"", b""), 3),
    "line-ends": (written(line("a"), line("b")).replace(b"\n", b"\r\n"), 2),
    "encoding": (written(line("ä"), line("b")).decode().encode("utf-16"), 2),
}


@pytest.mark.parametrize(("fix", "data", "count"), [(fix, *given) for fix, given in AROUND.items()], ids=AROUND.keys())
def test_what_is_around_the_lines_is_mended_and_can_be_kept(fix: str, data: bytes, count: int) -> None:
    given = mended(data)
    assert [len(value) for value in values(given)] == [4, 4]
    assert given.counts[fix] == count
    assert sum(given.sizes) == len(sent(given))
    kept = mended(data, off=frozenset({fix}))
    assert sent(kept) == data
    assert sum(kept.sizes) == len(data)
    assert fix not in kept.counts


LAYOUTS = {
    "pretty-printed": json.dumps(line("a"), indent=2).encode() + b"\n" + written(line("b")),
    "an array": json.dumps([line("a"), line("b")], indent=1).encode(),
    "an array on one line": json.dumps([line("a"), line("b")]).encode(),
    "an array of lines": b"[" + b",\n".join(json.dumps(line(name)).encode() for name in "ab") + b"]",
    "two on a line": (json.dumps(line("a")) + json.dumps(line("b"))).encode(),
    "commas": json.dumps(line("a")).encode() + b",\n" + json.dumps(line("b")).encode() + b",\n",
    "the end of an array": written(line("a")) + json.dumps(line("b")).encode() + b"]\n",
    "the start of an array": b"[" + json.dumps(line("a")).encode() + b",\n" + written(line("b")),
    "an array with a last comma": b"[" + b",\n".join(json.dumps(line(name)).encode() for name in "ab") + b",]",
    "commas first": written(line("a")) + b"," + written(line("b")),
    "form feeds": b"\f" + json.dumps(line("a")).encode() + b"\n" + json.dumps(line("b")).encode() + b"\f\n",
    "CR only": json.dumps(line("a")).encode() + b"\r" + json.dumps(line("b")).encode() + b"\r",
}


@pytest.mark.parametrize("data", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_requests_get_a_line_each(data: bytes) -> None:
    given = mended(data)
    assert values(given) == [line("a"), line("b")]
    assert sum(given.sizes) == len(sent(given))
    assert not check_file(sent(given), "a.jsonl", PROVIDERS["OpenAI"]).findings


def test_no_safe_fix_is_made_that_is_switched_off() -> None:
    data = written(line("a", "method"), line("a"), line(7), line("c", body=chat(stream=True)), line("d"))
    given = mended(data, off=frozenset(FIXES))
    assert values(given) == [line("d")]  # the first of the two a has no method
    assert not given.made
    whole = mended(data, off=frozenset(FIXES), leave_out=frozenset())
    assert sent(whole) == data


def test_fixes_are_counted_by_lines() -> None:
    given = mended(written(line("a", "method"), line("a"), line("b", "method", "url"), line("c", "method")))
    assert given.counts == {"method": 2, "ids-rename": 1, "envelope": 1}


def test_the_url_is_that_of_the_provider() -> None:
    assert values(mended(written(chat()), "Azure OpenAI"))[0]["url"] == "/chat/completions"
    assert values(mended(written(line("a", "url", body={"model": "m", "input": "x"})), "Parasail"))[0]["url"] == (
        "/v1/embeddings"
    )
    assert values(mended(written(line(url=CHAT))))[0]["url"] == CHAT


def test_new_ids_are_none_that_another_file_has() -> None:
    """Files that go out together come back together."""
    checked = check_file(written(line("a", "custom_id"), line("b"), line("b")), "batch.jsonl", PROVIDERS["OpenAI"])
    given = repair(checked, Choices(), taken=frozenset({"line-1", "b-2", "b-3"}))
    assert [value["custom_id"] for value in values(given)] == ["line-1-2", "b", "b-4"]
