"""The tables in a JSON value, by the few shapes that exports have.

`find_tables` looks at the value itself, then inside its objects. Each shape is a function that gives a table, or
nothing if the value has another shape.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

_DEEPEST = 5
_INNER_KEYS = ("properties", "_source", "fields", "attributes", "row")
"""The keys of the columns inside records of GeoJSON, Elasticsearch, Airtable, JSON:API and Hugging Face."""

_FRAME = """
count total total_count totalCount next previous prev page pages page_size per_page limit offset size status success
ok meta metadata info object has_more took timed_out _shards max_score version type crs name help range majorDimension
index schema columns columnNames links url timestamp date generated"""
_FRAME_KEYS = frozenset(_FRAME.split())
"""Keys beside the rows that only describe them."""


class JsonTable(NamedTuple):
    """Records of one list or object in a file."""

    name: str
    """Its place, such as `response.items`; empty for the whole file."""

    columns: list[str] | None
    """The names of the cells; None if no one knows whether the first row has them."""

    rows: list[list[Any]]
    beside: tuple[str, ...] = ()
    """The keys beside it, in the objects around it."""

    @property
    def doubtful(self) -> bool:
        """Whether a key beside it may be more than a description of the rows."""
        return any(key not in _FRAME_KEYS for key in self.beside)


def find_tables(value: Any, name: str = "", lists: bool = True, levels: int = _DEEPEST) -> Iterator[JsonTable]:
    """Every table in a value, without those inside tables.

    Args:
        lists: whether a list of plain values is a table with one column.
    """
    if found := _tables(value, lists):
        yield from (table._replace(name=name or table.name) for table in found) if len(found) == 1 else found
    elif isinstance(value, dict) and levels:
        content = [key for key in value if key not in _FRAME_KEYS]
        inside = list(_tables_inside(value, content, name, levels))
        yield from inside or _tables_inside(value, list(value), name, levels)


def _tables_inside(value: dict[str, Any], keys: Sequence[str], name: str, levels: int) -> Iterator[JsonTable]:
    """The tables under these keys of an object."""
    lists = all(isinstance(inner, list) for inner in value.values())
    for key in keys:
        beside = tuple(other for other in value if other != key)
        for table in find_tables(value[key], f"{name}.{key}" if name else key, lists, levels - 1):
            yield table._replace(beside=(*beside, *table.beside))


def record_table(records: Sequence[Mapping[str, Any]], name: str = "") -> JsonTable:
    """Objects as rows with a column for every key, in the order met. An object around each row's values is left out."""
    inner = _wrapper(records)
    records = records if inner is None else [_without_wrapper(record, inner) for record in records]
    keys = list(dict.fromkeys(chain.from_iterable(records)))
    return JsonTable(name, keys, [[record.get(key) for key in keys] for record in records])


def value_table(values: Sequence[Any], name: str = "") -> JsonTable:
    """Lists as rows, which may begin with the names, or plain values as the rows of one column."""
    if all(isinstance(value, list) for value in values):
        return JsonTable(name, None, list(values))
    return JsonTable(name, ["value"], [[value] for value in values])


ONE_ROW = "All in one row"
KEY_AND_VALUE = "A row for each key"
COLUMN_FOR_EACH_KEY = "A column for each key"


def one_row(record: Mapping[str, Any]) -> JsonTable:
    """The object as the only row."""
    return JsonTable(ONE_ROW, list(record), [list(record.values())])


def key_and_value(record: Mapping[str, Any]) -> JsonTable:
    """The object as a list of its keys."""
    return JsonTable(KEY_AND_VALUE, ["key", "value"], [[key, value] for key, value in record.items()])


def _tables(value: Any, lists: bool) -> list[JsonTable]:
    """The readings of a value as one table; none if it has none of the shapes."""
    if isinstance(value, list) and value:
        return _list_table(value, lists)
    if not isinstance(value, dict) or not value:
        return []
    return _names_beside_rows(value) or _columns(value) or _keyed(value)


def _list_table(value: list[Any], lists: bool) -> list[JsonTable]:
    if all(isinstance(item, dict) for item in value):
        return [record_table(value)]
    return [value_table(value)] if _are_rows(value) or (lists and not any(map(_is_nested, value))) else []


def _are_rows(value: list[Any]) -> bool:
    """Whether a list has lists alone, with a plain value in one of them."""
    return all(isinstance(row, list) for row in value) and any(not _is_nested(cell) for row in value for cell in row)


