"""What a person chose and typed on Compose, beside the settings, which have a file of their own."""

from pydantic import PositiveInt

from lib.compose import RowDecisions
from lib.compose.recipe import COLUMN_FIELDS, COLUMNS_FIELDS
from lib.compose.row_conditions import Condition
from lib.compose.row_selection import RowScope, SampleMethod
from lib.desk import NUMBER, Kept
from lib.sheets import ImportOptions
from pages.parts.compose.decisions import DECISIONS, About
from pages.parts.compose.example_sheet import EXAMPLE_LOADED, SETTINGS_OFFERED
from pages.parts.compose.only_new import ONLY_NEW, USED_EXPORTS
from pages.parts.compose.replication import REPLICATION
from pages.parts.compose.row_conditions import CONDITIONS
from pages.parts.compose.row_selection import SAMPLES, Sample

KEPT: Kept = {
    # The rows of the file
    "rows which": RowScope,
    "rows how": SampleMethod,
    "rows count": PositiveInt | None,
    "rows seed": int | None,
    "rows picked": str | None,
    "compose_trial_rows": PositiveInt,
    CONDITIONS: dict[str, Condition],
    SAMPLES: dict[str, Sample],
    DECISIONS: tuple[About, RowDecisions],
    # The columns and the reading that the settings want and the sheet lacks
    "wanted options": ImportOptions,
    **{f"wanted {field}": str for field in COLUMN_FIELDS},
    **{f"wanted {field}": list[str] for field in COLUMNS_FIELDS},
    "suggested prompt": str,
    # Only what is new
    ONLY_NEW: bool,
    USED_EXPORTS: set[str],
    REPLICATION: str,
    # Prices
    "priced": tuple[str, str],
    "price *": NUMBER,
    # The row of the preview, and cells that are pasted but not used yet
    "preview row": int | None,
    "compose_paste": str | None,
    EXAMPLE_LOADED: str,
    SETTINGS_OFFERED: str,
}
