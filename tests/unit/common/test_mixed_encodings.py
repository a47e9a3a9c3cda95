"""Text in UTF-8 and an older encoding is found, and other text is not taken for it."""

import pytest

from lib.common.encodings import decode
from lib.common.mixed_encodings import MIXED

IN_UTF8 = ["café à Noël", "don\u2019t pay £5"]
IN_WINDOWS = "Où êtes-vous passés cet été ? Très loin, à la plage, là où la forêt commence."


@pytest.mark.parametrize("word", IN_UTF8)
@pytest.mark.parametrize("between", ["\n", ";"], ids=["lines", "cells"])
def test_words_in_utf8_among_many_in_an_older_encoding_are_found(word: str, between: str) -> None:
    text = decode(f"{word}{between}".encode() + IN_WINDOWS.encode("cp1252"))
    assert (text.text, text.codec, text.probably) == (f"{word}{between}{IN_WINDOWS}", MIXED, True)
    assert text.rivals[0] == "cp1252"


def test_russian_words_in_utf8_among_windows_1251() -> None:
    russian = "Как пройти в библиотеку? Сколько стоит этот хлеб?"
    text = decode("кот\n".encode() + russian.encode("cp1251"))
    assert (text.text, text.codec) == (f"кот\n{russian}", "utf-8+cp1251")


ALIKE = [
    ("cp1251", "Сегодня 20 С° тепла, завтра 25 С° и солнце. Сколько стоит этот хлеб? Где находится вокзал?"),
    ("cp1252", "Où êtes-vous passés cet été ? QUALITÉ\xa0: très loin, là où la forêt commence."),
    ("koi8-r", "Как её найти? Сколько стоит её хлеб? Где находится её вокзал? её"),
    ("cp874", "ตอนนี้กี่โมงแล้ว สถานีรถไฟอยู่ที่ไหน กา รถ"),
    ("gb18030", "现在几点了？火车站在哪里？请 帮 我 翻译 这句话 好"),
]


@pytest.mark.parametrize(("codec", "words"), ALIKE, ids=[codec for codec, _ in ALIKE])
def test_letters_that_are_utf8_by_chance_are_not_taken_for_it(codec: str, words: str) -> None:
    text = decode(words.encode(codec))
    assert (text.text, text.codec, text.probably) == (words, codec, False)
