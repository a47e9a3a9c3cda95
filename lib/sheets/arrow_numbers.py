"""The texts of a column of plain numbers or truth values, all at once: those that `exact_text` gives to each value."""

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from lib.sheets.text_column import Texts, one_array

_LARGEST = 2.0**63
"""The number from which on `exact_text` writes numbers in another way."""


def number_texts(column: pa.ChunkedArray) -> Texts | None:
    """The texts, empty for a null and for the NaN of pandas; None for other types, and for unusual numbers."""
    if pa.types.is_integer(column.type):
        return one_array(pc.fill_null(column.cast(pa.string()), ""))
    if pa.types.is_boolean(column.type):
        return one_array(pc.fill_null(pc.if_else(column, "TRUE", "FALSE"), ""))
    return _float_texts(column.to_numpy()) if pa.types.is_float64(column.type) else None


def _float_texts(numbers: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Texts | None:
    if (np.abs(numbers) >= _LARGEST).any():  # infinite ones, too
        return None
    written = orjson.dumps(np.ascontiguousarray(numbers), option=orjson.OPT_SERIALIZE_NUMPY)[1:-1]
    texts = pa.array(written.split(b",") if len(numbers) else [], pa.binary()).cast(pa.string())
    return pc.if_else(pc.equal(texts, "null"), "", texts)  # of NaN
