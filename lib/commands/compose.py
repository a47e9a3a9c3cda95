"""`compose`: the batch files of a sheet and saved settings, as the Compose page downloads them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from lib.batch.bundle import streams_of
from lib.commands.composing import compose_here, spool_requests
from lib.commands.files import INPUT, REPLACE, check_free, write_files
from lib.commands.ray_engine import IN_BLOCKS, check_ray, compose_by_ray
from lib.commands.replicate import replicate
from lib.commands.request_spool import RequestSpool
from lib.commands.sheet_source import BlockSizes
from lib.commands.streamed_sheet import ReadAgain, StreamedSheet
from lib.commands.terminal import NeedsPerson, progress, say, say_problems
from lib.common import Problem
from lib.common.phrasing import counted
from lib.common.problem_counts import ProblemCounts
from lib.compose import Recipe
from lib.compose.recipe import missing_column, named_columns
from lib.compose.recipe_file import read_recipe
from lib.compose.replication import is_replication
from lib.sheets import Sheet
from lib.sheets.doubts import SheetChoices, open_doubts, open_offers
from lib.sheets.doubts import keep_sheet as keep_as_it_is
from lib.sheets.question import Question

_NOTHING_WRITTEN = "Nothing is written"


@click.command("compose", short_help="Make batch files from a sheet and saved settings.")
@click.argument("settings", metavar="SETTINGS.json", type=INPUT)
@click.argument("sheet", metavar="SHEET")
@click.argument("folder", metavar="OUT/", type=click.Path(file_okay=False, path_type=Path))
@click.option("--leave-out", is_flag=True, help="Leave out the rows that cannot be sent as they are, and name them.")
@click.option("--keep-sheet", is_flag=True, help="Use the sheet as it is where it looks unusual, and name what is.")
@click.option("--engine", type=click.Choice(["ray"]), help="Compose Parquet files by the workers of Ray.")
@REPLACE
def compose_command(
    settings: Path, sheet: str, folder: Path, leave_out: bool, keep_sheet: bool, engine: str | None, replace: bool
) -> int:
    """Make batch files from a sheet, with one request for every row.

    SETTINGS.json is the file of "Save these settings" on the Compose page. SHEET is an Excel, CSV or other table.
    The folder OUT/ gets the files for the provider, byte for byte those of the page's download. Several files come
    with a list of them.

    SHEET may also be a folder, or a pattern such as "rows/*.parquet": files of one kind with the same columns, which
    follow one another in alphabetical order, with their rows numbered on. Parquet, Arrow, JSON Lines and well-formed
    CSV in UTF-8 may have any size: they take about 400 MB of memory. Other files are read as a whole.

    SETTINGS.json may also be a replication file of a batch: with the same SHEET it gives the same files, or none.

    If a question is open, the command names it and writes nothing. Answer it on the Compose page and save the
    settings again, or correct the sheet.

    \b
    Exit codes:
      0  every row has its request
      1  a person must look: a question is open, or rows are left out
      2  the command is wrong, or a file would be replaced
    """
    if is_replication(settings.read_bytes()):
        return replicate(settings, Path(sheet), folder, replace)
    recipe = _read_settings(settings)
    table = _open(sheet, recipe, engine)
    while True:
        choices = [_choices(source.head, recipe, keep_sheet) for source in table.sources]
        _stop_at(_doubts(table, choices), "about the sheet")
        missing = [(field, name) for field, name in named_columns(recipe) if name not in table.columns]
        _stop_at([_lacking(field, name, table.columns) for field, name in missing], "about the columns")
        try:
            spool = spool_requests(table, recipe, folder, leave_out, compose_by_ray if engine else compose_here)
        except ReadAgain:
            continue
        with spool:
            return _write(spool, folder, replace, _offers(table, choices))


def _open(sheet: str, recipe: Recipe, engine: str | None) -> StreamedSheet:
    if engine:
        check_ray()
    sizes = IN_BLOCKS if engine else BlockSizes()
    return StreamedSheet(sheet, recipe.import_options, lambda sentence: say(f"- {sentence}", error=True), sizes)


def _write(spool: RequestSpool, folder: Path, replace: bool, offers: Sequence[Problem]) -> int:
    """Writes the files of the requests, unless a question is open; gives the exit code."""
    _stop_at(spool.problems.of("blocks", "ask"), "first")
    folder.mkdir(parents=True, exist_ok=True)
    with progress("Writing files, in MB") as tick:
        batch = spool.batch(tick)
        check_free((folder / name for name, _ in streams_of(batch)), replace)
        written = write_files(((folder / name, pieces) for name, pieces in streams_of(batch)), replace)
    for problems in (spool.problems, spool.skipped, offers):
        say_problems(problems)
    _say_written(spool, written)
    _warn_of_others(folder, written)
    return 1 if spool.skipped or offers else 0


def _read_settings(path: Path) -> Recipe:
    """The settings of a file.

    Raises:
        NeedsPerson: an entry cannot be used, so the requests would not be those that the file asks for.
    """
    recipe, problems = read_recipe(path.read_bytes(), path.name)
    _stop_at([replace(problem, hint="Correct it, or save the settings again.") for problem in problems], "in the file")
    return recipe


def _choices(sheet: Sheet, recipe: Recipe, keep_sheet: bool) -> SheetChoices:
    """The choices; each doubt may be settled by keeping the sheet, but a question about how to read it stays open."""
    choices = SheetChoices(recipe.import_options)
    for doubts in open_doubts(sheet, choices).values() if keep_sheet else ():
        if not any(isinstance(doubt, Question) for doubt in doubts):
            say_problems(doubts)
            choices = keep_as_it_is(choices, doubts)
    return choices


def _doubts(table: StreamedSheet, choices: Sequence[SheetChoices]) -> list[Problem]:
    """The open questions about the files."""
    doubts = (open_doubts(source.head, chosen) for source, chosen in zip(table.sources, choices, strict=True))
    return [problem for of_file in doubts for of_kind in of_file.values() for problem in of_kind]


def _offers(table: StreamedSheet, choices: Sequence[SheetChoices]) -> list[Problem]:
    pairs = zip(table.sources, choices, strict=True)
    return [offer for source, chosen in pairs for offer in open_offers(source.head, chosen)]


def _lacking(field: str, name: str, columns: Sequence[str]) -> Problem:
    hint = "Choose another column on the Compose page, and save the settings again."
    return replace(missing_column(field, name, columns), hint=hint)


def _stop_at(problems: Sequence[Problem] | ProblemCounts, where: str) -> None:
    """Names the problems and ends the command, if there are any."""
    if not len(problems):
        return
    say_problems(problems)
    what = f"{counted(len(problems), 'thing')} to settle {where}"
    raise NeedsPerson(f"{_NOTHING_WRITTEN}: {what}.")


def _say_written(spool: RequestSpool, paths: Sequence[Path]) -> None:
    for path in paths:
        say(str(path))
    left_out = f", {counted(len(spool.skipped), 'row')} left out" if spool.skipped else ""
    say(f"{counted(len(spool), 'request')} for {spool.provider.name}{left_out}.")


def _warn_of_others(folder: Path, written: Sequence[Path]) -> None:
    """Says that the folder has files of other batches, which `join` would expect answers for."""
    if others := len(set(folder.glob("*.jsonl")).difference(written)):
        files = counted(others, "other batch file")
        say(f"- {folder} also has {files}. join reads a folder as one batch: give each its own.", error=True)
