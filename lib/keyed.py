"""The sheet with its custom_ids, so that answers can be joined to it months later in any tool."""

from collections.abc import Mapping, Sequence

from lib.compose import Composition
from lib.table import free_name

CUSTOM_ID = "custom_id"


def keyed_columns(composition: Composition) -> Mapping[str, Sequence[str]]:
    """The sheet's columns after one with each row's custom_id, empty for rows that are not sent.

    A column of the sheet that is the custom_id under its own name is not repeated.
    """
    sheet = composition.sheet
    columns = dict(zip(sheet.columns, sheet.cells, strict=True))
    if composition.recipe.id_column == CUSTOM_ID:
        return columns
    ids = [""] * len(sheet)
    for row, custom_id in zip(composition.rows, composition.ids, strict=True):
        ids[row] = custom_id
    return {free_name(CUSTOM_ID, columns): ids} | columns
