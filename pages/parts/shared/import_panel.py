"""The import options of a sheet: how its file is read, in words, and widgets to change that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

import streamlit as st

from lib.common.encoding_names import ENCODINGS
from lib.sheets import ImportOptions, Sheet
from lib.sheets.delimiter import ALIGNED, DELIMITERS, LONGEST_DELIMITER, ONE_COLUMN, SPACES, can_separate
from lib.sheets.doubts import SheetChoices
from pages.parts.shared.formatting import plain

ChangeChoices = Callable[[Callable[[Sheet, SheetChoices], SheetChoices]], None]
"""Applies a change to the choices about the sheet that is loaded when the user presses a button.

A button must not hold texts of the sheet: Streamlit keeps the arguments of its callback even after Forget.
"""

_DELIMITER_NAMES = {
    **{mark: name.capitalize() for mark, name in DELIMITERS.items()},
    SPACES: "Spaces",
    ALIGNED: "Columns aligned with spaces",
    ONE_COLUMN: "None: one column",
}


def import_panel(sheet: Sheet, choices: SheetChoices, change: ChangeChoices, prefix: str) -> None:
    """The worksheet in sight, all other options in a fold.

    Args:
        choices: what the user chose so far; the reader detects the rest.
        prefix: the start of each widget's key: the worksheet's is `<prefix>_worksheet`.
    """
    choose_worksheet(sheet, change, prefix)
    with st.expander(f"Import options: {plain(sheet.description)}", icon=":material/tune:", key=f"{prefix}_import"):
        import_fields(sheet, choices, change, prefix)


def choose_worksheet(
    sheet: Sheet, change: ChangeChoices, prefix: str, label_visibility: Literal["visible", "collapsed"] = "visible"
) -> None:
    """The choice of a worksheet, where there are several."""
    if len(sheet.worksheets) > 1:
        _Panel(sheet, change, prefix).worksheet(label_visibility)


def import_fields(sheet: Sheet, choices: SheetChoices, change: ChangeChoices, prefix: str) -> None:
    """A field for each option but the worksheet, and the way back to what Batchdesk detects."""
    panel = _Panel(sheet, change, prefix)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if sheet.options.encoding:
            panel.select("Encoding", "encoding", ENCODINGS)
        if sheet.options.delimiter:
            panel.delimiter()
        if not _has_records(sheet):
            panel.header_row()
    panel.delimiter_fault()
    with st.container(horizontal=True):
        panel.toggles(choices.options)
    if choices.options != ImportOptions():
        st.button("Detect automatically", key=f"{prefix}_tell", on_click=change, args=(_detect,))


def _worksheet_label(sheet: Sheet) -> str:
    """What a file has several of: a workbook worksheets, JSON lists, a web page tables."""
    if sheet.options.encoding is None:
        return "Worksheet"
    return "List" if sheet.description.startswith("JSON") else "Table"


def _has_records(sheet: Sheet) -> bool:
    """Whether the file has no row of names, but records that name their cells: the first one is row 1."""
    return bool(sheet.options.header_row) and sheet.numbers[0] == 1


@dataclass(frozen=True, slots=True)
class _Panel:
    """The widgets of one sheet; each shows the option that the sheet was read with."""

    sheet: Sheet
    change: ChangeChoices
    prefix: str

    def worksheet(self, label_visibility: Literal["visible", "collapsed"]) -> None:
        hidden = self.sheet.hidden
        st.selectbox(
            _worksheet_label(self.sheet),
            self.sheet.worksheets,
            key=self._set_key("worksheet", self.sheet.options.worksheet),
            format_func=lambda name: f"{name} (hidden)" if name in hidden else str(name),
            label_visibility=label_visibility,
            **self._on_change("worksheet"),
        )

    def select(self, label: str, field: str, names: Mapping[str, str], **about: Any) -> None:
        value = getattr(self.sheet.options, field)
        st.selectbox(
            label,
            list(dict.fromkeys([*names, value])),
            key=self._set_key(field, value),
            format_func=lambda option: names.get(option, str(option)),
            width=260,
            **about,
            **self._on_change(field),
        )

    def delimiter(self) -> None:
        """The usual delimiters; the user can type any other."""
        about = r"Choose a delimiter, or type another one, such as :: or \\t for a tab."
        self.select("Separated by", "delimiter", _DELIMITER_NAMES, accept_new_options=True, help=about)

    def delimiter_fault(self) -> None:
        """A message about a typed delimiter that cannot separate cells."""
        if st.session_state.pop(self._fault, False):
            message = f"A delimiter has 1 to {LONGEST_DELIMITER} characters, without quotation marks and line breaks."
            st.warning(f"{message} Type another one.", icon=":material/error:")

    def header_row(self) -> None:
        st.number_input(
            "Header row (0: none)",
            min_value=0,
            max_value=self.sheet.numbers[-1] - 1,  # the last row cannot be the header: a sheet needs a row below it
            key=self._set_key("header_row", self.sheet.options.header_row or 0),
            width=180,
            help="The number of the row with the column names, as Excel shows it. "
            "Enter 0 if there are no column names.",
            **self._on_change("header_row"),
        )

    def toggles(self, chosen: ImportOptions) -> None:
        """A switch for each option that can change something in this file."""
        options, kinds = self.sheet.options, {note.kind for note in self.sheet.notes}
        if options.delimiter:
            self._toggle("Quotation marks wrap cells", "quotes", options.quotes)
        if options.header_row and len(self.sheet) > 1 and not _has_records(self.sheet):
            self._toggle("Names take 2 rows", "header_rows", options.header_rows > 1)
        if "hidden" in kinds or chosen.include_hidden is not None:
            self._toggle("Read hidden rows and columns too", "include_hidden", options.include_hidden)
        if "merged" in kinds or chosen.fill_merged is not None:
            self._toggle("Fill merged cells", "fill_merged", options.fill_merged)

    def _toggle(self, label: str, field: str, value: bool | None) -> None:
        st.toggle(label, key=self._set_key(field, bool(value)), **self._on_change(field))

    def _set_key(self, field: str, value: Any) -> str:
        """The key of a field's widget, which now shows the value."""
        key = f"{self.prefix}_{field}"
        st.session_state[key] = value
        return key

    def _on_change(self, field: str) -> dict[str, Any]:
        key = f"{self.prefix}_{field}"
        return {"on_change": _use_field, "args": (key, field, self.change, self._fault)}

    @property
    def _fault(self) -> str:
        """The session's key for a fault of the typed delimiter."""
        return f"{self.prefix} delimiter fault"


