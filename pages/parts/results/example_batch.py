"""The example of Results: a finished batch of 30 made-up messages, with failures of every kind to play with."""

from pathlib import Path

import streamlit as st

from pages.parts.shared.example_files import offer_example

_FOLDER = Path(__file__).parent / "example"

EXAMPLE = {
    f"example {path.stem}{path.suffix}": path
    for path in (_FOLDER / name for name in ("sheet.csv", "input.jsonl", "output.jsonl", "errors.jsonl"))
}
"""The files by the names that the page shows."""

_PICTURE = """
| Row | message | topic | state |
| --- | --- | --- | --- |
| 2 | The app says my card is expired, but I paid in August. | account | :green-badge[OK] |
| 9 | I borrowed the telescope kit for the meteor night ... | | :red-badge[Failed] |
| 21 | Please list every book, with a summary of each ... | | :orange-badge[Cut short] |
| 31 | Is the café open again? | | :blue-badge[Missing] |
"""
"""Some rows of the example, as the table shows them."""


def show_example_offer() -> None:
    """A picture of the table that will be there, and the button that loads the example."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown("**What you will see:** your rows, each with its answer or with the reason why it has none.")
            offer_example("results_example", EXAMPLE)
        st.markdown(_PICTURE)