def _names_beside_rows(value: dict[str, Any]) -> list[JsonTable]:
    """A list of names, and each list of rows that are as wide; what else may be data is beside it."""
    lists = {key: inner for key, inner in value.items() if isinstance(inner, list) and inner}
    for key, names in lists.items():
        if not all(type(name) is str for name in names) or len(set(names)) < len(names):
            continue
        tables = {other: rows for other, rows in lists.items() if other != key and _are_as_wide(rows, len(names))}
        if tables:
            beside = [other for other in value if other not in _FRAME_KEYS and other != key]
            return [
                _with_index(JsonTable(other, names, rows), value.get("index"))._replace(
                    beside=tuple(name for name in beside if name != other)
                )
                for other, rows in tables.items()
            ]
    return []


def _are_as_wide(rows: list[Any], width: int) -> bool:
    return all(isinstance(row, list) and len(row) == width for row in rows)


def _with_index(table: JsonTable, labels: Any) -> JsonTable:
    """The table with the labels of its rows as a first column, if they say more than the rows' numbers."""
    if not isinstance(labels, list) or len(labels) != len(table.rows):
        return table
    if [str(label) for label in labels] == [str(number) for number in range(len(labels))]:
        return table
    names = table.columns or []
    rows = [[label, *row] for label, row in zip(labels, table.rows, strict=True)]
    return table._replace(columns=["index" if "index" not in names else "index of the row", *names], rows=rows)


def _columns(value: dict[str, Any]) -> list[JsonTable]:
    """A list for each column, all as long, or an object for each column with its cells by row number."""
    columns = list(value.values())
    if all(isinstance(column, list) and len(column) == len(columns[0]) > 0 for column in columns):
        if not all(isinstance(cell, (dict, list)) for column in columns for cell in column):
            return [JsonTable("", list(value), list(map(list, zip(*columns, strict=True))))]
        return []
    numbered = all(isinstance(column, dict) and column and column.keys() == columns[0].keys() for column in columns)
    if numbered and all(map(_is_number, columns[0])) and not all(map(_is_number, value)):
        rows = [[column[row] for column in columns] for row in columns[0]]
        return [_with_index(JsonTable("", list(value), rows), list(columns[0]))]
    return []


def _keyed(value: dict[str, Any]) -> list[JsonTable]:
    """An object for each row under its key, with at least one key that all have.

    If it is no longer than its objects, and all have the same keys, these may be its columns as well.
    """
    records = list(value.values())
    if len(records) < 2 or not all(isinstance(record, dict) and record for record in records):
        return []
    if not set.intersection(*map(set, records)) or all(
        _is_nested(cell) for record in records for cell in record.values()
    ):
        return []
    names, rows = (table := record_table(records)).columns or [], table.rows
    name = "key" if "key" not in names else "key of the row"
    with_keys = [[key, *row] for key, row in zip(value, rows, strict=True)]
    by_row = JsonTable(KEY_AND_VALUE, [name, *names], with_keys)
    if all(map(_is_number, value)):
        return [table if list(value) == [str(number) for number in range(len(value))] else by_row]
    if len(records) > len(records[0]) or any(record.keys() != records[0].keys() for record in records):
        return [by_row]
    columns = [[label, *(record[label] for record in records)] for label in records[0]]
    return [by_row, JsonTable(COLUMN_FOR_EACH_KEY, [name, *value], columns)]


def _wrapper(records: Sequence[Mapping[str, Any]]) -> str | None:
    """The key of the object inside every record that has its columns: the only key, or one that exports use."""
    first = records[0] if records else {}
    alone = next(iter(first)) if len(first) == 1 else None
    inner = next((key for key in _INNER_KEYS if isinstance(first.get(key), dict)), alone)
    if inner is None or not all(isinstance(record.get(inner), dict) for record in records):
        return None
    if all(len(record) == 1 for record in records):
        return inner
    return (
        inner if inner in _INNER_KEYS and not any(record.keys() & record[inner].keys() for record in records) else None
    )


def _without_wrapper(record: Mapping[str, Any], inner: str) -> dict[str, Any]:
    return {**{key: value for key, value in record.items() if key != inner}, **record[inner]}


def _is_nested(value: Any) -> bool:
    return isinstance(value, (dict, list))


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit()
