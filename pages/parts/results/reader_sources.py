"""Whose labels can be compared: people, columns of any loaded sheet, the answers, and those of a second run."""

from collections.abc import Sequence
from functools import partial

from lib.analysis import compare
from lib.analysis.compare_runs import ComparedColumn
from lib.common.own_columns import Cell, numbered_name
from pages.parts.results.corrected_answers import corrected_run
from pages.parts.results.inputs import LoadedInputs, read_second_run
from pages.parts.results.label_sources import LabelSource, column_source, label_sources
from pages.parts.results.quality_choice import columns_of_answers
from pages.parts.results.sources import JoinOptions, join_inputs
from pages.parts.results.table_data import TableData
from pages.parts.shared.uploads import SECOND, loaded_files

_SECOND = " (second run)"


def reader_sources(table: TableData, inputs: LoadedInputs, options: JoinOptions) -> dict[str, LabelSource]:
    """Every choice by its name: people first, then answers, then columns."""
    own = table.joined.own_columns
    choices = [own[name] for name in own if name.startswith("answer_")]  # further answers to the same request
    columns = label_sources(table, inputs)
    people = {name: source for name, source in columns.items() if source.column}
    answers = {name: column_source(table, name) for name in (*columns_of_answers(table), *choices)}
    found = {**people, **answers, **columns}
    for name, source in _second_run(table, options).items():
        found[numbered_name(name, found)] = source
    return found


def _second_run(table: TableData, options: JoinOptions) -> dict[str, LabelSource]:
    """The columns of the second run's answers, in the rows of the first, if a second run is loaded."""
    inputs = read_second_run(files) if (files := loaded_files(SECOND)) else None
    if inputs is None or not inputs.results:
        return {}
    second, fields, digest = corrected_run(*join_inputs(inputs, options, "second joined"))
    first = table.joined
    columns = {first.answer_column: ComparedColumn()}
    columns |= {
        name: ComparedColumn(name, table.columns[name], cells)
        for name, cells in fields.items()
        if name in table.extra_columns
    }

    def cells(column: ComparedColumn) -> Sequence[Cell]:
        comparison = compare(first, second, column)
        texts: list[Cell] = [""] * len(first.rows)
        for pair in comparison.pairs:
            if pair.first is not None and pair.second is not None and second.rows.states[pair.second] == "OK":
                texts[pair.first] = comparison.texts(pair)[1] or ""
        return texts

    return {
        f"{name}{_SECOND}": LabelSource(f"{digest} {name}", partial(cells, column)) for name, column in columns.items()
    }
