"""Download buttons for one table, each in another file format."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

Writer = Callable[..., bytes]
"""Turns the table into the bytes of a file."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One file format and its button."""

    label: str
    ending: str
    """End of the file's name, without the first dot."""

    mime: str
    write: Writer
    is_primary: bool = False
    help: str | None = None


def show_export_button(export: ExportFormat, stem: str, key: str, make: Callable[[Writer], bytes]) -> None:
    """The button; `make` is called with the format's writer once somebody presses it."""
    st.download_button(
        export.label,
        partial(make, export.write),
        f"{stem}.{export.ending}",
        export.mime,
        key=key,
        on_click="ignore",
        type="primary" if export.is_primary else "secondary",
        icon=":material/download:",
        help=export.help,
    )
