"""Download buttons for one table, each in another file format."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from lib.common.phrasing import counted

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


def say_what_is_written(rows: int, keys: Iterable[str]) -> None:
    """Makes each of these buttons say how many rows it writes, as long as it does.

    A style alone can do it: while a file is made, the page does not run, and a fragment that runs could lose the file.
    """
    label = "button:has([data-testid=stSpinnerIcon]) p"
    labels = [f".st-key-{key} {label}" for key in keys]
    words = f"content: 'Writing {counted(rows, 'row')}'; font-size: 1rem"
    after = ", ".join(f"{label}::after" for label in labels)
    st.html(f"<style>{', '.join(labels)} {{ font-size: 0 }} {after} {{ {words} }}</style>")


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
