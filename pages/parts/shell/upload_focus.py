"""A script that keeps the focus at an inbox after an upload.

An inbox that has taken its files is replaced, and may move into a fold. The browser then forgets where
the focus was, so that the next Tab would begin at the top of the page.
"""

from pages.parts.shared.page_scripts import run_script


def keep_upload_focus() -> None:
    """Adds the script to the page."""
    run_script("upload_focus")
