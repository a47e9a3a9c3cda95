"""The problems of ids from a column, and their messages."""

import pytest

from lib.compose.id_checks import check_ids

IDS: list[tuple[str, list[str], list[tuple[str, str, int | None]]]] = [
    ("unique", ["a", "b"], []),
    ("numbers stay text", ["7", "07", "007"], []),
    ("letter case counts", ["a", "A"], []),
    ("blank", ["a", ""], [("blank-id", "blocks", 3)]),
    ("several blank", ["", "", " "], [("blank-id", "blocks", 2), ("blank-id", "blocks", 3), ("blank-id", "blocks", 4)]),
    ("duplicates, all of the group", ["a", "b", "a"], [("duplicate-id", "blocks", 2), ("duplicate-id", "blocks", 4)]),
    ("64 characters", ["x" * 64], []),
    ("65 characters", ["x" * 65], [("long-id", "note", 2)]),
    ("a space at the end", ["a ", "b"], [("blank-edge-id", "note", 2)]),
    ("a non-breaking space at the start", ["\u00a0a"], [("blank-edge-id", "note", 2)]),
    ("equal except for a space", ["a", "a "], [("blank-edge-id", "note", 3), ("lookalike-ids", "warn", None)]),
    ("two forms of an accent", ["é", "e\u0301", "b"], [("lookalike-ids", "warn", None)]),
    ("a zero-width space", ["a\u200b", "b"], [("unseen-id", "note", 2)]),
    ("long with a space", [" " + "x" * 65], [("long-id", "note", 2), ("blank-edge-id", "note", 2)]),
]


@pytest.mark.parametrize(("ids", "problems"), [case[1:] for case in IDS], ids=[case[0] for case in IDS])
def test_check_ids(ids: list[str], problems: list[tuple[str, str, int | None]]) -> None:
    found = check_ids("id", ids, range(2, len(ids) + 2))
    assert [(problem.kind, problem.severity, problem.row) for problem in found] == problems


ID_MESSAGES = [
    (
        "blank",
        ["a", " "],
        ['Row 3, column "id": the id is empty. '
         "Fill in an id for every row, or choose Row number as the id column."],
    ),
    (
        "twice",
        ["a", "a"],
        ['Row 2, column "id": the id "a" is used more than once. '
         "Make it unique, or choose Row number as the id column.",
         'Row 3, column "id": the id "a" is used more than once (first in row 2). '
         "Make it unique, or choose Row number as the id column."],
    ),
    (
        "alike",
        ["é", "b", "e\u0301"],
        ['Column "id": 2 ids look the same as another one: rows 2, 4. They differ in spaces, invisible characters or '
         "the form of an accent. Make each clearly different."],
    ),
    ("long", ["x" * 70], ['Row 2, column "id": the id has 70 characters. Some providers accept up to 64.']),
]  # fmt: skip


@pytest.mark.parametrize(("ids", "messages"), [case[1:] for case in ID_MESSAGES], ids=[case[0] for case in ID_MESSAGES])
def test_messages_of_ids(ids: list[str], messages: list[str]) -> None:
    assert [str(problem) for problem in check_ids("id", ids, range(2, len(ids) + 2))] == messages


def test_a_long_duplicate_id_is_shortened() -> None:
    problem = next(check_ids("id", ["x" * 99] * 2, [2, 3]))
    assert f'"{"x" * 60}…"' in problem.message


def test_a_provider_with_a_length_limit() -> None:
    (problem,) = check_ids("id", ["x" * 64, "y" * 65], [2, 3], 64)
    assert (problem.kind, problem.severity) == ("long-id", "blocks")
    assert str(problem) == ('Row 3, column "id": the id has 65 characters. The provider accepts up to 64: shorten it.')


def test_an_id_is_measured_in_characters() -> None:
    assert list(check_ids("id", ["世" * 64], [2], 64)) == []
