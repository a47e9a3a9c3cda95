"""The problems of the sheet's column names: invisible characters, and names that look the same."""

from collections.abc import Iterator

from lib.common import Problem
from lib.common.lookalikes import invisible_names, twins, visible_text
from lib.common.phrasing import listed_names, shorten_line
from lib.compose.resolved_recipe import ResolvedRecipe


def check_column_names(resolved: ResolvedRecipe) -> Iterator[Problem]:
    """The names of the sheet's columns that a person can mistake for another."""
    for group in twins(resolved.columns):
        numbers = listed_names(str(resolved.columns.index(name) + 1) for name in group)
        message = f'columns {numbers} have names that look the same, "{shorten_line(visible_text(group[0]))}".'
        hint = "Rename one in the sheet, so that you can see which one the prompt uses."
        is_used = not set(group).isdisjoint(resolved.used_columns)
        yield Problem("columns-alike", message, hint, "warn" if is_used else "note")
    for name in resolved.used_columns:
        if unseen := [unseen for unseen in invisible_names(name) if unseen not in ("line break", "tab")]:
            message = f"the column's name contains an invisible character ({listed_names(unseen)})."
            yield Problem("unseen-column", message, "Batchdesk finds the column all the same.", "note", column=name)
