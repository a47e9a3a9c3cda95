"""A script that closes the menu of a narrow screen after a choice.

There the menu lies over the page, and Streamlit leaves it open.
"""

from pages.parts.shared.page_scripts import run_script


def close_menu_after_choice() -> None:
    """Adds the script to the page."""
    run_script("phone_menu")
