"""The limits that an administrator sets: a tab that is full says so with figures, and what it holds stays."""

import pytest
from streamlit.runtime.secrets import secrets_singleton

from pages.parts.shared import limits
from pages.parts.shared.limits import most_memory, most_of_a_tab
from tests.screens.screen import Screen
from tests.support.result_lines import answered, jsonl

GB = 1_000_000_000


@pytest.fixture
def small_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tab may hold 300 KB of files."""
    monkeypatch.setattr(limits, "_TAB_GB", 0.0003)


def sheet(kilobytes: int) -> bytes:
    return b"key,text\n" + b"a,tea and milk\n" * (kilobytes * 1_000 // 15)


def test_a_tab_that_is_full_names_the_file_and_keeps_the_others(small_tab: None) -> None:
    here = Screen("results")
    here.upload("Everything", ("first.csv", sheet(200)), ("out.jsonl", jsonl([answered("row-2", "yes")])))
    here.upload("Everything", ("second.csv", sheet(150)))
    assert (
        "second.csv: it has 0.15 MB. This tab holds 0.20 MB of files, and may hold 0.30 MB. Remove files that you no "
        "longer need, or load a part of this one. Another tab has room of its own."
    ) in here.errors()
    assert "first.csv" in here.said()
    here.upload("Everything", ("third.csv", sheet(50)))
    assert "third.csv" in here.said()
    assert not here.errors()


def test_the_sheet_of_compose_counts_too(small_tab: None) -> None:
    here = Screen()
    here.upload("Spreadsheet", ("sheet.csv", sheet(200)))
    here.go("results")
    here.upload("Everything", ("other.csv", sheet(150)))
    assert "This tab holds 0.20 MB of files" in here.errors()


def test_an_upload_that_was_not_taken_is_named_with_its_size() -> None:
    here = Screen()
    inbox = here.at.file_uploader[0]
    inbox.set_value(("large.csv", b"", f"{limits.NOT_TAKEN};950000000"))
    here.at.run()
    assert "large.csv: it has 950.00 MB, and the app has" in here.errors()
    assert here.has("compose_example")


def test_the_administrator_sets_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_of_a_tab() == 2 * GB
    monkeypatch.setattr(secrets_singleton, "load_if_toml_exists", lambda: True)
    monkeypatch.setattr("streamlit.secrets", {"limits": {"tab_gb": 0.5, "memory_gb": 6}})
    assert (most_of_a_tab(), most_memory()) == (0.5 * GB, 6 * GB)


def test_without_settings_the_app_leaves_a_fifth_of_the_memory_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "machine_memory", lambda: 10 * GB)
    assert most_memory() == 8 * GB
    monkeypatch.setattr(limits, "machine_memory", lambda: float("inf"))
    assert most_memory() == float("inf")
