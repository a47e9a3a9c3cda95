"""The values that a row of the sheet puts into its request."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lib.compose.image_cells import image_addresses
from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.setting_ranges import SETTING_RANGES
from lib.compose.template import filler
from lib.sheets import Sheet

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_THOUSANDS = re.compile(r"[+-]?\d+[.,]\d{3}")
"""Digits such as `1,000`: a thousand in some countries, one with decimals in others."""


class RowValues(NamedTuple):
    """The filled templates and the settings of one request."""

    model: str
    prompt: str
    system: str = ""
    turns: Sequence[str] = ()
    images: Sequence[str] = ()
    inputs: Sequence[str] = ()
    temperature: float | None = None
    max_tokens: int | None = None


class RowReader:
    """Reads the values of any row. An unusable cell counts as blank (`row_checks` reports it)."""

    def __init__(self, resolved: ResolvedRecipe, sheet: Sheet) -> None:
        templates = resolved.templates
        self._recipe = resolved.recipe
        self._system, self._prompt = filler(templates.system, sheet.column), filler(templates.prompt, sheet.column)
        self._turns = [filler(turn, sheet.column) for turn in templates.turns]
        self._images = [sheet.column(name) for name in templates.image_columns]
        self._inputs = [sheet.column(name) for name in templates.embed_columns]
        self._models = _cells(sheet, templates.model_column)
        self._temperatures = _cells(sheet, templates.temperature_column)
        self._max_tokens = _cells(sheet, templates.max_tokens_column)

    def values(self, row: int) -> RowValues:
        """Everything that a row puts into its request."""
        return RowValues(
            model=self.model(row),
            prompt=self._prompt(row),
            system=self._system(row),
            turns=[turn(row) for turn in self._turns],
            images=[address for cells in self._images for address in image_addresses(cells[row])],
            inputs=[cells[row] for cells in self._inputs],
            temperature=self.temperature(row),
            max_tokens=self.max_tokens(row),
        )

    def model(self, row: int) -> str:
        """The row's own model, else the recipe's."""
        return (self._models[row].strip() if self._models else "") or self._recipe.model

    def temperature(self, row: int) -> float | None:
        """The row's own temperature, else the recipe's."""
        number = parse_number("temperature", self._temperatures[row]) if self._temperatures else None
        return self._recipe.temperature if number is None else number

    def max_tokens(self, row: int) -> int | None:
        """The row's own limit of the answer's tokens, else the recipe's."""
        number = parse_number("max_tokens", self._max_tokens[row]) if self._max_tokens else None
        return self._recipe.max_tokens if number is None else int(number)


def _cells(sheet: Sheet, column: str | None) -> Sequence[str]:
    """The cells of a column of short texts; none if there is no column."""
    return () if column is None else list(sheet.column(column))


def parse_number(setting: str, cell: str) -> float | None:
    """The number in a cell for a setting; a decimal comma is allowed.

    None if the cell is blank or has no number that the setting takes; `is_bad_number` tells the two apart.

    >>> parse_number("temperature", "0,7"), parse_number("max_tokens", "512.0"), parse_number("max_tokens", "1,000")
    (0.7, 512.0, None)
    """
    text = cell.strip()
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    if SETTING_RANGES[setting].kind == "integer" and (not number.is_integer() or _THOUSANDS.fullmatch(text)):
        return None
    return number if number in SETTING_RANGES[setting] else None


def is_bad_number(setting: str, cell: str) -> bool:
    """Whether a cell that is not blank has no number that the setting takes."""
    return bool(cell.strip()) and parse_number(setting, cell) is None
