"""The results of a file as Arrow columns, in a fifth of the memory of Python's objects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

import pyarrow as pa
from msgspec import structs

from lib.results.result import Result

_TEXT = pa.large_string()
"""Answers of one file, and of all files together, may be more than the 2 GB that 32-bit places reach."""

_TYPES = {
    "state": pa.string(),
    "status_code": pa.int64(),
    "prompt_tokens": pa.int64(),
    "completion_tokens": pa.int64(),
    "created": pa.float64(),
    "has_vectors": pa.bool_(),
    "other_answers": pa.list_(_TEXT),
    "cached_tokens": pa.int64(),
    "reasoning_tokens": pa.int64(),
}
NAMES = tuple(field.name for field in structs.fields(Result))
"""The columns: the fields of a `Result`."""

_SEVERAL = NAMES.index("other_answers")

SCHEMA = pa.schema([(name, _TYPES.get(name, _TEXT)) for name in NAMES])

_PIECE = 2_000
"""Results that are objects at once while all are read in order."""


class ResultTable(Sequence[Result]):
    """Results in the order of their lines; a `Result` is made when it is read, so loops take columns where they can.

    Args:
        table: columns by `SCHEMA`, in any number of chunks.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @classmethod
    def of(cls, results: Iterable[Result]) -> "ResultTable":
        """A table of results that were read one by one."""
        return cls(pa.Table.from_batches([as_batch(list(results))]))

    def __len__(self) -> int:
        return int(self._table.num_rows)

    @overload
    def __getitem__(self, index: int) -> Result: ...
    @overload
    def __getitem__(self, index: slice) -> list[Result]: ...
    def __getitem__(self, index: int | slice) -> Result | list[Result]:
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        row = range(len(self))[index]
        return _result([column[row].as_py() for column in self._table.columns])

    def __iter__(self) -> Iterator[Result]:
        for start in range(0, len(self), _PIECE):
            columns = [column.to_pylist() for column in self._table.slice(start, _PIECE).columns]
            yield from map(_result, zip(*columns, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResultTable) and bool(self._table.equals(other._table))

    @cached_property
    def ids(self) -> list[str]:
        """The custom_id of every result, always the same strings, which dictionaries find fastest."""
        ids: list[str] = self.column("custom_id").to_pylist()
        return ids

    def column(self, name: str) -> pa.ChunkedArray:
        """One field of every result."""
        return self._table.column(name)

    def replaced(self, results: Mapping[int, Result]) -> "ResultTable":
        """The table with other results at some indexes."""
        return ResultTable.of(results.get(index, result) for index, result in enumerate(self))

    def with_ids(self, ids: Mapping[int, str]) -> "ResultTable":
        """The table with other ids at some indexes."""
        own = [ids.get(index, custom_id) for index, custom_id in enumerate(self.ids)]
        return ResultTable(self._table.set_column(0, SCHEMA.field(0), pa.array(own, _TEXT)))


def as_batch(results: Sequence[Result]) -> pa.RecordBatch:
    """Columns of results."""
    values = list(zip(*map(structs.astuple, results), strict=True)) or [()] * len(SCHEMA)
    columns = [pa.array(column, field.type) for column, field in zip(values, SCHEMA, strict=True)]
    return pa.record_batch(columns, schema=SCHEMA)


def _result(values: Iterable[Any]) -> Result:
    fields = list(values)
    fields[_SEVERAL] = tuple(fields[_SEVERAL])
    return Result(*fields)
