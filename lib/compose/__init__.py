"""The requests of a batch, made from a sheet and a recipe.

`compose` gives a `Composition`: the rows, ids and problems of a batch, and its lines. `Recipe` holds
all settings; `resolve` prepares it for a sheet. `RowChoices` says which rows to send. `template`
fills `{{column}}` texts, `row_ids` makes ids that lead back to their row, and `recipe_file` saves a
recipe. A `Codebook` has the labels of an answer column. `batch_of` and `keyed_columns` give the downloads.
`answered_rows` finds the rows that need not be sent again.
"""

from lib.compose.codebook import Codebook, Label
from lib.compose.composition import Composition, compose
from lib.compose.downloads import batch_of, input_file_of, keyed_columns
from lib.compose.recipe import Recipe
from lib.compose.resolved_recipe import ResolvedRecipe, resolve
from lib.compose.row_choices import RowChoices, RowDecisions
from lib.compose.row_ids import parse_row_id, row_ids
from lib.compose.row_selection import RowSelection

__all__ = [
    "Codebook",
    "Composition",
    "Label",
    "Recipe",
    "ResolvedRecipe",
    "RowChoices",
    "RowDecisions",
    "RowSelection",
    "batch_of",
    "compose",
    "input_file_of",
    "keyed_columns",
    "parse_row_id",
    "resolve",
    "row_ids",
]
