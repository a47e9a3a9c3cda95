"""The shapes of tables in JSON."""

from typing import Any

import pytest

from lib.sheets.json_tables import find_tables

RECORDS = [{"id": 1, "t": "a"}, {"id": 2, "t": "b"}]
NAMES, ROWS = ["id", "t"], [[1, "a"], [2, "b"]]
KEYED = [["x", 1, "a"], ["y", 2, "b"]]

ONE: dict[str, tuple[Any, list[str] | None, list[list[Any]]]] = {
    "records": (RECORDS, NAMES, ROWS),
    "uneven records": ([{"a": 1}, {"b": 2}], ["a", "b"], [[1, None], [None, 2]]),
    "rows": ([NAMES, *ROWS], None, [NAMES, *ROWS]),
    "plain values": (["x", "y"], ["value"], [["x"], ["y"]]),
    "columns": ({"id": [1, 2], "t": ["a", "b"]}, NAMES, ROWS),
    "columns with nested cells": ({"id": [1], "m": [[2]]}, ["id", "m"], [[1, [2]]]),
    "columns by row number": ({"id": {"0": 1, "1": 2}, "t": {"0": "a", "1": "b"}}, NAMES, ROWS),
    "columns by row label": (
        {"index": {"3": 1, "7": 2}, "t": {"3": "a", "7": "b"}},
        ["index of the row", "index", "t"],
        [["3", 1, "a"], ["7", 2, "b"]],
    ),
    "split": ({"columns": NAMES, "index": [0, 1], "data": ROWS}, NAMES, ROWS),
    "split with labels": ({"columns": NAMES, "index": ["x", "y"], "data": ROWS}, ["index", *NAMES], KEYED),
    "header beside rows": ({"header": NAMES, "rows": ROWS}, NAMES, ROWS),
    "by row number": ({"0": RECORDS[0], "1": RECORDS[1]}, NAMES, ROWS),
    "by number": ({"5": {"a": 1}, "9": {"a": 2}}, ["key", "a"], [["5", 1], ["9", 2]]),
    "by key": ({"x": {"a": 1}, "y": {"a": 2, "b": 3}}, ["key", "a", "b"], [["x", 1, None], ["y", 2, 3]]),
    "GeoJSON": (
        {"type": "F", "features": [{"type": "Feature", "properties": {"n": "x"}, "geometry": None}]},
        ["type", "geometry", "n"],
        [["Feature", None, "x"]],
    ),
    "wrapped": ([{"row": {"a": 1}}, {"row": {"a": 2}}], ["a"], [[1], [2]]),
    "not all wrapped": (
        [{"row": {"a": 1}}, {"fields": {"a": 2}}],
        ["row", "fields"],
        [[{"a": 1}, None], [None, {"a": 2}]],
    ),
    "two wrappers": (
        [{"fields": {"a": 1}, "properties": {"b": 2}}, {"properties": {"b": 4}, "fields": {"a": 3}}],
        ["fields", "b"],
        [[{"a": 1}, 2], [{"a": 3}, 4]],
    ),
    "deep": ({"response": {"status": 1, "data": {"items": RECORDS}}}, NAMES, ROWS),
    "a schema beside it": ({"schema": {"fields": [{"name": "id"}]}, "data": RECORDS}, NAMES, ROWS),
}


@pytest.mark.parametrize(("value", "columns", "rows"), ONE.values(), ids=ONE)
def test_one_table(value: Any, columns: list[str] | None, rows: list[list[Any]]) -> None:
    (table,) = find_tables(value)
    assert (table.columns, table.rows, table.doubtful) == (columns, rows, False)


SEVERAL: dict[str, tuple[Any, list[str]]] = {
    "sets": ({"train": RECORDS, "test": RECORDS[:1]}, ["train", "test"]),
    "sets of columns": ({"train": {"id": [1, 2]}, "test": {"id": [3]}}, ["train", "test"]),
    "uneven lists": ({"a": ["x", "y"], "b": ["z"]}, ["a", "b"]),
    "names for two lists of rows": ({"columns": NAMES, "train": ROWS, "test": ROWS[:1]}, ["train", "test"]),
    "keys of rows or of columns": (
        {"x": RECORDS[0], "y": RECORDS[1]},
        ["A row for each key", "A column for each key"],
    ),
}


@pytest.mark.parametrize(("value", "names"), SEVERAL.values(), ids=SEVERAL)
def test_several_tables(value: Any, names: list[str]) -> None:
    assert [table.name for table in find_tables(value)] == names


@pytest.mark.parametrize(
    "value", [{}, [], 5, {"a": 1}, {"a": {"b": 1}, "c": {"d": 2}}, {"id": 1, "tags": ["x", "y"]}, [[], []]]
)
def test_no_table(value: Any) -> None:
    assert list(find_tables(value)) == []


def test_a_key_that_may_be_data_makes_the_table_doubtful() -> None:
    (table,) = find_tables({"question": "x", "turns": RECORDS})
    assert (table.beside, table.doubtful) == (("question",), True)


def test_rows_of_another_width_are_beside_the_named_ones() -> None:
    (table,) = find_tables({"columns": NAMES, "data": ROWS, "groups": [["x"]]})
    assert (table.name, table.columns, table.rows) == ("data", NAMES, ROWS)
    assert (table.beside, table.doubtful) == (("groups",), True)
