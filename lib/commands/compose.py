"""`compose`: the batch files of a sheet and saved settings, as the Compose page downloads them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from lib.batch.bundle import files_of
from lib.commands.files import INPUT, REPLACE, write_files
from lib.commands.terminal import NeedsPerson, progress, say, say_problems
from lib.common import Problem
from lib.common.phrasing import counted
from lib.compose import Composition, Recipe, RowChoices, RowDecisions, batch_of, compose
from lib.compose.recipe import missing_column, named_columns
from lib.compose.recipe_file import read_recipe
from lib.sheets import Sheet, read_sheet
from lib.sheets.doubts import SheetChoices, open_doubts, open_offers
from lib.sheets.doubts import keep_sheet as keep_as_it_is
from lib.sheets.question import Question

_NOTHING_WRITTEN = "Nothing is written"


@click.command("compose", short_help="Make batch files from a sheet and saved settings.")
@click.argument("settings", metavar="SETTINGS.json", type=INPUT)
@click.argument("sheet", metavar="SHEET", type=INPUT)
@click.argument("folder", metavar="OUT/", type=click.Path(file_okay=False, path_type=Path))
@click.option("--leave-out", is_flag=True, help="Leave out the rows that cannot be sent as they are, and name them.")
@click.option("--keep-sheet", is_flag=True, help="Use the sheet as it is where it looks unusual, and name what is.")
@REPLACE
def compose_command(settings: Path, sheet: Path, folder: Path, leave_out: bool, keep_sheet: bool, replace: bool) -> int:
    """Make batch files from a sheet, with one request for every row.

    SETTINGS.json is the file of "Save these settings" on the Compose page. SHEET is an Excel, CSV or other table.
    The folder OUT/ gets the files for the provider, byte for byte those of the page's download. Several files come
    with a list of them.

    If a question is open, the command names it and writes nothing. Answer it on the Compose page and save the
    settings again, or correct the sheet.

    \b
    Exit codes:
      0  every row has its request
      1  a person must look: a question is open, or rows are left out
      2  the command is wrong, or a file would be replaced
    """
    recipe = _read_settings(settings)
    table = read_sheet(sheet.read_bytes(), sheet.name, recipe.import_options)
    choices = _kept(table, recipe) if keep_sheet else SheetChoices(recipe.import_options)
    _stop_at([problem for doubts in open_doubts(table, choices).values() for problem in doubts], "about the sheet")
    missing = [(field, name) for field, name in named_columns(recipe) if name not in table.columns]
    _stop_at([_lacking(field, name, table) for field, name in missing], "about the columns")
    composition = _composition(table, recipe, leave_out)
    if not composition.ready:
        _stop_at([problem for problem in composition.problems if problem.severity in ("blocks", "ask")], "first")
    folder.mkdir(parents=True, exist_ok=True)
    written = write_files(((folder / name, data) for name, data in files_of(batch_of(composition))), replace)
    offers = open_offers(table, choices)
    say_problems([*composition.problems, *composition.skipped, *offers])
    _say_written(composition, written)
    _warn_of_others(folder, written)
    return 1 if composition.skipped or offers else 0


def _read_settings(path: Path) -> Recipe:
    """The settings of a file.

    Raises:
        NeedsPerson: an entry cannot be used, so the requests would not be those that the file asks for.
    """
    recipe, problems = read_recipe(path.read_bytes(), path.name)
    _stop_at([replace(problem, hint="Correct it, or save the settings again.") for problem in problems], "in the file")
    return recipe


def _kept(sheet: Sheet, recipe: Recipe) -> SheetChoices:
    """The choices with each doubt settled by keeping the sheet; a question about how to read it stays open."""
    choices = SheetChoices(recipe.import_options)
    for doubts in open_doubts(sheet, choices).values():
        if not any(isinstance(doubt, Question) for doubt in doubts):
            say_problems(doubts)
            choices = keep_as_it_is(choices, doubts)
    return choices


def _lacking(field: str, name: str, sheet: Sheet) -> Problem:
    hint = "Choose another column on the Compose page, and save the settings again."
    return replace(missing_column(field, name, sheet.columns), hint=hint)


def _stop_at(problems: list[Problem], where: str) -> None:
    """Names the problems and ends the command, if there are any."""
    if not problems:
        return
    say_problems(problems)
    what = f"{counted(len(problems), 'thing')} to settle {where}"
    raise NeedsPerson(f"{_NOTHING_WRITTEN}: {what}.")


def _composition(sheet: Sheet, recipe: Recipe, leave_out: bool) -> Composition:
    """The composition, without the rows that ask for a decision if they may be left out.

    Only what is asked is decided, as on the page: the names of the files depend on the decisions.
    """
    decisions: dict[str, Any] = {}
    while True:
        choices = RowChoices(RowDecisions(**decisions))
        with progress("Writing requests") as tick:
            composition = compose(sheet, recipe, choices, tick=tick)
        asked = {problem.kind for problem in composition.problems if problem.severity == "ask" and problem.row}
        new = {kind.replace("-", "_") for kind in asked} & set(RowDecisions.__annotations__) - decisions.keys()
        if not leave_out or not new:
            return composition
        decisions |= dict.fromkeys(new, "leave out")


def _say_written(composition: Composition, paths: Sequence[Path]) -> None:
    for path in paths:
        say(str(path))
    left_out = f", {counted(len(composition.skipped), 'row')} left out" if composition.skipped else ""
    say(f"{counted(len(composition), 'request')} for {composition.provider.name}{left_out}.")


def _warn_of_others(folder: Path, written: Sequence[Path]) -> None:
    """Says that the folder has files of other batches, which `join` would expect answers for."""
    if others := len(set(folder.glob("*.jsonl")).difference(written)):
        files = counted(others, "other batch file")
        say(f"- {folder} also has {files}. join reads a folder as one batch: give each its own.", error=True)
