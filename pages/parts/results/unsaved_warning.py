"""A warning before the tab is closed while marks or corrections are in no file yet."""

import time

from pages.parts.results.session_marks import marks_version, unsaved_marks
from pages.parts.shared.page_scripts import run_script

_COMPLETE, _PARTIAL = "exports_whole", "exports_part"
"""Start of the keys around downloads: whether these hold every mark that is in no file yet."""


def warn_before_leaving() -> None:
    """Makes the browser ask before it leaves, as long as there are unsaved marks."""
    # The run differs each time, so that what the app says always counts last.
    run_script(
        "unsaved_warning",
        run=time.monotonic_ns(),
        unsaved=str(bool(unsaved_marks())).lower(),
        marks=f"st-key-{_COMPLETE}_{marks_version()}_",
    )


def download_key(part: str, has_all_marks: bool) -> str:
    """The key around some downloads: it names these marks, and whether the downloads hold all unsaved ones."""
    return f"{_COMPLETE if has_all_marks else _PARTIAL}_{marks_version()}_{part}"
