"""What a person chose and typed on Results, beside the files, the marks and the corrections."""

from typing import Any

from pydantic import PositiveInt

from lib.desk import NUMBER, Kept, one_of
from lib.providers import PROVIDERS
from lib.review import HandLabel, LabelKey
from lib.review.corrections import Edit
from lib.review.label_sample import SAMPLE_WAYS, LabelSample
from pages.parts.results.answer_columns import LABEL_COLUMNS
from pages.parts.results.causes import CAUSE
from pages.parts.results.certainty import SHOWS_CERTAINTY
from pages.parts.results.export_settings import SCOPES
from pages.parts.results.filters import PAGE_SIZES, VERDICT_OPTIONS, VIEWS
from pages.parts.results.label_choices import COLUMN_KEY, TYPED_LABELS
from pages.parts.results.label_sampling import DRAW, FOCUS, SIZE, WAY
from pages.parts.results.labelling import DRAFT, IS_LABELLING, READER
from pages.parts.results.ledger import STATES
from pages.parts.results.quality_choice import WITH_EXAMPLES
from pages.parts.results.quality_confusion import CELL
from pages.parts.results.quality_view import TASK, TASKS
from pages.parts.results.reader_decisions import POSITION
from pages.parts.results.review_marks import ANSWERED_OFFERS
from pages.parts.results.row_choice import CHOSEN_ROW, RowKey
from pages.parts.results.session_labels import HAND_LABELS, LABEL_SAMPLE
from pages.parts.results.session_marks import CORRECTIONS_MADE
from pages.parts.results.shown_rows import TableView
from pages.parts.results.table_link import REVIEW_TASK, REVIEW_TASKS
from pages.parts.results.true_cost import COST_PROVIDERS
from pages.parts.results.value_counts import FORMS
from pages.parts.results.value_filter import CHOSEN_VALUES
from pages.parts.shared.example_files import example_key
from pages.parts.shared.sent_batches import REMOVED_BATCHES
from pages.parts.shared.uploads import FIRST

_COLUMN: Any = str
"""The name of a column, whether a table has it or not."""

_VERDICT: Any = one_of(VERDICT_OPTIONS)

KEPT: Kept = {
    # The sheet, and how its rows are matched
    "results_sheet": str,
    "sheets offered": list[str],
    "id column *": _COLUMN | None,
    "by number of": str,
    "results_by_number": bool,
    "share requests *": bool,
    REMOVED_BATCHES: set[str],
    # The view and the filters
    "results_view": one_of(VIEWS),
    "results_search": str | None,
    "results_pattern": bool,
    STATES: list[str],
    "results_review": list[_VERDICT],
    "results_flags": list[str],
    CAUSE: str,
    CHOSEN_VALUES: dict[str, tuple[str, ...]],
    "results_value_column wanted": _COLUMN,
    # The table
    "results_columns wanted": list[_COLUMN],
    "results_sort wanted": _COLUMN,
    "results_descending": bool,
    "results_json_columns": bool,
    "results_sides": bool,
    SHOWS_CERTAINTY: bool,
    LABEL_COLUMNS: bool,
    "results_page_size": one_of(PAGE_SIZES),
    "results_page": tuple[TableView | None, PositiveInt],
    CHOSEN_ROW: RowKey | None,
    # The downloads, and what is sent again
    "results_export_scope": one_of(SCOPES),
    "results_export_guard": bool,
    "results_retry_provider": one_of(PROVIDERS),
    "retry *": bool,
    "fix *": bool | int | str | None,
    # Review, quality, charts, comparison
    ANSWERED_OFFERS: set[str],
    CORRECTIONS_MADE: list[Edit],
    REVIEW_TASK: one_of(REVIEW_TASKS),
    HAND_LABELS: tuple[HandLabel, ...],
    LABEL_SAMPLE: LabelSample | None,
    TYPED_LABELS: dict[str, tuple[str, ...]],
    f"{COLUMN_KEY} wanted": _COLUMN,
    READER: str | None,
    IS_LABELLING: bool,
    FOCUS: LabelKey | None,
    DRAFT: tuple[LabelKey, tuple[str, ...]] | None,
    WAY: one_of(SAMPLE_WAYS),
    SIZE: PositiveInt,
    DRAW: PositiveInt,
    "quality_labels wanted": _COLUMN,
    "quality_answers wanted": _COLUMN,
    "quality_match wanted": str,
    "quality_order wanted": list[str],
    "several labels *": bool,
    WITH_EXAMPLES: bool,
    CELL: tuple[str, str],
    TASK: one_of(TASKS),
    "quality_readers wanted": list[_COLUMN],
    POSITION: str | None,
    "results_count_column wanted": _COLUMN,
    "results_count_split wanted": _COLUMN,
    "results_count_form": one_of(FORMS),
    "results_map_colour": _COLUMN,
    "results_compare_by wanted": _COLUMN,
    "results_compare_outcomes": list[str],
    "results_run_1": str | None,
    "results_run_2": str | None,
    "run price *": NUMBER,
    "results_cost_provider": one_of(COST_PROVIDERS),
    **dict.fromkeys(
        ("results_cost_input", "results_cost_cached", "results_cost_output", "results_cost_discount"), NUMBER
    ),
    example_key(FIRST): frozenset[str],
}
