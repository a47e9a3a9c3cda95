"""A number as the text of a format of digits, fractions or exponents."""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isinf
from typing import NamedTuple

from lib.sheets.format_tokens import Token

_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)
"""Arithmetic without a loss: a number of Excel has 15 digits and 308 zeros at most."""

_EXPONENT = re.compile("[eE]")

_EMPTY = {"0": "0", "#": "", "?": " "}
"""What a placeholder shows where the number has no digit."""


def general_text(value: Decimal) -> str:
    """A number as the format General shows it, with all its digits.

    >>> general_text(Decimal("1234567890123")), general_text(Decimal("1E+20")), general_text(Decimal("1E-7"))
    ('1234567890123', '100000000000000000000', '1E-07')
    """
    if not value.is_finite() or value.adjusted() >= _EXACT.prec:
        return str(value)
    value = value.normalize(_EXACT)
    if value == 0:
        return "0"
    if abs(value) >= Decimal("1E21") or abs(value) < Decimal("0.0001"):
        digits, exponent = f"{value:E}".split("E")
        return f"{digits}E{exponent[0]}{exponent[1:].zfill(2)}"
    return f"{value:f}"


def number_value(written: str) -> Decimal:
    """A number with all digits of a whole one, else with the 15 digits that Excel keeps.

    >>> number_value("0.30000000000000004"), number_value("12345678901234567890")
    (Decimal('0.3'), Decimal('12345678901234567890'))
    """
    if len(written) <= 15 and written[-1:].isdigit() and not _EXPONENT.search(written):
        return Decimal(written)
    whole, value = whole_digits(written), float(written)
    if len(whole) > 15:
        return Decimal(whole)
    return Decimal(written if isinf(value) else f"{value:.15g}")


def whole_digits(written: str) -> str:
    """The digits of a whole number that is written without an exponent, else nothing."""
    digits = re.fullmatch(r"(-?\d+)(?:\.0*)?", written)
    return digits[1] if digits else ""


class PlainFormat(NamedTuple):
    """A format such as `"EUR "#,##0.00` or `00000`, in the terms of Python's own formatting."""

    template: str
    """Such as `EUR {:,.2f}`."""

    decimals: int
    percents: int


_PLAIN = re.compile("(?:#,##(?=0$|0[.])|#*)(0+)(?:[.](0+))?")


@lru_cache(maxsize=1024)
def plain_format(tokens: tuple[Token, ...]) -> PlainFormat | None:
    """Most formats, which take a tenth of the time; None for one with an optional digit, a scale or an exponent."""
    kinds = [kind for kind, _ in tokens]
    first = next((index for index, kind in enumerate(kinds) if kind in ("digit", "point")), len(kinds))
    last = next((index for index in range(len(kinds), 0, -1) if kinds[index - 1] in ("digit", "point")), 0)
    core = _PLAIN.fullmatch("".join(text for _, text in tokens[first:last]))
    around = {*kinds[:first], *kinds[last:]}
    if not core or not around <= {"text", "percent"} or not {*kinds[first:last]} <= {"digit", "point", "comma"}:
        return None
    grouped = "," in core[0]
    if grouped and len(core[1]) > 1:
        return None
    before, after = ("".join(text for _, text in part) for part in (tokens[:first], tokens[last:]))
    decimals = len(core[2] or "")
    width = len(core[1]) + decimals + (decimals > 0)
    spec = f",.{decimals}f" if grouped else f"0{width}.{decimals}f"
    before, after = (re.sub("[{}]", r"\g<0>\g<0>", text) for text in (before.lstrip(), after.rstrip()))
    return PlainFormat(f"{before}{{:{spec}}}{after}", decimals, kinds.count("percent"))


def number_text(value: Decimal, tokens: tuple[Token, ...]) -> str | None:
    """The text for a number without its sign; None if the display would not have all digits of an exponent."""
    if plain := plain_format(tokens):
        unit = Decimal(1).scaleb(-plain.decimals)
        return plain.template.format(value.scaleb(2 * plain.percents, _EXACT).quantize(unit, context=_EXACT))
    kinds = [kind for kind, _ in tokens]
    value *= Decimal(100) ** kinds.count("percent")
    if "exponent" in kinds:
        return _exponent_text(value, tokens, kinds.index("exponent"))
    if "slash" in kinds and "digit" in kinds:
        return _fraction_text(value, tokens, kinds.index("slash"))
    return _decimal_text(value, tokens).strip()


def _decimal_text(value: Decimal, tokens: Sequence[Token]) -> str:
    whole, decimals = _split(tokens)
    places = [index for index, (kind, _) in enumerate(whole) if kind == "digit"]
    last = places[-1] if places else -1
    commas = [index for index, (kind, _) in enumerate(whole) if kind == "comma"]
    thousands = sum(index > last for index in commas) + sum(kind == "comma" for kind, _ in decimals)
    value = value.scaleb(-3 * thousands if places else 0, _EXACT)
    digits = sum(kind == "digit" for kind, _ in decimals)
    if places or digits:
        value = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)
    integer, _, fraction = f"{value:f}".partition(".")
    grouped = any(places[0] < index < last for index in commas) if places else False
    general = general_text(value) if any(kind in ("general", "@") for kind, _ in tokens) else ""
    shown = _whole_part(whole, integer.lstrip("0"), grouped, general)
    return "".join([*shown, *_decimal_part(decimals, fraction, general)])


