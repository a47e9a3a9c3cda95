"""Lists as people type them, and every reading of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose.typed_lists import read_list, write_list

THREE = ("good", "bad", "neutral")

CERTAIN: list[tuple[str, tuple[str, ...]]] = [
    ("", ()),
    (" , ,", ()),
    ("good", ("good",)),
    ("good,bad , neutral", THREE),
    ("good; bad; neutral;", THREE),
    ("good | bad | neutral", THREE),
    ("| good | bad | neutral |", THREE),
    ("good/bad/neutral", THREE),
    ("good / bad / neutral", THREE),
    ("good\tbad\tneutral", THREE),
    ("good\n\nbad\r\nneutral", THREE),
    ("good,\nbad,\nneutral", THREE),
    ("good、bad、neutral", THREE),
    ("good，bad；neutral".replace("；", "，"), THREE),
    ("جيد، سيئ، محايد", ("جيد", "سيئ", "محايد")),
    ("• good • bad • neutral", THREE),
    ("•good\n•bad\n•neutral", THREE),
    ("- good\n- bad\n- neutral", THREE),
    ("- good - bad - neutral", THREE),
    ("* good\n  * bad\n* neutral", THREE),
    ("[ ] good\n[x] bad\n[ ] neutral", THREE),
    ("1. good\n2. bad\n3. neutral", THREE),
    ("1) good 2) bad 3) neutral", THREE),
    ("(1) good, (2) bad, (3) neutral", THREE),
    ("a) good; b) bad; c) neutral", THREE),
    ("1、好 2、坏", ("好", "坏")),
    ('"good", "bad", "neutral"', THREE),
    ('"good" "bad" "neutral"', THREE),
    ("'good', 'bad', 'neutral'", THREE),
    ("“good”; “bad”; “neutral”", THREE),
    ('["good", "bad", "neutral"]', THREE),
    ("['good', 'bad', 'neutral']", THREE),
    ("[1, 2.5, true]", ("1", "2.5", "true")),
    ("[1.10, True]", ("1.10", "True")),
    ("[1.10, 1e5, -0.0, 0x10]", ("1.10", "1e5", "-0.0", "0x10")),
    ('["a", 1.10]', ("a", "1.10")),
    ('["Yes", "No"', ("Yes", "No")),
    ("['it''s', 'no']", ("'it''s'", "no")),
    ("1,000 to 5,000; 5,000 to 10,000", ("1,000 to 5,000", "5,000 to 10,000")),
    ("[good, bad, neutral]", THREE),
    ("good, bad, and neutral", THREE),
    ('"neither, really", good', ("neither, really", "good")),
    ('5" screen, 7" screen', ('5" screen', '7" screen')),
    ('"say ""no""", yes', ('say "no"', "yes")),
    ("don't know, can't say", ("don't know", "can't say")),
    ("the '90s, the '80s", ("the '90s", "the '80s")),
    ("good (really, very), bad", ("good (really, very)", "bad")),
    ("good, bad, N/A", ("good", "bad", "N/A")),
    ("24/7, km/h", ("24/7", "km/h")),
    ("N/A", ("N/A",)),
    ("Yes / Ja\nNo / Nein", ("Yes / Ja", "No / Nein")),
    ("1,2,3,4,5", ("1", "2", "3", "4", "5")),
    ("1,5; 2,5", ("1,5", "2,5")),
    ("-1, 0, +1", ("-1", "0", "+1")),
    ("-1\n0\n1", ("-1", "0", "1")),
    ("<10, 10-20, >20", ("<10", "10-20", ">20")),
    ("A+\nA-\nB+", ("A+", "A-", "B+")),
    ("1. Klasse, 2. Klasse", ("1. Klasse", "2. Klasse")),
    ("C++, C#, .NET", ("C++", "C#", ".NET")),
    ("B&B, Hotel", ("B&B", "Hotel")),
    ("https://a.example/b, https://c.example", ("https://a.example/b", "https://c.example")),
    ("10\u00a0%, 20\u00a0%", ("10\u00a0%", "20\u00a0%")),
    ("good, good", ("good", "good")),
]


