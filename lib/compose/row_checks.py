"""The problems of rows: blank cells and unusable cells."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from lib.common import Problem
from lib.common.excel_cells import LEAST_CUT, is_cut, unguard
from lib.common.phrasing import counted, listed, shorten
from lib.compose.cell_search import blank_cells, cells_after, long_cells
from lib.compose.embedding_checks import check_long_texts
from lib.compose.image_cells import CellFault, image_fault, is_completed
from lib.compose.provider_checks import check_row_settings
from lib.compose.resolved_recipe import ResolvedRecipe
from lib.compose.row_choices import RowDecisions
from lib.compose.row_values import is_bad_number
from lib.compose.setting_ranges import SETTING_RANGES
from lib.compose.template import filler
from lib.sheets import Sheet

_SHOWN = 61
"""Characters of a cell in a message."""

_FindFault = Callable[[str], CellFault | None]
"""From a cell to what is wrong with it; None if nothing is."""


def check_rows(sheet: Sheet, resolved: ResolvedRecipe, decisions: RowDecisions) -> dict[int, Problem]:
    """The rows with a blank or unusable cell, each with one problem, in the sheet's order.

    A problem that asks or warns leaves its row in the batch; a note says that the row is left out.
    """
    problems = dict(check_row_settings(sheet, resolved, decisions))
    problems |= dict(check_long_texts(sheet, resolved, decisions))
    problems |= dict(_bad_cells(sheet, resolved, decisions))
    blank_rows = _BlankRows(sheet, resolved, decisions)
    for row, blanks in _blank_columns(sheet, resolved).items():
        problem = blank_rows.problem(row, blanks)
        is_left_out = row in problems and problems[row].severity == "note"
        if problem and not is_left_out:
            problems[row] = problem
    return dict(sorted(problems.items()))


def _bad_cells(sheet: Sheet, resolved: ResolvedRecipe, decisions: RowDecisions) -> Iterator[tuple[int, Problem]]:
    """Unusable cells of settings and images; only the first of each row."""
    bad_rows: set[int] = set()
    for column, find_fault in _cell_rules(resolved):
        for row, cell in enumerate(sheet.column(column)):
            if row not in bad_rows and (fault := find_fault(cell)):
                bad_rows.add(row)
                question = Problem("bad-cell", fault.message, fault.hint, "ask", column=column)
                yield row, decided(question, sheet.numbers[row], decisions.bad_cell)


def _cell_rules(resolved: ResolvedRecipe) -> Iterator[tuple[str, _FindFault]]:
    """The columns that take only some cells, each with its rule."""
    templates = resolved.templates
    if templates.model_column is not None and not resolved.recipe.model.strip():
        yield templates.model_column, lambda cell: None if cell.strip() else CellFault("the row has no model")
    for setting, column in (("temperature", templates.temperature_column), ("max_tokens", templates.max_tokens_column)):
        if column is not None:
            yield column, _number_rule(setting)
    for column in templates.image_columns:
        yield column, image_fault


def _number_rule(setting: str) -> _FindFault:
    expected = SETTING_RANGES[setting].expected

    def find_fault(cell: str) -> CellFault | None:
        bad = is_bad_number(setting, cell)
        return CellFault(f'"{shorten(cell, _SHOWN)}" is not {expected}') if bad else None

    return find_fault


def _blank_columns(sheet: Sheet, resolved: ResolvedRecipe) -> dict[int, list[str]]:
    """The columns that are blank in each row, among those that the request's content uses.

    A row with one image may leave its other image columns blank.
    """
    templates = resolved.templates
    blank: dict[int, list[str]] = {}
    for column in templates.content_columns:
        for row in blank_cells(sheet.column(column).arrow):
            blank.setdefault(row, []).append(column)
    in_texts = {column for template in templates.texts for column in template.columns}
    image_only = set(templates.image_columns) - in_texts
    if len(templates.image_columns) < 2 or not image_only:
        return blank
    needed = {row: _without_spare_images(columns, image_only) for row, columns in blank.items()}
    return {row: columns for row, columns in needed.items() if columns}


def _without_spare_images(blanks: list[str], image_only: set[str]) -> list[str]:
    """The blank columns of a row that need a cell: all, if every image column is blank; else those of texts."""
    return blanks if image_only.issubset(blanks) else [column for column in blanks if column not in image_only]


class _BlankRows:
    """Finds the problem of a row with blank cells."""

    def __init__(self, sheet: Sheet, resolved: ResolvedRecipe, decisions: RowDecisions) -> None:
        self.numbers = sheet.numbers
        self.content_columns = resolved.templates.content_columns
        self.embeds_columns = bool(resolved.templates.embed_columns)
        self.prompt = filler(resolved.templates.prompt, sheet.column)
        self.decisions = decisions

    def problem(self, row: int, blanks: Sequence[str]) -> Problem | None:
        """The problem; None if the user decided to send the row as it is."""
        number = self.numbers[row]
        if len(blanks) == len(self.content_columns):
            message = "every column that the prompt uses is empty, so the row is left out."
            return Problem("all-blank", message, row=number)
        if self.embeds_columns or not self.prompt(row).strip():
            # With one text less, the vectors of the others would belong to the wrong columns.
            message = "there is no text to embed" if self.embeds_columns else "the prompt is empty"
            hint = "Fill in the cell or leave the row out."
            question = Problem("blank-prompt", message, hint, "ask", column=blanks[0])
            return decided(question, number, self.decisions.blank_prompt)
        if self.decisions.blank_variable == "send":
            return None
        others = ", ".join(f'"{column}"' for column in blanks[1:])
        message = f"the cell is empty, and so is {others}" if others else "the cell is empty"
        hint = "Fill it in, leave the row out, or send it anyway."
        question = Problem("blank-variable", message, hint, "ask", column=blanks[0])
        return decided(question, number, self.decisions.blank_variable)


def decided(question: Problem, number: int, decision: str | None) -> Problem:
    """A question about a row; once the user decided, the note that the row is left out."""
    is_left_out = decision == "leave out"
    return Problem(
        kind=question.kind,
        message=f"{question.message}, so the row is left out." if is_left_out else f"{question.message}.",
        hint="" if is_left_out else question.hint,
        severity="note" if is_left_out else "ask",
        row=number,
        column=question.column,
    )


def left_out(problems: Mapping[int, Problem]) -> list[int]:
    """The rows that are left out. A problem that is a question, or only a warning, leaves its row in."""
    return [row for row, problem in problems.items() if problem.severity == "note"]


def check_exported(sheet: Sheet, resolved: ResolvedRecipe) -> Iterator[Problem]:
    """Used cells that a program changed for Excel: cut off, or with an apostrophe in front."""
    for column in sorted(resolved.used_columns, key=sheet.columns.index):
        cells = sheet.column(column).arrow
        if cut := [row for row, cell in long_cells(cells, LEAST_CUT) if is_cut(cell)]:
            message = _cells(sheet, cut, ("cell is", "cells are"), "cut off at the limit of an Excel cell")
            hint = "Only what is left would be sent. Load the whole texts, for instance from the CSV."
            yield Problem("cut-cells", message, hint, "warn", column=column)
        if guarded := [row for row, cell in cells_after(cells, "'") if unguard(cell) != cell]:
            description = "an apostrophe in front that keeps Excel from running a formula"
            message = _cells(sheet, guarded, ("cell has", "cells have"), description)
            hint = (
                "The apostrophe would be sent too. On Results, switch off "
                '"Guard cells that Excel could run as formulas" and download the CSV again.'
            )
            yield Problem("guarded-cells", message, hint, "warn", column=column)


def check_images(sheet: Sheet, resolved: ResolvedRecipe) -> Iterator[Problem]:
    """Cells with base64 alone, which Batchdesk completes."""
    for column in resolved.templates.image_columns:
        if completed := [row for row, cell in enumerate(sheet.column(column)) if is_completed(cell)]:
            message = _cells(
                sheet, completed, ("cell has", "cells have"), "an image without the beginning of its data URL"
            )
            hint = "Its first bytes tell which kind of image it is, so Batchdesk adds the beginning."
            yield Problem("image-completed", message, hint, "note", column=column)


def _cells(sheet: Sheet, rows: Sequence[int], nouns: tuple[str, str], description: str) -> str:
    numbers = listed(rows, say=lambda row: str(sheet.numbers[row]))
    return f"{counted(len(rows), *nouns)} {description}: row {numbers}."
