"""A sheet and a recipe to the requests of a batch.

`compose` gives a `Composition`: the rows, ids and problems of a batch, and a function that writes
its lines. A `Recipe` is everything the user chose; `template` fills `{{column}}` texts, `row_ids`
makes ids that remember their row, and `line_writer` writes the lines. `recipe_checks` and
`row_checks` find what stands in the way.
"""

from lib.compose.composition import Composition, compose
from lib.compose.recipe import Recipe
from lib.compose.row_checks import RowDecisions
from lib.compose.row_selection import RowSelection

__all__ = ["Composition", "Recipe", "RowDecisions", "RowSelection", "compose"]
