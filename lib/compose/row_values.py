"""A row of the sheet to what it puts into its request."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.compose.recipe import Recipe
from lib.compose.request_body import CONVERSATIONS, Filled
from lib.compose.template import Template, filler, parse
from lib.providers.parameters import SETTING_RANGES

Cells = Sequence[Sequence[str]]
"""`cells[column][row]`"""

FillRow = Callable[[int], Filled]
"""From a row's index in the sheet to what it puts into its request."""

_IMAGE = re.compile(r"https?://[^\s/]+\S*|data:image/[\w.+-]+;base64,[A-Za-z0-9+/]+={0,2}", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)")
_THOUSANDS = re.compile(r"[+-]?\d+[.,]\d{3}")
"""A thousand to some and a one with decimals to others."""


@dataclass(frozen=True, slots=True)
class Templates:
    """The parsed templates of a recipe and the places of its columns, for one sheet."""

    system: Template
    turns: tuple[Template, ...]
    prompt: Template
    images: tuple[int, ...] = ()
    inputs: tuple[int, ...] = ()
    model: int | None = None
    temperature: int | None = None
    max_tokens: int | None = None

    @classmethod
    def of(cls, recipe: Recipe, columns: Sequence[str]) -> "Templates":
        """What the recipe's task uses; a column that the sheet lacks is none (`recipe.missing_column` names it)."""
        place: dict[str | None, int] = {column: at for at, column in enumerate(columns)}
        talk = recipe.path in CONVERSATIONS
        inputs = () if recipe.chat else tuple(place[name] for name in recipe.embed_columns if name in place)
        return cls(
            system=parse(recipe.system if talk else "", columns),
            turns=tuple(parse(turn.text, columns) for turn in recipe.turns) if talk else (),
            prompt=parse("" if inputs else recipe.prompt, columns),
            images=tuple(place[name] for name in recipe.image_columns if talk and name in place),
            inputs=inputs,
            model=place.get(recipe.model_column),
            temperature=place.get(recipe.temperature_column) if recipe.chat else None,
            max_tokens=place.get(recipe.max_tokens_column) if recipe.chat else None,
        )

    @property
    def texts(self) -> tuple[Template, ...]:
        """The templates, in the order of the conversation."""
        return (self.system, *self.turns, self.prompt)

    @property
    def used(self) -> set[int]:
        """All columns that a request is made of: its texts, its images, its settings."""
        return {*self.settings, *self.columns}

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns whose cells become text of the request, each once."""
        used = (column for template in self.texts for column in template.columns)
        return tuple(dict.fromkeys((*used, *self.images, *self.inputs)))

    @property
    def settings(self) -> tuple[int, ...]:
        """The columns that hold settings of single rows."""
        return tuple(place for place in (self.model, self.temperature, self.max_tokens) if place is not None)


def row_values(recipe: Recipe, templates: Templates, cells: Cells) -> FillRow:
    """What each row puts into its request; a cell that cannot be used counts as blank (`checks` finds it)."""
    system, prompt = filler(templates.system, cells), filler(templates.prompt, cells)
    turns = [filler(template, cells) for template in templates.turns]
    return lambda at: Filled(
        model=model_of(recipe, templates, cells, at),
        prompt=prompt(at),
        system=system(at),
        turns=[turn(at) for turn in turns],
        images=[address for column in templates.images for address in images(cells[column][at])],
        inputs=[cells[column][at] for column in templates.inputs],
        temperature=_or(number("temperature", _cell(cells, templates.temperature, at)), recipe.temperature),
        max_tokens=max_tokens_of(recipe, templates, cells, at),
    )


def model_of(recipe: Recipe, templates: Templates, cells: Cells, at: int) -> str:
    """The row's own model, else the recipe's."""
    return (_cell(cells, templates.model, at) or "").strip() or recipe.model


def max_tokens_of(recipe: Recipe, templates: Templates, cells: Cells, at: int) -> int | None:
    """The row's own limit of its answer, else the recipe's."""
    own = number("max_tokens", _cell(cells, templates.max_tokens, at))
    return recipe.max_tokens if own is None else int(own)


def images(cell: str) -> list[str]:
    """The addresses in a cell: one, or several with blanks or line breaks between."""
    return cell.split()


def is_image(address: str) -> bool:
    """Whether it is a web address or an image as a data URL, which is all that providers take."""
    return _IMAGE.fullmatch(address) is not None


def number(name: str, cell: str | None) -> float | None:
    """The number in a cell for a setting, a decimal comma allowed; None if it is blank.

    A cell that holds no number that the setting may have is None too; `bad_number` tells them apart.

    >>> number("temperature", "0,7"), number("max_tokens", "512.0"), number("max_tokens", "1,000")
    (0.7, 512.0, None)
    """
    text = (cell or "").strip()
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    whole = name != "max_tokens" or (value.is_integer() and not _THOUSANDS.fullmatch(text))
    return value if value in SETTING_RANGES[name] and whole else None


def bad_number(name: str, cell: str) -> bool:
    """Whether a cell that is not blank holds no number that the setting may have."""
    return bool(cell.strip()) and number(name, cell) is None


def _cell(cells: Cells, column: int | None, at: int) -> str | None:
    return None if column is None else cells[column][at]


def _or(own: float | None, common: float | None) -> float | None:
    return common if own is None else own
