"""What stands in the way of a batch: in the recipe, in the ids, in single rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.line import Templates
from lib.problems import Problem, nearest
from lib.recipe import Recipe
from lib.request import ID_LENGTH
from lib.sheet import Sheet
from lib.template import Fill, Template, filler


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the user said about rows that cannot just be sent; None asks."""

    blank_variable: Literal["leave out", "send"] | None = None
    blank_prompt: Literal["leave out"] | None = None
    too_large: Literal["leave out"] | None = None


def check_recipe(recipe: Recipe, templates: Templates, columns: Sequence[str]) -> list[Problem]:
    """What is missing or misspelt in the recipe itself."""
    problems = []
    if not recipe.model.strip():
        hint = "Type the model's name as the provider writes it."
        problems.append(Problem("no-model", "no model is chosen.", hint, "blocks"))
    if recipe.task == "Chat":
        problems += _check_numbers(recipe)
        problems += _check_template(templates.system, "system message", columns)
    problems += _check_template(templates.prompt, "prompt", columns)
    if not recipe.prompt.strip():
        hint = "Write what to ask, with columns such as {{Question}} where the row's text belongs."
        problems.append(Problem("no-prompt", "the prompt is empty.", hint, "blocks"))
    elif not templates.columns and not problems:
        hint = "Add a column to the prompt if each row should send its own text."
        problems.append(Problem("same-prompt", "the prompt uses no column, so every row sends the same text.", hint))
    return problems


def _check_numbers(recipe: Recipe) -> list[Problem]:
    problems = []
    if recipe.max_tokens is not None and recipe.max_tokens < 1:
        message = f"the max completion tokens are {recipe.max_tokens}; they must be at least 1."
        problems.append(Problem("max-tokens", message, "Raise the number, or empty the field.", "blocks"))
    if recipe.temperature is not None and not 0 <= recipe.temperature <= 2:
        message = f"the temperature is {recipe.temperature:g}; it must be from 0 to 2."
        problems.append(Problem("temperature", message, "Change the number, or empty the field.", "blocks"))
    return problems


def _check_template(template: Template, where: str, columns: Sequence[str]) -> list[Problem]:
    problems = [_unknown(name, where, columns) for name in template.unknown]
    if template.unclosed:
        message = f"two opening braces {{{{ in the {where} have no closing }}}} after them."
        hint = "Close them, or write \\{{ for two braces that stay as they are."
        problems.append(Problem("open-placeholder", message, hint, "blocks"))
    return problems


def _unknown(name: str, where: str, columns: Sequence[str]) -> Problem:
    near = nearest(name, columns)
    message = f'the {where} asks for "{name}", and the sheet has no such column.'
    listing = ", ".join(columns[:8]) + (" and more" if len(columns) > 8 else "")
    hint = f'Did you mean "{near}"?' if near else f"The columns are: {listing}. For two plain braces write \\{{{{."
    return Problem("unknown-placeholder", message, hint, "blocks")


def check_rows(sheet: Sheet, templates: Templates, decisions: Decisions) -> dict[int, Problem]:
    """The rows with blank cells in the used columns, by their index, and what becomes of each.

    A problem that asks leaves its row in; a note says that the row is left out.
    """
    fill = filler(templates.prompt, sheet.cells)
    found = {}
    for at, blanks in _blank_cells(sheet, templates.columns).items():
        all_blank = len(blanks) == len(templates.columns)
        problem = _all_blank(sheet, at) if all_blank else _blank(sheet, at, blanks, fill, decisions)
        if problem:
            found[at] = problem
    return found


def _blank_cells(sheet: Sheet, columns: Iterable[int]) -> dict[int, list[int]]:
    """The blank cells of the used columns: row index to column indexes, in the sheet's order."""
    blank: dict[int, list[int]] = {}
    for column in columns:
        for at, cell in enumerate(sheet.cells[column]):
            if not cell or cell.isspace():
                blank.setdefault(at, []).append(column)
    return dict(sorted(blank.items()))


def _all_blank(sheet: Sheet, at: int) -> Problem:
    message = "every column the prompt uses is empty, so the row is left out."
    return Problem("all-blank", message, row=sheet.numbers[at])


def _blank(sheet: Sheet, at: int, blanks: Sequence[int], fill: Fill, decisions: Decisions) -> Problem | None:
    """What to say of a row with some blank cells; None if the user decided to send it as it is."""
    number, name = sheet.numbers[at], sheet.columns[blanks[0]]
    if not fill(at).strip():
        hint = "Fill in the cell or leave the row out."
        return _asked("blank-prompt", "the prompt is blank", hint, decisions.blank_prompt, number, name)
    if decisions.blank_variable == "send":
        return None
    hint = "Fill it in, leave the row out, or send it anyway."
    others = ", ".join(f'"{sheet.columns[column]}"' for column in blanks[1:])
    message = f"the cell is empty, and so is {others}" if others else "the cell is empty"
    return _asked("blank-variable", message, hint, decisions.blank_variable, number, name)


def _asked(kind: str, message: str, hint: str, decision: str | None, row: int, column: str | None = None) -> Problem:
    """A question to the user, or, once decided, the note that the row is left out."""
    if decision == "leave out":
        return Problem(kind, f"{message}, so the row is left out.", "", "note", row, column)
    return Problem(kind, f"{message}.", hint, "ask", row, column)


def check_size(size: int, most: int, number: int, decisions: Decisions) -> Problem:
    """The problem of a request that is larger than a whole file may be."""
    message = f"the request has {size / 1e6:,.1f} MB, and a whole file may have {most / 1e6:,.0f} MB"
    return _asked("too-large", message, "Shorten its text or leave the row out.", decisions.too_large, number)


def check_ids(column: str, ids: Sequence[str], numbers: Sequence[int]) -> Iterator[Problem]:
    """Blank and repeated ids (all rows of a group), and long ones, of the rows to be sent."""
    repeated = {custom_id for custom_id, count in Counter(ids).items() if count > 1}
    first: dict[str, int] = {}
    for custom_id, number in zip(ids, numbers, strict=True):
        if not custom_id.strip():
            hint = "Every row needs an id of its own: fill it in, or choose Row number as the id column."
            yield Problem("blank-id", "the id is empty.", hint, "blocks", number, column)
        elif custom_id in repeated:
            message = f'the id "{_short(custom_id)}" is used more than once'
            message += f" (first in row {first[custom_id]})." if custom_id in first else "."
            hint = "Make it unique, or choose Row number as the id column."
            yield Problem("duplicate-id", message, hint, "blocks", number, column)
        else:
            yield from _odd_id(custom_id, number, column)
        first.setdefault(custom_id, number)


def _odd_id(custom_id: str, number: int, column: str) -> Iterator[Problem]:
    """What may surprise about an id that is sent as it is."""
    if len(custom_id) > ID_LENGTH:
        message = f"the id has {len(custom_id)} characters."
        hint = f"Some providers take no more than {ID_LENGTH}."
        yield Problem("long-id", message, hint, "note", number, column)
    if custom_id != custom_id.strip():
        message = "the id starts or ends with a blank, which is sent as part of it."
        hint = "Take the blank away in the sheet if it is a slip."
        yield Problem("blank-edge-id", message, hint, "note", number, column)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
