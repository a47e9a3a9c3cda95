"""Lines in the frame of one before have the flaws that each has alone."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.check import CheckedFile, check_file
from lib.check.line_frame import line_frame_of
from lib.providers import PROVIDERS
from tests.support.request_lines import CHAT, chat, embed, line, written

texts = st.sampled_from(["Name a river.", 'a "b": c', "x : y", "\\", "é\u2028", " ", "", "}]}", '","role":"user'])
faults = st.sampled_from(
    [{}, {"temperature": "0.5"}, {"stream": True}, {"max_tokenz": 5}, {"model": ""}, {"temperature": None}]
)
CHANGES = [
    (b'"content"', b'"content":"other","content"'),
    (b'"role"', b'"role" :"user","role"'),
    (b'"role"', b'"\\u0072ole":"user","role"'),
    (b'"messages"', b'"messages":[],"messages"'),
    (b"]", b'],"messages":[{"role":"user","content":"other"}]'),
    (b'"body"', b'"custom_id":"other","body"'),
    (b"row-", b"r\tow-"),
    (b"row-", b"r\\u006fw-"),
    (b"row-", b"r" * 70),
    (b"row-", b"\xc2\xa0"),
    (b"user", b"\\u0075ser"),
    (b"user", b"nobody"),
    (b"Name a river.", b""),
    (b"Name a river.", b"  "),
    (b"Name a river.", b"a\tb"),
    (b'"user"', b"7"),
    (b"}}", b"}}}"),
    (b"{", b"\xef\xbb\xbf{"),
    (b"{", b" {"),
]
changes = st.sampled_from([(b"", b"")] * 12 + CHANGES)


@st.composite
def files(draw: Any) -> list[bytes]:
    """Lines of one to three kinds, most with unique ids; a few are changed."""
    kinds = draw(st.lists(st.tuples(faults, st.booleans(), st.booleans()), min_size=1, max_size=3))
    lines = []
    for number in range(draw(st.integers(3, 12))):
        fault, id_first, embeds = draw(st.sampled_from(kinds))
        body = chat(**fault, messages=[{"role": "user", "content": draw(texts)}])
        if embeds:
            body = embed(input=draw(texts), **fault)["body"]
        request = line(f"row-{number}", body=body)
        request = request if id_first else dict(reversed(request.items()))
        before, after = draw(changes)
        lines.append(json.dumps(request, separators=(",", ":"), ensure_ascii=False).encode().replace(before, after, 1))
    return lines


@given(files(), st.sampled_from([b"\n", b"\r\n"]), st.sampled_from(list(PROVIDERS.values())))
def test_each_line_has_the_flaws_that_it_has_alone(lines: list[bytes], end: bytes, provider: Any) -> None:
    first = written(line("first")).removesuffix(b"\n")
    together = check_file(end.join([first, *lines, b""]), "a.jsonl", provider)
    for entry, one in enumerate(lines, 1):
        alone = check_file(end.join([first, one, b""]), "a.jsonl", provider)
        assert flaws(together, entry) == flaws(alone, 1)
        assert together.ids[entry] == alone.ids[1]
        assert (together.models[entry], together.endpoints[entry]) == (alone.models[1], alone.endpoints[1])
        assert together.inputs.get(entry) == alone.inputs.get(1)


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_changed_line_after_others_in_its_frame_is_seen(before: bytes, after: bytes) -> None:
    lines = [written(line(f"row-{number}", body=chat(stream=True))) for number in range(5)]
    changed = lines[4].replace(b": ", b":").replace(b", ", b",").replace(before, after, 1)
    lines = [one.replace(b": ", b":").replace(b", ", b",") for one in lines]
    together = check_file(b"".join([*lines[:4], changed]), "a.jsonl", PROVIDERS["Groq"])
    alone = check_file(lines[0] + changed, "a.jsonl", PROVIDERS["Groq"])
    assert flaws(together, 4) == flaws(alone, 1)
    assert together.ids[4] == alone.ids[1]
    assert together.frames.keys() >= {2, 3}


def flaws(checked: CheckedFile, entry: int) -> list[tuple[str, ...]]:
    """The flaws of one entry, without those that other lines cause."""
    found = [one for one in checked.findings if one.entry == entry and one.rule != "id-duplicate"]
    return [(one.rule, one.path, one.detail, one.fix) for one in found]


def test_faulty_lines_of_one_frame_share_it() -> None:
    lines = [line(f"row-{number}", body=chat(stream=True)) for number in range(5)]
    frames = check_file(written(*lines), "a.jsonl", PROVIDERS["OpenAI"]).frames
    assert list(frames) == [2, 3, 4]
    assert len({id(frame) for frame in frames.values()}) == 1


def test_an_id_that_is_no_utf_8_is_found_in_a_frame() -> None:
    data = written(*(line(f"{number}é") for number in range(4))).replace("2é".encode(), b"2\xc3")
    rules = [one.rule for one in check_file(data, "a.jsonl", PROVIDERS["OpenAI"]).findings]
    assert rules == ["line-encoding"]


def test_a_frame_is_what_surrounds_the_id_and_the_prompt() -> None:
    data = b'{"custom_id": "a", "url":"' + CHAT.encode() + b'","body":{"messages": [1, 2] ,"n":"\xc3\xa9"}}'
    frame = line_frame_of(data)
    assert frame is not None
    assert frame.head == b'{"custom_id": "'
    assert frame.middle.endswith(b'"messages": ')
    assert frame.tail == b' ,"n":"\xc3\xa9"}}'
    assert frame.prompt(data, 1) == b"[1, 2]"
    assert frame.line(b"a", b"[1, 2]") == data


def test_a_line_without_id_or_prompt_has_no_frame() -> None:
    assert line_frame_of(b'{"custom_id":"a","body":{"prompt":"x"}}') is None
    assert line_frame_of(b'{"body":{"messages":[]}}') is None
    assert line_frame_of(b'{"body":{"messages":[]},"custom_id":"a"}') is None
    assert line_frame_of(b'{"custom_id":"a","body":7}') is None
