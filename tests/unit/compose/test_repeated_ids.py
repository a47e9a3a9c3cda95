"""Ids that are used twice, or look alike, found by their hashes."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from lib.common.lookalikes import visible_text
from lib.compose.repeated_ids import RepeatedIds

IDS = st.lists(st.sampled_from(["a", "b", "c", "a ", "", "e\u0301", "é"]) | st.text(max_size=3), max_size=20)


@given(st.lists(IDS, max_size=3))
def test_the_ids_that_look_like_another_one_are_found(blocks: list[list[str]]) -> None:
    repeated = RepeatedIds()
    for ids in blocks:
        repeated.add(ids)
    seen = [visible_text(custom_id) for ids in blocks for custom_id in ids]
    counts = Counter(seen)
    assert repeated.indexes().tolist() == [index for index, text in enumerate(seen) if counts[text] > 1]
