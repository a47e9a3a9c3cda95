"""Safe faults are repaired, other faulty lines are left out, and nothing else changes or gets lost."""

import json
from typing import Any

import pytest

from lib.check import check_file
from lib.providers import PROVIDERS
from lib.repair import FIXES
from lib.repair.download import write_kept, write_left_out
from tests.support.repaired_files import repaired, values
from tests.support.request_lines import chat, embed, line, written

LEFT_OUT = {
    "not JSON": b'{"custom_id": "a", oops}',
    "NaN": written(embed(dimensions=7)).strip().replace(b"7", b"NaN"),
    "cut off": written(line())[:-20],
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
def test_a_line_without_a_safe_fix_is_left_out(value: Any) -> None:
    file = repaired(written(line("good"), value))
    assert values(file) == [line("good")]
    assert list(file.left_out) == [1]
    assert file.checked.raw(1) + b"\n" == written(value)


@pytest.mark.parametrize("inner", ['"seed":NaN', '"seed":1e999', '"user":"x\\ud83d"'])
def test_a_broken_body_in_a_text_is_not_unpacked(inner: str) -> None:
    body = f'{{"model":"m","messages":[{{"role":"user","content":"x"}}],{inner}}}'
    file = repaired(written(line("a", body=body)))
    assert list(file.kept) == []
    assert [flaw.rule for flaw in file.left_out[0]] == ["body-not-object"]


@pytest.mark.parametrize(("good", "bad"), [(1, True), (0, False), (1.0, True)])
@pytest.mark.parametrize("first", ["good", "bad"])
def test_numbers_and_booleans_are_not_mixed_up(good: float, bad: bool, first: str) -> None:
    """They are equal to Python."""
    temperatures = (good, bad) if first == "good" else (bad, good)
    lines = [line(str(number), body=chat(temperature=value)) for number, value in enumerate(temperatures)]
    assert list(repaired(written(*lines)).kept) == [0 if first == "good" else 1]


def test_of_an_array_that_is_cut_off_only_the_rest_is_left_out() -> None:
    data = json.dumps([line("a"), line("b"), line("c")]).encode()
    file = repaired(data[:-9])
    assert values(file) == [line("a"), line("b")]
    assert [file.checked.raw(entry) for entry in file.left_out] == [json.dumps(line("c")).encode()[:-8]]


def test_a_risky_line_stays_as_it_is() -> None:
    data = written(line(body=chat(temprature=1)), line("b", body=chat(messages=[{"role": "user", "content": " "}])))
    assert write_kept(repaired(data, "Parasail")) == data


def test_a_clean_file_stays_byte_for_byte() -> None:
    data = written(line("a"), line("b", body=chat(seed=1)))
    file = repaired(data)
    assert write_kept(file) == data
    assert not file.fix_counts()


def test_duplicates_are_left_out_if_they_are_not_renamed() -> None:
    file = repaired(written(line("a"), line("a"), line("b")), disabled=frozenset({"ids-rename"}))
    assert [request["custom_id"] for request in values(file)] == ["a", "b"]
    assert list(file.left_out) == [1]


CLEAN = written(line("ä"), line("b"))
NOT_NORMALISED = {
    "mark": b"\xef\xbb\xbf" + CLEAN,
    "mark inside": CLEAN.replace(b"\n", b"\n\xef\xbb\xbf", 1),
    "blank lines": b"\n" + CLEAN.replace(b"\n", b"\n\n \n"),
    "CR LF": CLEAN.replace(b"\n", b"\r\n"),
    "no last line end": CLEAN[:-1],
    "UTF-16": CLEAN.decode().encode("utf-16"),
    "Windows-1252": CLEAN.decode().encode("cp1252"),
}


@pytest.mark.parametrize("data", NOT_NORMALISED.values(), ids=NOT_NORMALISED.keys())
@pytest.mark.parametrize("disabled", [(), FIXES])
def test_every_file_is_normalised(data: bytes, disabled: Any) -> None:
    file = repaired(data, disabled=frozenset(disabled))
    assert write_kept(file) == CLEAN
    assert sum(file.sizes) == len(CLEAN)
    assert not file.applied
    assert not file.left_out


@pytest.mark.parametrize("text", ["déjà vu", "Où ?", "“Über” – naïve"])
def test_a_line_in_another_encoding_concerns_no_other_line(text: str) -> None:
    good = written(line("ü"), *(line(f"{number}", body=chat(user="漢é")) for number in range(3)))
    other = written(line("w", body=chat(user=text)))
    data = good + other.decode().encode("cp1252")
    assert write_kept(repaired(data)) == good
    file = repaired(data, disabled=frozenset())
    assert write_kept(file) == good + other
    assert list(file.applied) == [4]


@pytest.mark.parametrize("codec", ["cp850", "cp1250", "cp1251", "mac-roman"])
def test_a_line_in_any_old_encoding_is_not_read_in_silence(codec: str) -> None:
    text = {"cp1251": "Привет, мир", "cp1250": "český úřad"}.get(codec, "déjà vu, Über")
    good = written(line("ü"), line("é"))
    data = good + written(line("w", body=chat(user=text))).decode().encode(codec)
    assert write_kept(repaired(data)) == good


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"na\xc3\xafve \xe9"])
def test_a_damaged_line_is_left_out_alone(bad: bytes) -> None:
    good = written(line("ü"), line("é"))
    damaged = written(line("w", body=chat(user="?"))).replace(b"?", bad)
    file = repaired(good + damaged)
    assert write_kept(file) == good
    assert write_left_out([file]) == damaged


def test_a_broken_line_takes_no_other_broken_line_with_it() -> None:
    lines = [json.dumps(line(name)).encode() for name in "abcd"]
    lines[1] = b'{"custom_id": "b", oops}'
    lines[2] = lines[2].replace(b"Name", rb"C:\Users")
    file = repaired(b"\n".join(lines) + b"\n")
    assert [request["custom_id"] for request in values(file)] == ["a", "c", "d"]
    assert write_left_out([file]) == lines[1] + b"\n"


LAYOUTS = {
    "an object around a list": json.dumps({"requests": [line("a"), line("b")], "n": 2}).encode(),
    "a pretty-printed object around a list": json.dumps({"requests": [line("a"), line("b")]}, indent=1).encode(),
    "a code fence": b"```json\n" + written(line("a"), line("b")) + b"```\n",
    "an array with a broken item": b"[\n"
    + json.dumps(line("a")).encode()[:-1]
    + b",},\n"
    + json.dumps(line("b")).encode()
    + b"\n]",
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
def test_each_request_gets_its_own_line(data: bytes) -> None:
    file = repaired(data)
    assert values(file) == [line("a"), line("b")]
    assert sum(file.sizes) == len(write_kept(file))
    assert not check_file(write_kept(file), "a.jsonl", PROVIDERS["OpenAI"]).findings


def test_disabled_fixes_are_not_applied() -> None:
    data = written(line("a", "method"), line("a"), line(7), line("c", body=chat(stream=True)), line("d"))
    file = repaired(data, disabled=frozenset(FIXES))
    assert values(file) == [line("d")]  # the first of the two a has no method
    assert not file.applied
    whole = repaired(data, disabled=frozenset(FIXES), leave_out=frozenset())
    assert write_kept(whole) == data


def test_fixes_are_counted_by_lines() -> None:
    file = repaired(written(line("a", "method"), line("a"), line("b", "method", "url"), line("c", "method")))
    assert file.fix_counts() == {"method": 2, "ids-rename": 1, "envelope": 1}
