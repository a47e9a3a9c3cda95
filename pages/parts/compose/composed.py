"""What the composition on Compose is made from: the sheet, the settings, and the choices about rows."""

from lib.compose import Recipe, RowChoices
from lib.sheets import Sheet
from pages.parts.compose.decisions import decisions_for
from pages.parts.compose.only_new import left_out_rows
from pages.parts.compose.row_selection import rows_choice


def row_choices(sheet: Sheet, recipe: Recipe) -> RowChoices:
    """The decisions and the selection of rows as they are now."""
    choices = RowChoices(decisions_for(sheet, recipe), rows_choice(sheet), left_out_rows(sheet, recipe))
    return choices.with_settings(recipe)


def composition_key(sheet: Sheet, recipe: Recipe, choices: RowChoices) -> tuple[object, ...]:
    """Equal for equal compositions."""
    return (sheet.name, sheet.digest, recipe.digest, choices)
