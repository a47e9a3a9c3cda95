"""The import options of a sheet: how its file is read, in words, and widgets to change that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from lib.common.encodings import ENCODINGS
from lib.sheets import ImportOptions, Sheet
from lib.sheets.delimiter import DELIMITERS, ONE_COLUMN
from pages.parts.shared.formatting import plain

UseOptions = Callable[[ImportOptions], None]
"""Called with the options that the user chose."""

_DELIMITER_NAMES = {mark: name.capitalize() for mark, name in DELIMITERS.items()} | {ONE_COLUMN: "None: one column"}


def import_panel(sheet: Sheet, chosen: ImportOptions, use_options: UseOptions, prefix: str) -> None:
    """The worksheet in sight, all other options in a fold.

    Args:
        chosen: the options that the user chose so far; the reader detects the rest.
        prefix: the start of each widget's key: the worksheet's is `<prefix>_worksheet`.
    """
    panel = _Panel(sheet, chosen, use_options, prefix)
    if len(sheet.worksheets) > 1:
        panel.worksheet()
    with st.expander(f"Import options: {plain(sheet.description)}", icon=":material/tune:", key=f"{prefix}_import"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if sheet.options.encoding:
                panel.select("Encoding", "encoding", ENCODINGS)
            if sheet.options.delimiter:
                panel.select("Separated by", "delimiter", _delimiters(sheet.options.delimiter))
            panel.header_row()
        if sheet.options.delimiter:
            panel.toggle("Quotation marks wrap cells", "quotes")
        if any(note.kind == "merged" for note in sheet.notes):
            panel.toggle("Fill merged cells", "fill_merged")
        if chosen != ImportOptions():
            st.button("Detect automatically", key=f"{prefix}_tell", on_click=use_options, args=(ImportOptions(),))


def _delimiters(own: str) -> dict[str, str]:
    """The usual delimiters, and the file's own if it is another one."""
    return _DELIMITER_NAMES if own in _DELIMITER_NAMES else {**_DELIMITER_NAMES, own: own}


@dataclass(frozen=True, slots=True)
class _Panel:
    """The widgets of one sheet; each shows the option that the sheet was read with."""

    sheet: Sheet
    chosen: ImportOptions
    use_options: UseOptions
    prefix: str

    def worksheet(self) -> None:
        hidden = self.sheet.hidden
        st.selectbox(
            "Worksheet",
            self.sheet.worksheets,
            key=self._set_key("worksheet", self.sheet.options.worksheet),
            format_func=lambda name: f"{name} (hidden)" if name in hidden else str(name),
            **self._on_change("worksheet"),
        )

    def select(self, label: str, field: str, names: Mapping[str, str]) -> None:
        value = getattr(self.sheet.options, field)
        st.selectbox(
            label,
            list(dict.fromkeys([*names, value])),
            key=self._set_key(field, value),
            format_func=lambda option: names.get(option, str(option)),
            width=260,
            **self._on_change(field),
        )

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

    def toggle(self, label: str, field: str) -> None:
        value = bool(getattr(self.sheet.options, field))
        st.toggle(label, key=self._set_key(field, value), **self._on_change(field))

    def _set_key(self, field: str, value: Any) -> str:
        """The key of a field's widget, which now shows the value."""
        key = f"{self.prefix}_{field}"
        st.session_state[key] = value
        return key

    def _on_change(self, field: str) -> dict[str, Any]:
        args = (f"{self.prefix}_{field}", field, self.chosen, self.use_options)
        return {"on_change": _change, "args": args}


def _change(key: str, field: str, chosen: ImportOptions, use_options: UseOptions) -> None:
    """Uses what one widget shows now; a new worksheet or delimiter makes the header row detected again."""
    changes: dict[str, Any] = {field: st.session_state[key]}
    if field in ("worksheet", "delimiter"):
        changes["header_row"] = None
    use_options(replace(chosen, **changes))
