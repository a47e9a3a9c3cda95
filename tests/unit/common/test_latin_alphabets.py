"""Words whose letters belong to one language."""

import pytest

from lib.common.latin_alphabets import language_share

SHARES = [
    ("šalica đak ćevap", 1),
    ("Äpfel GRÖSSE Straße", 1),
    ("İstanbul ışık çok", 1),
    ("šalica ðak æevap", 2 / 3),
    ("ναι κот", 1),
    ("plain words", 1),
    ("5€ 3º ½", 1),
    ("õde þürii", 0.5),
]


@pytest.mark.parametrize(("words", "share"), SHARES)
def test_the_share_of_words_in_one_language(words: str, share: float) -> None:
    assert language_share(words.split()) == pytest.approx(share)


def test_no_words_are_in_any_language() -> None:
    assert language_share([]) == 1
