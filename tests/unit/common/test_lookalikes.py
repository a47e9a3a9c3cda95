"""Texts that look the same and are not."""

import pytest

from lib.common.lookalikes import invisible_names, twins, visible_text

UNSEEN = [
    ("plain", "naïve text, 世界", []),
    ("zero-width space", "a\u200bb", ["zero width space"]),
    ("no-break spaces", "10\u00a0%\u202f", ["no-break space", "narrow no-break space"]),
    ("byte order mark", "\ufeffid", ["byte order mark"]),
    ("direction", "\u200eabc\u200e", ["left-to-right mark"]),
    ("line break", "a\nb", ["line break"]),
    ("wide space", "氏\u3000名", []),
    ("joiner in Persian", "می\u200cروم", []),
    ("joiner in an emoji", "👩\u200d🔬", []),
    ("joiner between Latin letters", "a\u200db", ["zero width joiner"]),
    ("joiner at the end", "می\u200c", ["zero width non-joiner"]),
]


@pytest.mark.parametrize(("text", "names"), [case[1:] for case in UNSEEN], ids=[case[0] for case in UNSEEN])
def test_invisible_names(text: str, names: list[str]) -> None:
    assert invisible_names(text) == names


@pytest.mark.parametrize("text", ["Café 1", "Cafe\u0301 1", "Café\u00a01", "\u200bCafé  1 ", "Caf\u00adé\t1"])
def test_visible_text(text: str) -> None:
    assert visible_text(text) == "Café 1"


def test_equal_texts_are_not_twins() -> None:
    assert twins(["a", "a", "b"]) == []
    assert twins(["a\u200b", "b", "a", "a"]) == [["a\u200b", "a"]]