def _split(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The tokens before the decimal point, and those from it on."""
    point = next((index for index, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    return tokens[:point], tokens[point:]


def _whole_part(tokens: Sequence[Token], digits: str, grouped: bool = False, general: str = "") -> list[str]:
    """The texts of tokens before the point: the first placeholder takes all digits for which there is no other."""
    shown: list[str] = []
    left, position = sum(kind == "digit" for kind, _ in tokens), 0
    for kind, text in reversed(tokens):
        if kind != "digit":
            shown.append(_other(kind, text, general))
            continue
        left -= 1
        taken = digits if left == 0 else digits[-1:]
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or _EMPTY[text]):
            shown.append(f"{digit}," if grouped and position and position % 3 == 0 and digit != " " else digit)
            position += 1
    return shown[::-1]


def _decimal_part(tokens: Sequence[Token], digits: str, general: str = "") -> Iterator[str]:
    """The texts of tokens from the point on."""
    needed, position = len(digits.rstrip("0")), 0
    for kind, text in tokens:
        if kind == "digit":
            yield digits[position] if position < needed else _EMPTY[text]
            position += 1
        else:
            yield _other(kind, text, general)


def _other(kind: str, text: str, general: str) -> str:
    return general if kind in ("general", "@") else "" if kind == "comma" else text


def _exponent_text(value: Decimal, tokens: Sequence[Token], index: int) -> str | None:
    mantissa, exponent_tokens = tokens[:index], tokens[index + 1 :]
    whole, decimals = _split(mantissa)
    step = max(1, sum(kind == "digit" for kind, _ in whole))
    unit = Decimal(1).scaleb(-sum(kind == "digit" for kind, _ in decimals))
    power = value.adjusted() // step * step if value else 0
    shown = value.scaleb(-power, _EXACT).quantize(unit, ROUND_HALF_UP, _EXACT)
    if shown.scaleb(power, _EXACT) != value:
        return None
    integer, _, fraction = f"{shown:f}".partition(".")
    sign = "-" if power < 0 else tokens[index][1][1].replace("-", "")
    parts = [*_whole_part(whole, integer.lstrip("0")), *_decimal_part(decimals, fraction)]
    return "".join([*parts, "E", sign, *_whole_part(exponent_tokens, str(abs(power)).lstrip("0"))]).strip()


def _fraction_text(value: Decimal, tokens: Sequence[Token], slash: int) -> str:
    start, end = _numerator(tokens, slash), _denominator(tokens, slash)
    whole, over, under = tokens[:start], tokens[start:slash], tokens[slash + 1 : end]
    has_whole = any(kind == "digit" for kind, _ in whole)
    integer = int(value.to_integral_value(ROUND_FLOOR)) if has_whole else 0
    fixed = "".join(text for _, text in under).strip()
    if fixed.isdigit() and int(fixed):
        denominator = int(fixed)
        numerator = int(((value - integer) * denominator).to_integral_value(ROUND_HALF_UP))
    else:
        numerator, denominator = _convergent(value - integer, 10 ** sum(kind == "digit" for kind, _ in under) - 1)
    if has_whole and numerator == denominator:
        integer, numerator = integer + 1, 0
    shown = _whole_part(whole, str(integer).lstrip("0"))
    if has_whole and not numerator and ("digit", "0") not in over:
        return "".join(shown).strip() or "0"
    below = (
        fixed
        if fixed.isdigit() and int(fixed)
        else "".join(_whole_part(under, str(denominator))).strip().ljust(len(under))
    )
    above = "".join(_whole_part(over, str(numerator)))
    return "".join([*shown, above, "/", below, *(text for _, text in tokens[end:])]).strip()


def _numerator(tokens: Sequence[Token], slash: int) -> int:
    """Where the placeholders of the numerator begin."""
    start = slash
    while start and (tokens[start - 1][0] == "digit" or (start == slash and not tokens[start - 1][1].strip())):
        start -= 1
    return start


def _denominator(tokens: Sequence[Token], slash: int) -> int:
    """Where the denominator ends: placeholders, or the digits of a fixed number."""
    end = slash + 1
    while end < len(tokens) and (tokens[end][0] == "digit" or tokens[end][1].isdigit() or end == slash + 1):
        end += 1
    return end


def _convergent(value: Decimal, most: int) -> tuple[int, int]:
    """The last convergent of the continued fraction with such a denominator at most, which is what Excel takes."""
    numerators, denominators, rest = (0, 1), (1, 0), value
    for _ in range(50):
        digit = int(rest.to_integral_value(ROUND_FLOOR))
        below = denominators[0] + digit * denominators[1]
        if below > most:
            break
        numerators = (numerators[1], numerators[0] + digit * numerators[1])
        denominators = (denominators[1], below)
        if abs(rest - digit) < Decimal("1E-12"):
            break
        rest = 1 / (rest - digit)
    return numerators[1], denominators[1]
