"""What stands in the way of a batch in the sheet: blank cells, cells that cannot be used, ids, sizes."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.common import Problem
from lib.common.excel_cells import find_cut_cells, unguard
from lib.common.phrasing import counted, listed
from lib.compose.recipe import Recipe
from lib.compose.row_values import Templates, bad_number, images, is_image
from lib.compose.template import Fill, filler
from lib.providers.limits import ID_LENGTH
from lib.providers.parameters import SETTING_RANGES
from lib.sheets import Sheet

LeaveOut = Literal["leave out"] | None


@dataclass(frozen=True, slots=True)
class RowDecisions:
    """What the user said about rows that cannot just be sent; None asks."""

    blank_variable: Literal["leave out", "send"] | None = None
    blank_prompt: LeaveOut = None
    bad_cell: LeaveOut = None
    too_large: LeaveOut = None

    @property
    def digest_text(self) -> str:
        """What a composition's digest is made from; the same for equal decisions."""
        return (
            f"Decisions(blank_variable={self.blank_variable!r}, blank_prompt={self.blank_prompt!r}, "
            f"bad_cell={self.bad_cell!r}, too_large={self.too_large!r})"
        )


def check_rows(sheet: Sheet, recipe: Recipe, templates: Templates, decisions: RowDecisions) -> dict[int, Problem]:
    """The rows whose cells stand in the way, by their index, and what becomes of each.

    A problem that asks leaves its row in; a note says that the row is left out.
    """
    found = dict(_bad_cells(sheet, recipe, templates, decisions))
    prompt = filler(templates.prompt, sheet.cells)
    for at, blanks in _blank_cells(sheet, templates).items():
        all_blank = len(blanks) == len(templates.columns)
        problem = _all_blank(sheet, at) if all_blank else _blank(sheet, at, blanks, templates, prompt, decisions)
        left_out = at in found and found[at].severity == "note"
        if problem and not left_out:
            found[at] = problem
    return dict(sorted(found.items()))


def _bad_cells(
    sheet: Sheet, recipe: Recipe, templates: Templates, decisions: RowDecisions
) -> Iterator[tuple[int, Problem]]:
    """Cells of settings and images that cannot be used; the first of a row stands for it."""
    seen: set[int] = set()
    for column, says in _looks(recipe, templates):
        for at, cell in enumerate(sheet.cells[column]):
            if at not in seen and (message := says(cell)):
                seen.add(at)
                hint = "Mend the cell or leave the row out."
                place = (sheet.numbers[at], sheet.columns[column])
                yield at, _asked("bad-cell", message, hint, decisions.bad_cell, *place)


def _looks(recipe: Recipe, templates: Templates) -> Iterator[tuple[int, Callable[[str], str]]]:
    """The columns whose cells must be of a kind, each with what says what is wrong with one."""
    if templates.model is not None and not recipe.model.strip():
        yield templates.model, lambda cell: "" if cell.strip() else "the row has no model"
    for name, column in (("temperature", templates.temperature), ("max_tokens", templates.max_tokens)):
        if column is not None:
            yield column, _number_message(name)
    for column in templates.images:
        yield column, _image_message


def _number_message(name: str) -> Callable[[str], str]:
    least, most, _ = SETTING_RANGES[name]
    kind = "a whole number" if name == "max_tokens" else "a number"

    def says(cell: str) -> str:
        wrong = bad_number(name, cell)
        return f'"{_short(cell)}" is not {kind} from {least:,} to {most:,}' if wrong else ""

    return says


def _image_message(cell: str) -> str:
    bad = next((address for address in images(cell) if not is_image(address)), None)
    return "" if bad is None else f'"{_short(bad)}" is neither a web address nor an image as a data URL'


def _blank_cells(sheet: Sheet, templates: Templates) -> dict[int, list[int]]:
    """The blank cells of the used columns: row index to column indexes, in the sheet's order.

    A row with one image is not asked about its others.
    """
    blank: dict[int, list[int]] = {}
    for column in templates.columns:
        for at, cell in enumerate(sheet.cells[column]):
            if not cell or cell.isspace():
                blank.setdefault(at, []).append(column)
    spare = set(templates.images) - {place for text in templates.texts for place in text.columns}
    if len(templates.images) < 2 or not spare:
        return blank
    some = {at for at, columns in blank.items() if not spare.issubset(columns)}
    asked = {
        at: [column for column in columns if at not in some or column not in spare] for at, columns in blank.items()
    }
    return {at: columns for at, columns in asked.items() if columns}


