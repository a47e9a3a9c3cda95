"""`join`: the table of sheet, requests and results, as the Results page exports it."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from lib.analysis.structured_answers import json_answers
from lib.commands.batch_files import BatchFiles, read_batch_files
from lib.commands.files import INPUT, REPLACE, check_free, find_files, write_files
from lib.commands.terminal import say, say_problems
from lib.common import Problem
from lib.common.phrasing import counted, listed_names
from lib.export import Selection, count_cell_changes, select, write_csv, write_parquet, write_xlsx
from lib.export.how_made import how_made
from lib.join import Joined, MatchChoices, join
from lib.sheets import Sheet
from lib.sheets.doubts import SheetChoices, open_doubts


@click.command("join", short_help="Put every answer beside its row, in a table.")
@click.argument("sent", metavar="OUT/")
@click.argument("results", metavar="RESULTS...", nargs=-1, required=True)
@click.argument("table", metavar="TABLE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sheet", type=INPUT, help="The sheet that the batch was made from, if it is not in OUT/.")
@click.option("--id-column", metavar="NAME", help="The column of the sheet that holds the ids of the batch.")
@click.option(
    "--share-answers", is_flag=True, help="Rows with the same text share an answer, because they were sent once."
)
@REPLACE
def join_command(
    sent: str,
    results: tuple[str, ...],
    table: Path,
    sheet: Path | None,
    id_column: str | None,
    share_answers: bool,
    replace: bool,
) -> int:
    """Put every answer beside its row, in a table.

    OUT/ is the folder of "compose", with the files that you sent. The sheet may be in it, too: without a sheet, the
    table has the prompts. RESULTS are the output and error files of the provider, in any order: files, folders, or
    patterns such as "results/*.jsonl", also packed. TABLE is the file to write. Its name ends in .xlsx, .csv or
    .parquet, and it has all rows and columns of the export of the Results page.

    The counts follow: Sent = OK + Failed + Cut short + Refused + Missing.

    \b
    Exit codes:
      0  every row was sent and has its answer
      1  the table is written, and a person must look: a row has no whole answer, or a question is open
      2  the command is wrong, or a file would be replaced
    """
    write = _writer(table)
    check_free([table], replace)
    paths = [path for path in find_files([sent, *results]) if path.resolve() != table.resolve()]
    files = read_batch_files(paths, sheet)
    joined = join(
        files.results, files.sent, _sheet(files, id_column), MatchChoices(id_column, share_requests=share_answers)
    )
    table.parent.mkdir(parents=True, exist_ok=True)
    write_files([(table, [write(joined, files)])], replace)
    open_points = list(_open_points(joined, files))
    notes = [problem for problem in joined.remarks if problem not in open_points]
    say_problems([*open_points, *joined.unreadable, *notes])
    _say_ledger(joined, table)
    return 0 if _is_complete(joined) and not open_points else 1


def _sheet(files: BatchFiles, id_column: str | None) -> Sheet | None:
    """The only sheet, or none.

    Raises:
        click.UsageError: there are several, or it lacks the column.
    """
    if len(files.sheets) > 1:
        names = listed_names(sheet.name for sheet in files.sheets)
        raise click.UsageError(f"These files are sheets: {names}. Name the one of the batch with --sheet.")
    sheet = files.sheets[0] if files.sheets else None
    if id_column is not None and (sheet is None or id_column not in sheet.columns):
        where = f'The sheet "{sheet.name}" has no column' if sheet else "Without a sheet, there can be no column"
        raise click.UsageError(f'{where} "{id_column}".')
    return sheet


def _writer(table: Path) -> Callable[[Joined, BatchFiles], bytes]:
    """What writes a table of this name.

    Raises:
        click.UsageError: the name has another ending.
    """
    writers: Mapping[str, Callable[[Joined, BatchFiles], bytes]] = {
        ".xlsx": _workbook,
        ".csv": lambda joined, _: write_csv(_selection(joined)),
        ".parquet": lambda joined, _: write_parquet(_selection(joined)),
    }
    if write := writers.get(table.suffix.lower()):
        return write
    raise click.UsageError(f'The table "{table}" must have a name that ends in .xlsx, .csv or .parquet.')


def _selection(joined: Joined) -> Selection:
    """All rows and columns, those of JSON answers among them."""
    answers = json_answers(joined)
    if answers is None:
        return select(joined)
    return select(joined, more=answers.columns, fields=answers.columns, numbers=answers.numbers)


def _workbook(joined: Joined, files: BatchFiles) -> bytes:
    """The table with a worksheet about how it was made."""
    selection = _selection(joined)
    notes = [("Rows and columns", f"All {counted(len(joined.rows), 'row')} and all columns.")]
    notes += [("Cells", sentence) for sentence in count_cell_changes(selection).excel_sentences()]
    return write_xlsx(selection, facts=how_made(joined, files.sources, notes))


def _open_points(joined: Joined, files: BatchFiles) -> Iterator[Problem]:
    """What a person must look at, beyond the counts: files, questions about the sheet and the matching, rows."""
    yield from files.unused
    if joined.sheet is not None:
        for doubts in open_doubts(joined.sheet, SheetChoices()).values():
            yield from doubts
    yield from (problem for problem in joined.remarks if problem.severity in ("ask", "blocks"))
    if not_sent := joined.rows.states.count("Not sent"):
        yield Problem("not-sent", f"{counted(not_sent, 'row of the sheet was', 'rows of the sheet were')} not sent.")


def _is_complete(joined: Joined) -> bool:
    """Whether every request has a whole answer, and every answer its request."""
    ledger = joined.ledger
    return ledger.sent is not None and ledger.sent == ledger.ok and not (ledger.unknown or ledger.unreadable)


def _say_ledger(joined: Joined, table: Path) -> None:
    """Writes the name of the table, and the counts."""
    counts = joined.ledger.metrics()
    say(str(table))
    say(", ".join(f"{word} {count}" for word, count in counts.items()))