@pytest.mark.parametrize(("text", "items"), CERTAIN, ids=[case[0] or "nothing" for case in CERTAIN])
def test_a_certain_list(text: str, items: tuple[str, ...]) -> None:
    assert read_list(text).readings == (items,)


UNCERTAIN: list[tuple[str, list[tuple[str, ...]]]] = [
    ("yes, no / maybe", [("yes", "no", "maybe"), ("yes", "no / maybe")]),
    ("yes/no, maybe", [("yes", "no", "maybe"), ("yes/no", "maybe")]),
    ("Paris, France; Rome, Italy", [("Paris, France", "Rome, Italy"), ("Paris", "France", "Rome", "Italy")]),
    ("Paris, France\nRome, Italy", [("Paris, France", "Rome, Italy"), ("Paris", "France", "Rome", "Italy")]),
    ("good, bad or neutral", [THREE, ("good", "bad or neutral")]),
    ("good, bad, neutral.", [THREE, ("good", "bad", "neutral.")]),
    ("good bad neutral", [("good bad neutral",), THREE]),
    ("good or bad", [("good or bad",), ("good", "bad")]),
    ("good - bad - neutral", [("good - bad - neutral",), THREE]),
    ("1,000 to 5,000", [("1,000 to 5,000",), ("1", "000 to 5", "000")]),
    ("10,000-20,000", [("10,000-20,000",), ("10", "000-20", "000")]),
    ("Yes/No/N/A", [("Yes", "No", "N/A"), ("Yes", "No", "N", "A")]),
    ("good and bad and neutral", [("good and bad and neutral",), THREE]),
    ('"good" or "bad"', [('"good" or "bad"',), ("good", "bad")]),
    ('"very good" bad', [('"very good" bad',), ("very good", "bad")]),
    ('"good" "bad", neutral', [THREE, ('"good" "bad"', "neutral")]),
    ('"good", "bad" "neutral"', [THREE, ("good", '"bad" "neutral"')]),
    ('"good""bad"', [("good", "bad"), ('good"bad',)]),
    ("1,5", [("1", "5"), ("1,5",)]),
    ("1/2/2026", [("1", "2", "2026"), ("1/2/2026",)]),
    ("A. Smith, B. Jones", [("Smith", "Jones"), ("A. Smith", "B. Jones")]),
    ("- good\nbad", [("good", "bad"), ("- good", "bad")]),
    ("好、坏，中", [("好", "坏，中"), ("好", "坏", "中")]),
]


@pytest.mark.parametrize(("text", "readings"), UNCERTAIN, ids=[case[0] for case in UNCERTAIN])
def test_an_uncertain_list(text: str, readings: list[tuple[str, ...]]) -> None:
    assert read_list(text).readings == tuple(readings)


WORDS = st.text(st.characters(categories=["L"]), min_size=3, max_size=8)
SEPARATORS = [
    ",",
    ", ",
    ";",
    "; ",
    "|",
    " | ",
    "/",
    " / ",
    "\n",
    "\r\n",
    "\t",
    "、",
    "،",
    "，",
    "；",
    " • ",
    ",\n",
    "\n\n",
]


@given(st.lists(WORDS.filter(lambda word: word.casefold() not in ("and", "und", "oder")), min_size=2), st.data())
def test_items_joined_by_any_separator_are_read_back(items: list[str], data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from(SEPARATORS))
    assert read_list(separator.join(items)).readings == (tuple(items),)


PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.lists(PHRASES, min_size=2, unique=True), st.sampled_from(SEPARATORS))
def test_the_phrases_that_were_joined_are_among_the_readings(items: list[str], separator: str) -> None:
    assert tuple(items) in read_list(separator.join(items)).readings


ANY_ITEM = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: text == text.strip() != "")


@given(st.lists(ANY_ITEM))
def test_a_written_list_has_one_reading(items: list[str]) -> None:
    assert read_list(write_list(items)).readings == (tuple(items),)


@given(st.text())
def test_every_reading_of_any_text_can_be_written(text: str) -> None:
    for items in read_list(text).readings:
        assert read_list(write_list(items)).readings == (items,)
