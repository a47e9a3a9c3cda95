"""User text, sizes and numbers as the page shows them. User text is never rendered as Markdown."""

import re
from collections.abc import Collection

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_LINK = re.compile(r"(://|www(?=\.))", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[^\w]|_")
_CODE_IN_BRACKETS = re.compile(r"\((`[^`]+`(?:, `[^`]+`)*)\)")
_JOINER = "\u2060"


def plain(text: str) -> str:
    """Text for places where Streamlit reads Markdown: labels, alerts, captions.

    All punctuation is escaped. An invisible joiner keeps addresses from turning into links.
    """
    return _escaped(" ".join(text.split()))


def with_code(text: str) -> str:
    """A text of the app for places where Streamlit reads Markdown: what is between backticks is shown as code.

    Code has a background of its own, so it needs no brackets around it.
    """
    parts = _CODE_IN_BRACKETS.sub(r"\1", text).split("`")
    return "".join(f"`{part}`" if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", _LINK.sub(rf"\1{_JOINER}", text))


def accessible_label(text: str) -> str:
    """Text for hidden labels, without punctuation: a screen reader would read escapes aloud.

    >>> accessible_label("my_answers (2).jsonl")
    'my answers 2 jsonl'
    """
    return " ".join(_NO_LETTERS.sub(" ", text).split())


def truncated(text: str, most: int = 300) -> str:
    """The start of a long text, with an ellipsis where it is cut."""
    return text if len(text) <= most else f"{text[:most]}…"


def option_label(column: str, none: str) -> str:
    """A column's label where `none` labels the empty option. The browser merges options with equal labels."""
    return f"{column} (column)" if column == none else column or none


def file_size(size: int) -> str:
    """A file's size in MB, or in KB of 1,000 bytes below 0.1 MB."""
    return megabytes(size) if size >= 100_000 else f"{size / 1e3:,.1f} KB"


def row_heading(columns: Collection[str]) -> str:
    """The heading of the row numbers, unlike the sheet's own columns."""
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
