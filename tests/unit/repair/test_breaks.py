"""Requests broken as people and tools break them: repaired to what they were, or held back; never changed."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from lib.repair.download import write_kept
from tests.support.repaired_files import repaired, values
from tests.support.request_lines import chat, embed, line, respond, written

TEXTS = (
    "The kettle broke. It's “fine” now – or not?",
    'She said "no", then left: https://example.org/a?b=1#top // really # yes',
    "Find \\d+ in C:\\new\\table",
    "One\nTwo\n\tthree",
    'As JSON: {"a": 1, "b": [true, null]} please',
    "日本語、「引用」 😀",
)
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
IMAGE = {"type": "image_url", "image_url": {"url": "https://example.org/1.png", "detail": "low"}}


def _message(content: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": content}]}


def requests(text: str) -> list[dict[str, Any]]:
    return [
        line("chat", body=chat(temperature=0.2, **_message(text))),
        line("tools", body=chat(tools=[TOOL], **_message(text))),
        line("image", body=chat(**_message([{"type": "text", "text": text}, IMAGE]))),
        embed("vector", input=[text, "x"]),
        respond("response", input=text, instructions="Be brief."),
    ]


def _in_gaps(change: Callable[[str], str]) -> Callable[[str], str]:
    """A change of everything but the texts of a line."""

    def broken(text: str) -> str:
        pieces = re.split(r'("(?:[^"\\]|\\.)*")', text)
        return "".join(piece if piece.startswith('"') else change(piece) for piece in pieces)

    return broken


def _quotes(first: str, last: str) -> Callable[[str], str]:
    return lambda text: re.sub(r'"((?:[^"\\]|\\.)*)"', rf"{first}\1{last}", text)


REPAIRED = {
    "commas before brackets": _in_gaps(lambda gap: re.sub(r"(?=[}\]])", ",", gap)),
    "no comma between members": lambda text: text.replace(', "url"', ' "url"'),
    "Python": lambda text: repr(json.loads(text)),
    "bare keys": lambda text: re.sub(r'"(\w+)": ', r"\1: ", text),
    "raw line breaks and tabs": lambda text: (
        text if "\\\\n" in text else text.replace("\\n", "\n").replace("\\t", "\t") + ";"
    ),
    "invisible spaces": _in_gaps(lambda gap: gap.replace(":", ":\u200b\xa0")),
    "a mark of UTF-8": lambda text: f"\ufeff{text}",
    "a comment": lambda text: f"{text} // it's the first",
    "doubled quotes": lambda text: '"' + text.replace('"', '""') + '",',
    "JSON in JSON": json.dumps,
    "a fence and a semicolon": lambda text: f"```json {text};",
    "no last brace": lambda text: text[:-1],
    "a brace too many": lambda text: text + "}",
    "pretty-printed, with commas": lambda text: json.dumps(json.loads(text), indent=2).replace("\n}", ",\n}"),
    "a duplicate key": lambda text: text.replace('"method"', '"method": "POST", "method"'),
}
HELD_BACK = {
    "a duplicate key with another value": lambda text: text.replace('"method"', '"method": "GET", "method"'),
    "a comment beside a text": lambda text: text.replace('"POST"', '"POST" /* GET */'),
    "no closing quote": lambda text: text.replace('POST"', "POST"),
    "a curly quote at the end": lambda text: text.replace('POST"', "POST”"),
    "a curly quote at the start": lambda text: text.replace('"POST', "“POST"),
    "another colon": lambda text: text.replace('"method":', '"method"：'),
    "no colon": lambda text: text.replace('"method":', '"method"'),
    "cut off": lambda text: text[:-30],
    "a single path": lambda text: text.replace('"model": "', r'"model": "C:\new\Users '),
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", REPAIRED)
def test_a_broken_request_becomes_what_it_was(name: str, text: str) -> None:
    for request in requests(text):
        broken = REPAIRED[name](json.dumps(request, ensure_ascii=False))
        file = repaired(written(line("a"), broken.encode(), line("z")))
        assert write_kept(file).startswith(written(line("a")))
        assert write_kept(file).endswith(written(line("z")))
        assert values(file) == [line("a"), request, line("z")]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", HELD_BACK)
def test_a_request_with_several_readings_is_held_back(name: str, text: str) -> None:
    for request in requests(text):
        broken = HELD_BACK[name](json.dumps(request, ensure_ascii=False))
        file = repaired(written(line("a"), broken.encode(), line("z")))
        assert write_kept(file) == written(line("a"), line("z"))
        assert all(file.left_out.values())


@pytest.mark.parametrize("quotes", [("“", "”"), ("„", "“"), ("'", "'")])
@pytest.mark.parametrize("text", ["It is fine.", "One\nTwo", "C:\\new", "日本語 😀"])
def test_other_quotes_around_all_texts_become_straight(quotes: tuple[str, str], text: str) -> None:
    for request in requests(text):
        broken = _quotes(*quotes)(json.dumps(request, ensure_ascii=False))
        assert values(repaired(written(line("a"), broken.encode()))) == [line("a"), request]
