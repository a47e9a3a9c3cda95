"""The values of Arrow columns with all that Arrow holds of them.

Python's own types are narrower: they end at microseconds and the year 9999, and give a float of 32 bits more digits.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_NOT_NUMBERS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def arrow_values(column: pa.ChunkedArray) -> Iterator[Any]:
    """The values of a column of any type; those that Python or JSON cannot hold as text."""
    return chain.from_iterable(map(_values, column.chunks))


def _values(array: pa.Array) -> Sequence[Any]:
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _values(array.dictionary_decode())
    if pa.types.is_run_end_encoded(kind):
        return _values(pc.run_end_decode(array))
    if pa.types.is_struct(kind):
        return _records(array)
    if pa.types.is_map(kind):
        return _lists(array, list(zip(_values(array.keys), _values(array.items), strict=True)))
    if pa.types.is_fixed_size_list(kind):
        return _equal_lists(array)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _lists(array, _values(array.values))
    if pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind):
        return _values(array.cast(pa.large_list(kind.value_type)))
    if pa.types.is_floating(kind):
        return _floats(array)
    return _times(array) if pa.types.is_temporal(kind) else array.to_pylist()


def _records(array: pa.StructArray) -> list[Any]:
    names = [field.name for field in array.type]
    if len(set(names)) < len(names):
        raise ValueError("two fields of a record have one name")
    fields = list(map(_values, array.flatten()))
    valid = array.is_valid().to_pylist()
    return [
        {name: cells[row] for name, cells in zip(names, fields, strict=True)} if ok else None
        for row, ok in enumerate(valid)
    ]


def _lists(array: Any, values: Sequence[Any]) -> list[Any]:
    """The lists of an array, whose offsets count in the values of all of them."""
    offsets, valid = array.offsets.to_pylist(), array.is_valid().to_pylist()
    return [list(values[offsets[row] : offsets[row + 1]]) if ok else None for row, ok in enumerate(valid)]


def _equal_lists(array: pa.FixedSizeListArray) -> list[Any]:
    values, size, valid = _values(array.values), array.type.list_size, array.is_valid().to_pylist()
    starts = range(array.offset * size, (array.offset + len(array)) * size, size) if size else [0] * len(array)
    return [list(values[start : start + size]) if ok else None for start, ok in zip(starts, valid, strict=True)]


def _floats(array: pa.Array) -> list[Any]:
    """Numbers with the digits that their own width needs, and words for what is not a number."""
    numbers = array.to_pylist()
    if not pa.types.is_float64(array.type):
        digits = array.to_numpy(zero_copy_only=False)
        numbers = [None if number is None else float(str(short)) for number, short in zip(numbers, digits, strict=True)]
    return [n if n is None or math.isfinite(n) else _NOT_NUMBERS[str(n)] for n in numbers]


def _times(array: pa.Array) -> list[Any]:
    kind = array.type
    if pa.types.is_duration(kind):
        return [n if n is None else _duration(n, _PER_SECOND[kind.unit]) for n in array.cast(pa.int64()).to_pylist()]
    if pa.types.is_time64(kind) and kind.unit == "ns":
        return array.cast(pa.string()).to_pylist()  # type: ignore[no-any-return]
    try:
        return array.to_pylist()  # type: ignore[no-any-return]
    except (OverflowError, ValueError):
        return list(map(_time, array))


def _duration(count: int, per_second: int) -> str:
    """Hours, minutes and seconds, as Excel shows a span of time: `36:00:00`."""
    seconds, rest = divmod(abs(count), per_second)
    fraction = f".{rest:0{len(str(per_second)) - 1}d}".rstrip("0") if rest else ""
    sign = "-" if count < 0 else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def _time(value: pa.Scalar) -> Any:
    """A moment or day, as text if its year is beyond Python's."""
    try:
        return value.as_py()
    except (OverflowError, ValueError):
        day = pa.types.is_date(value.type)
        unit = "D" if pa.types.is_date32(value.type) else "ms" if day else value.type.unit
        moment, _, fraction = str(np.array(value.value, f"datetime64[{unit}]")).replace("T", " ").partition(".")
        if day:
            return moment.partition(" ")[0]
        fraction = f".{fraction}".rstrip("0").rstrip(".")
        return f"{moment}{fraction}{'+00:00' if value.type.tz else ''}"
