"""The apostrophe before what Excel would run as a formula: on for a CSV, off when it comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.common.excel_cells import guard, unguard


@pytest.mark.parametrize("cell", ["=1", "+1", "@a", "\t", "\r=", "- a", "--1"])
def test_unguard_takes_off_what_guard_puts_on(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@pytest.mark.parametrize("cell", ["'tis", "'-5", "''=1", "'", "", "a"])
def test_other_apostrophes_stay(cell: str) -> None:
    assert unguard(cell) == cell


@given(st.text(max_size=20))
def test_any_text_comes_back_unless_it_looks_guarded(cell: str) -> None:
    assert unguard(guard(cell)) == cell or unguard(cell) != cell
