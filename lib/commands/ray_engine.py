"""The engine `ray`: groups of rows of Parquet, composed by the workers of a Ray cluster, or of Ray on this machine.

Ray is an extra that `.requirements-ray.txt` installs; nothing else imports it. The workers read the files and compose
blocks by the same function as the command alone. The blocks come back in order, and the files are written here.
"""

import logging
import os
import pickle
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import click

from lib.commands.arrow_tables import PARQUET, group_rows, read_tables
from lib.commands.sheet_files import SheetFile
from lib.commands.sheet_source import BlockSizes
from lib.commands.streamed_sheet import StreamedSheet
from lib.common import Tick, Unreadable, unreadable
from lib.compose import Recipe, RowChoices
from lib.compose.composed_block import ComposedBlock, compose_block, needs_every_row
from lib.sheets import Sheet
from lib.sheets.blocks import NotInBlocks, numbered_block, record_rows
from lib.sheets.parquet import damage_in_words

IN_BLOCKS = BlockSizes(whole=0)
"""Every file is read in blocks."""

_LIBRARY = Path(__file__).parents[1]


class _Task(NamedTuple):
    """A group of rows for a worker."""

    file: SheetFile
    group: int
    before: int
    """The number of rows before these, over all files."""

    done: int
    """The bytes of all files up to the end of these rows."""

    head: Sheet
    recipe: Recipe
    choices: RowChoices


def check_ray() -> None:
    """Makes sure that Ray is installed.

    Raises:
        click.UsageError: it is not.
    """
    if find_spec("ray") is None:
        raise click.UsageError(
            "Ray is not installed. Install it: .venv/bin/pip install --no-deps -r .requirements-ray.txt"
        )


def compose_by_ray(table: StreamedSheet, recipe: Recipe, choices: RowChoices, tick: Tick) -> Iterator[ComposedBlock]:
    """Composes the blocks on the cluster of `RAY_ADDRESS`, or else with a Ray of this machine's own.

    Raises:
        click.UsageError: the files or the settings need the command alone.
        Unreadable: a file is damaged, or a row cannot be read without the others.
    """
    _check_use(table, recipe)
    data = _start_ray()
    tasks = [{"task": pickle.dumps(task)} for task in _tasks(table, recipe, choices)]
    total = sum(source.file.size for source in table.sources)
    blocks = data.from_items(tasks, override_num_blocks=len(tasks)).flat_map(_compose_group)
    for row in blocks.iter_rows():
        done, block = pickle.loads(row["block"])
        if isinstance(block, str):
            raise unreadable("not-by-ray", block, "Compose this sheet without --engine ray.")
        yield block
        tick(done // 1_000_000, total // 1_000_000)


def _start_ray() -> Any:
    """Ray Data on a running Ray, quiet and in order. It sends no statistics."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    ray, data = import_module("ray"), import_module("ray.data")
    if not ray.is_initialized():
        here = {} if "RAY_ADDRESS" in os.environ else {"include_dashboard": False}
        ray.init(runtime_env={"py_modules": [str(_LIBRARY)]}, log_to_driver=False, logging_level="error", **here)
    logging.getLogger("ray.data").setLevel("ERROR")
    data.DataContext.get_current().execution_options.preserve_order = True
    return data


def _check_use(table: StreamedSheet, recipe: Recipe) -> None:
    if any(source.kind != PARQUET or not source.is_in_blocks for source in table.sources):
        raise click.UsageError("--engine ray takes plain Parquet files only. Leave it out for this sheet.")
    if recipe.identical_once or needs_every_row(recipe, table.columns):
        what = "send equal requests once" if recipe.identical_once else "count tokens for the models of all rows"
        raise click.UsageError(f"The settings {what}, which needs all rows in one process. Leave out --engine ray.")


def _tasks(table: StreamedSheet, recipe: Recipe, choices: RowChoices) -> Iterator[_Task]:
    before, size = 0, 0
    for source in table.sources:
        groups = group_rows(source.file)
        rows, head = 0, source.head.single_row(0)
        for group, count in enumerate(groups):
            done = size + source.file.size * (rows + count) // sum(groups)
            yield _Task(source.file, group, before + rows, done, head, recipe, choices)
            rows += count
        before, size = before + rows, size + source.file.size


def _compose_group(row: Mapping[str, Any]) -> Iterator[dict[str, bytes]]:
    """The composed blocks of a group of rows, or a sentence why there are none; it runs in a worker."""
    task: _Task = pickle.loads(row["task"])
    before = task.before
    try:
        with damage_in_words(task.file.name):
            for table in read_tables(task.file, PARQUET, IN_BLOCKS.rows, IN_BLOCKS.bytes, task.group):
                block = numbered_block(task.head, task.head.columns, record_rows(table), before + 1)
                before += table.num_rows
                yield {"block": pickle.dumps((task.done, compose_block(block, task.recipe, task.choices)))}
    except (NotInBlocks, Unreadable) as error:
        yield {"block": pickle.dumps((task.done, str(error)))}