def _use_field(key: str, field: str, change: ChangeChoices, fault: str) -> None:
    """Uses what one widget shows now."""
    value = st.session_state[key]
    if field == "delimiter":
        value = _typed_delimiter(str(value))
        if not can_separate(value):
            st.session_state[fault] = True
            return
    change(partial(_with_field, field, value))


def _typed_delimiter(text: str) -> str:
    r"""The delimiter that a user chose or typed: `\t` and the start of a name, such as `comma`, work too."""
    is_start = len(text) > 2
    named = (mark for mark, name in _DELIMITER_NAMES.items() if is_start and name.lower().startswith(text.lower()))
    return next(named, text.replace("\\t", "\t"))


def _with_field(field: str, value: Any, sheet: Sheet, choices: SheetChoices) -> SheetChoices:
    """The choices with one option changed; a new worksheet or delimiter makes the header detected again."""
    changes: dict[str, Any] = {field: value}
    if field in ("worksheet", "delimiter"):
        changes |= {"header_row": None, "header_rows": 1}
    if field == "header_rows":
        changes = {"header_row": sheet.options.header_row, "header_rows": 2 if value else 1}
    if field == "header_row" and not value:
        changes["header_rows"] = 1
    return replace(choices, options=replace(choices.options, **changes))


def _detect(_: Sheet, choices: SheetChoices) -> SheetChoices:
    return replace(choices, options=ImportOptions())
