"""The texts of many numbers of one format at once.

Floats give the text that exact arithmetic gives, unless a number is within an error of rounding of a limit, such
as half a cent. Numbers that close, and formats without a fast way, are formatted one by one.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lib.sheets.format_codes import GENERAL
from lib.sheets.format_dates import BAD_SERIAL, date_texts, units_a_day
from lib.sheets.format_numbers import number_value, plain_format
from lib.sheets.format_tokens import Token
from lib.sheets.number_format import parse_format

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]

_AS_SHOWN = r"^-?(?:[1-9]\d{0,14}|(?:0|[1-9]\d{0,6})\.\d{0,7}[1-9])$|^0$"
"""Numbers that the format General shows as they are written."""

_ERROR = 1e-14
"""The most by which a float and the 15 digits that Excel keeps may differ, in parts of the number."""


def number_texts(written: pa.StringArray, code: str, shift: int = 0) -> NDArray[np.object_]:
    """The text that Excel shows for each number in this format; `shift` are the days to add to a date."""
    form = parse_format(code)
    values = pc.cast(written, pa.float64()).to_numpy(zero_copy_only=False)
    texts = np.full(len(values), None, object)
    if code == GENERAL:
        as_shown = pc.match_substring_regex(written, _AS_SHOWN)
        texts[np.asarray(as_shown)] = written.filter(as_shown).to_numpy(zero_copy_only=False)
        values = np.where(as_shown, np.nan, values)
    with np.errstate(over="ignore", invalid="ignore"):
        for sign in (1, -1):
            section, signed = form.section_of(sign)
            if section is not None and not section.is_date:
                _put_numbers(texts, values * sign, section.tokens, "-" if signed and sign < 0 else "")
            elif section is not None and sign > 0:
                serials = np.where(values > 0, values, np.nan)
                _put_dates(texts, serials if form.is_span else serials + shift, section.tokens)
    rest = [index for index, text in enumerate(texts.tolist()) if text is None]
    texts[rest] = [
        form.text(number_value(digits), shift) for digits in written.take(pa.array(rest, pa.int64())).to_pylist()
    ]
    return texts


def _put_numbers(texts: NDArray[np.object_], sizes: Floats, tokens: tuple[Token, ...], minus: str) -> None:
    """Puts the texts of numbers, those with sizes above 0, where they are certain."""
    if plain := plain_format(tokens):
        scaled = sizes * 10.0 ** (plain.decimals + 2 * plain.percents)
        certain = (scaled >= 1) & (scaled < 1e13) & _is_off(scaled - 0.5)
        template, factor = plain.template, 100**plain.percents
    elif [kind for kind, _ in tokens] == ["general"]:
        certain = (sizes > 0) & (sizes < 1e14)
        template, factor = "{:.15G}", 1
    else:
        return
    texts[certain] = list(map(f"{minus}{template}".format, (sizes[certain] * factor).tolist()))


def _put_dates(texts: NDArray[np.object_], serials: Floats, tokens: tuple[Token, ...]) -> None:
    """Puts the texts of dates and times where they are certain."""
    units = units_a_day(tokens)
    scaled = serials * units + (units > 1) / 2
    valid = (serials >= 0) & (serials < BAD_SERIAL - 1)
    certain = valid & (_is_off(scaled) | (serials == np.floor(serials)))
    if certain.any():
        texts[certain] = date_texts(np.floor(scaled[certain]).astype(np.int64), tokens).to_numpy(zero_copy_only=False)


def _is_off(scaled: Floats) -> Booleans:
    """Whether numbers are certainly not whole."""
    return np.abs(scaled - np.rint(scaled)) > np.abs(scaled) * _ERROR + 1e-9
