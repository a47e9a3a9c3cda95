"""User text on the screen: never rendered, always as it is."""

import re
from collections.abc import Collection

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LINK = re.compile(r"(://|www(?=\.))", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[^\w]|_")
_JOINER = "\u2060"


def plain(text: str) -> str:
    """Text for places where Streamlit reads Markdown: labels, alerts, captions.

    All punctuation is escaped; an invisible joiner keeps addresses from turning into links.
    """
    spaced = " ".join(text.split())
    return _PUNCTUATION.sub(r"\\\1", _LINK.sub(rf"\1{_JOINER}", spaced))


def accessible_label(text: str) -> str:
    """Text for hidden labels, which are read aloud as they are written: an escape would be heard.

    >>> spoken("my_answers (2).jsonl")
    'my answers 2 jsonl'
    """
    return " ".join(_NO_LETTERS.sub(" ", text).split())


def truncated(text: str, most: int = 300) -> str:
    """The start of a long text, with a mark where it goes on."""
    return text if len(text) <= most else f"{text[:most]}…"


def option_label(column: str, none: str) -> str:
    """A column as an option beside the one for no column (""): options of one label are one to the browser."""
    return f"{column} (column)" if column == none else column or none


def file_size(size: int) -> str:
    """A file's size as people say it: KB of 1,000 bytes below 0.1 MB."""
    return megabytes(size) if size >= 100_000 else f"{size / 1e3:,.1f} KB"


def row_heading(columns: Collection[str]) -> str:
    """What the row numbers' column is called beside the sheet's own columns."""
    return "Row" if "Row" not in columns else "Row number"


def megabytes(size: int) -> str:
    """A size in MB of 1,000,000 bytes."""
    return f"{size / 1e6:,.2f} MB" if size >= 100_000 else f"{max(size, 500) / 1e6:.3f} MB"


def token_range(low: float, high: float) -> str:
    """A range of counts, each to two or three digits: `1.2 M – 1.9 M`."""
    return f"{_few_digits(low)} – {_few_digits(high)}"


def _few_digits(count: float) -> str:
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if count >= size:
            return f"{count / size:,.3g} {unit}"
    return f"{count:,.0f}"
