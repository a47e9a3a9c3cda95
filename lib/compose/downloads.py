"""The downloads of a composition: its requests as a batch, and the sheet with their ids."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from lib.batch import Batch, InputFile
from lib.batch.bundle import stem_of
from lib.common.own_columns import free_name
from lib.compose.composition import Composition

_CUSTOM_ID = "custom_id"


def batch_of(composition: Composition) -> Batch:
    """The requests of a composition, ready to be packed into files."""
    numbers, rows = composition.sheet.numbers, composition.rows
    return Batch(
        stem=f"{stem_of(composition.sheet.name)}_{composition.digest}",
        provider=composition.provider,
        sizes=composition.sizes,
        lines=composition.blocks,
        row=lambda request: numbers[rows[request]],
        inputs=composition.texts() or None,
        tokens=composition.tokens,
        models=composition.models(),
    )


def input_file_of(composition: Composition) -> InputFile:
    """The requests of a composition as the input file that is sent."""
    return InputFile(
        name=composition.sheet.name,
        digest=composition.digest,
        ids=composition.ids,
        line=composition.line,
        texts=composition.texts(),
        sheet_digest=composition.sheet.digest,
        id_column=composition.recipe.id_column,
        shared_rows=composition.shared_rows(),
    )


def some_requests_of(composition: Composition, start: int, stop: int) -> Composition:
    """The requests from one index up to another, as a composition of its own."""
    some = slice(start, stop)
    return replace(
        composition,
        digest=sha256(f"{composition.digest} {start} {stop}".encode()).hexdigest()[: len(composition.digest)],
        rows=composition.rows[some],
        ids=composition.ids[some],
        sizes=composition.sizes[some],
        tokens=None if composition.tokens is None else composition.tokens[some],
    )


def keyed_columns(composition: Composition) -> Mapping[str, Sequence[str]]:
    """The sheet's columns after one with each row's custom_id, which is empty for rows that are not sent.

    If the sheet's own column `custom_id` has the ids, no column is added.
    """
    sheet = composition.sheet
    columns = {name: sheet.column(name) for name in sheet.columns}
    if composition.recipe.id_column == _CUSTOM_ID:
        return columns
    ids = [""] * len(sheet)
    for row, custom_id in zip(composition.rows, composition.ids, strict=True):
        ids[row] = custom_id
    return {free_name(_CUSTOM_ID, columns): ids} | columns