def _all_blank(sheet: Sheet, at: int) -> Problem:
    message = "every column the prompt uses is empty, so the row is left out."
    return Problem("all-blank", message, row=sheet.numbers[at])


def _blank(
    sheet: Sheet, at: int, blanks: Sequence[int], templates: Templates, prompt: Fill, decisions: RowDecisions
) -> Problem | None:
    """What to say of a row with some blank cells; None if the user decided to send it as it is."""
    number, name = sheet.numbers[at], sheet.columns[blanks[0]]
    if templates.inputs:  # a text less would be a vector less, and the others would stand for other columns
        hint = "Fill in the cell or leave the row out."
        return _asked("blank-prompt", "there is no text to embed", hint, decisions.blank_prompt, number, name)
    if not prompt(at).strip():
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


def check_exported(sheet: Sheet, templates: Templates) -> Iterator[Problem]:
    """Cells that will be sent as a program left them for Excel: cut off, or with an apostrophe in front."""
    for column in sorted(templates.used):
        name, cells = sheet.columns[column], sheet.cells[column]
        if shortened := find_cut_cells(cells):
            message = _cells(sheet, shortened, "cut off where an Excel cell is full")
            hint = "Only what is left would be sent: load the whole texts, for instance from the CSV."
            yield Problem("cut-cells", message, hint, "warn", column=name)
        if guarded := [at for at, cell in enumerate(cells) if cell[:1] == "'" and unguard(cell) != cell]:
            message = _cells(sheet, guarded, "with an apostrophe in front that keeps Excel from running a formula")
            hint = "It would be sent with the text. A CSV of Results has none with the guard against formulas off."
            yield Problem("guarded-cells", message, hint, "warn", column=name)


def _cells(sheet: Sheet, at: Sequence[int], what: str) -> str:
    rows = listed(at, say=lambda row: str(sheet.numbers[row]))
    return f"{counted(len(at), 'cell')} {what}: row {rows}."


def check_size(size: int, most: int, number: int, decisions: RowDecisions) -> Problem:
    """The problem of a request that is larger than a whole file may be."""
    message = f"the request has {size / 1e6:,.9g} MB, and a whole file may have {most / 1e6:,.9g} MB"
    return _asked("too-large", message, "Shorten its text or leave the row out.", decisions.too_large, number)


def check_tokens(tokens: float, most: int, number: int, decisions: RowDecisions) -> Problem:
    """The problem of a request that alone may have more tokens than a file is to have."""
    message = f"the request may have {tokens:,.0f} tokens, and the limit of a file is set to {most:,}"
    return _asked("too-large", message, "Shorten its text or leave the row out.", decisions.too_large, number)


def check_ids(
    column: str, ids: Sequence[str], numbers: Sequence[int], most: int | None = None, beside: Sequence[str] = ()
) -> Iterator[Problem]:
    """Blank and repeated ids (all rows of a group), and long ones, of the rows to be sent.

    Args:
        most: the characters that the provider takes, if it has a limit.
        beside: ids of rows that are not part of this file, and may go out in another one.
    """
    repeated = {custom_id for custom_id, count in (Counter(ids) + Counter(beside)).items() if count > 1}
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
            yield from _odd_id(custom_id, number, column, most)
        first.setdefault(custom_id, number)


def _odd_id(custom_id: str, number: int, column: str, most: int | None) -> Iterator[Problem]:
    """What the provider refuses in an id, and what may surprise about one that is sent as it is."""
    length = len(custom_id)
    if most is not None and length > most:
        message, hint = f"the id has {length} characters.", f"The provider takes no more than {most}: shorten it."
        yield Problem("long-id", message, hint, "blocks", number, column)
    elif length > ID_LENGTH:
        message, hint = f"the id has {length} characters.", f"Some providers take no more than {ID_LENGTH}."
        yield Problem("long-id", message, hint, "note", number, column)
    if custom_id != custom_id.strip():
        message = "the id starts or ends with a blank, which is sent as part of it."
        hint = "Take the blank away in the sheet if it is a slip."
        yield Problem("blank-edge-id", message, hint, "note", number, column)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
