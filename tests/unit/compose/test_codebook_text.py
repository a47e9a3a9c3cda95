"""Codebooks as text, and read back from a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compose.codebook import CODEBOOK_KINDS, Codebook, Label
from lib.compose.codebook_text import codebook_text, read_codebook

LABELS = (
    Label("late", "It comes\nafter its date.", "Still waiting!"),
    Label("нет", examples="ok"),
    Label("a: b", "c: d"),
)


@pytest.mark.parametrize(
    ("codebook", "text"),
    [
        (Codebook("Several labels", (Label("a"),)), "x\nChoose every label that fits; none if no label does:\n- a"),
        (Codebook("Score"), "x\nGive a whole number from 1 to 5."),
        (Codebook("Score", (), 0, 2.5, False), "x\nGive a number from 0 to 2.5."),
        (Codebook("Score", (Label("1"),), -1000, 1), "x\nGive a whole number from -1,000 to 1:\n- 1"),
    ],
)
def test_the_instruction_says_how_to_choose(codebook: Codebook, text: str) -> None:
    assert codebook_text([("x", " ", codebook)]) == text
    assert read_codebook(text, "x", "") == codebook


def test_a_codebook_is_found_among_other_text() -> None:
    topic, score = Codebook("One label", LABELS), Codebook("Score", (Label("1", "bad"),), 1, 3)
    text = codebook_text([("topic", "What it is about", topic), ("score", "", score)])
    message = f"topic: What it is about\n{text}\n- not a label, but the next list\n\nBe brief."
    names = [label.name for label in LABELS]
    assert read_codebook(f"Sort.\n\n{text}\n\nBe brief.", "score", "") == score
    assert read_codebook(f"Sort.\n\n{text}\n\nBe brief.", "topic", "What it is about", names) == topic
    assert read_codebook(message, "topic", "What it is about", names) == topic
    assert read_codebook(message, "topic", "What it is not about", names) is None
    assert read_codebook("topic", "topic", "") is None
    followed = codebook_text([("topic", "", topic)]) + "\n- Be brief: one word"
    assert read_codebook(followed, "topic", "", names) == topic


WORDS = st.text("ab:- \n", max_size=8).map(lambda text: "\n".join(line.strip() for line in text.split("\n")).strip())
NAMES = st.text("ab:- ", min_size=1, max_size=6).map(str.strip).filter(bool)
LABEL_LISTS = st.lists(
    st.builds(Label, NAMES, WORDS, WORDS), min_size=1, max_size=3, unique_by=lambda label: label.name
)


@given(st.sampled_from(CODEBOOK_KINDS), LABEL_LISTS.map(tuple), st.booleans())
def test_what_is_read_back_gives_the_same_text(kind: str, labels: tuple[Label, ...], is_whole: bool) -> None:
    codebook = Codebook(kind, labels, 1, 5, is_whole)  # type: ignore[arg-type]
    text = codebook_text([("x", "why", codebook)])
    found = read_codebook(f"Now.\n\n{text}\n\nEnd.", "x", "why", codebook.names)
    assert found is not None
    assert found.names == codebook.names
    assert codebook_text([("x", "why", found)]) == text
