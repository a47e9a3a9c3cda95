"""How many words have the letters of one language, in the languages that are written with Latin letters.

A wrong encoding makes letters that no language has together: Croatian `š, č, ć, đ` become `š, è, æ, ð`.
"""

from collections import Counter
from collections.abc import Sequence

_LETTERS = """
    äöüß àâæçéèêëîïôœùûüÿ áéíñóúü àáâãçéêíóôõúü àèéìíîòóùú àçèéíïòóúü áâäèéêëïíóôöûü æøåéóôòü åäöéáàü åäöšž
    áðéíóúýþæö áðíóúýæø ëç õäöüšž āčēģīķļņōŗšūž ąčęėįšųūž ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű
    ăâîşţșț čćđšž čšž çğıöşüâîû âêîôûŵŷ àáãâèéêìíòóôõùúýăđơư
"""
"""The letters beyond ASCII of German, French, Spanish, Portuguese, Italian, Catalan, Dutch, Danish with Norwegian,
Swedish, Finnish, Icelandic, Faroese, Albanian, Estonian, Latvian, Lithuanian, Polish, Czech, Slovak, Hungarian,
Romanian, Croatian with Bosnian, Slovenian, Turkish, Welsh and Vietnamese."""

_ALPHABETS = [frozenset(letters + letters.upper() + "İ" * ("ı" in letters)) for letters in _LETTERS.split()]
_NO_LETTERS = frozenset("ªºµƒ")
_LAST_LATIN = "\u024f"


def language_share(words: Sequence[str]) -> float:
    """The largest share of words, from 0 to 1, with letters of one language; other scripts belong to any.

    >>> language_share(["šalica", "đak"]), language_share(["šalica", "ðak"])
    (1.0, 0.5)
    """
    sets = Counter(frozenset(filter(_is_latin, word)) for word in words)
    total = sum(sets.values())
    best = max(sum(count for letters, count in sets.items() if letters <= alphabet) for alphabet in _ALPHABETS)
    return best / total if total else 1.0


def _is_latin(letter: str) -> bool:
    """Whether a letter is Latin and beyond ASCII."""
    return "\x7f" < letter <= _LAST_LATIN and letter.isalpha() and letter not in _NO_LETTERS
