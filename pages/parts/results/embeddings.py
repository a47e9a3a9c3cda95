"""The vectors of a batch of embeddings: as files, on a map, and the rows nearest to a chosen one."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from lib.analysis.embedding_map import nearest, plane
from lib.common.columns import Cell
from lib.common.phrasing import counted
from lib.export.embedding_files import (
    write_embeddings_csv,
    write_embeddings_jsonl,
    write_embeddings_npy,
    write_embeddings_parquet,
)
from lib.join import Joined
from lib.results.embeddings import Vectors, read_vectors
from pages.parts.results.downloads import stem_of_table
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import option_label, row_heading, truncated
from pages.parts.shared.problem_list import show_remarks
from pages.parts.shared.progress import progress
from pages.parts.shared.session import FILES, derived, drop_slot

if TYPE_CHECKING:
    import altair as alt

_NEAREST = 10
_MOST_POINTS = 5_000
"""Points that a browser draws at once; of more, evenly spread ones are shown."""

_MOST_COLOURS = 12
_NO_COLOUR = ""

FORMS: Sequence[tuple[str, str, Callable[..., bytes], str]] = (
    ("Vectors as Parquet", "parquet", write_embeddings_parquet, "application/vnd.apache.parquet"),
    ("Vectors for NumPy, with ids", "npy.zip", write_embeddings_npy, "application/zip"),
    ("Vectors as CSV", "vectors.csv", write_embeddings_csv, "text/csv"),
    ("Vectors as JSON Lines", "vectors.jsonl", write_embeddings_jsonl, "application/jsonl"),
)
"""What each is called, the end of the file's name, its writer, its type."""


def show_embeddings(table: TableData, chosen: int | None) -> None:
    """The vectors, where there are any; they are held in memory only while the map is open."""
    if not table.joined.has_vectors:
        return
    st.header("Vectors", anchor=False)
    with st.container(horizontal=True):
        stem = f"{stem_of_table(table.joined)}_vectors_{table.digest}"
        for label, ending, write, mime in FORMS:
            st.download_button(
                label,
                partial(_written, table.joined, write),
                f"{stem}.{ending}",
                mime,
                key=f"results_vectors_{ending.split('.')[-1]}",
                on_click="ignore",
                icon=":material/download:",
            )
    panel = st.expander("Map, and nearest rows", icon=":material/scatter_plot:", key="results_map", on_change="rerun")
    if not panel.open:
        drop_slot("vectors")
        return
    with panel:
        vectors = derived("vectors", table.digest, lambda: _read(table.joined), owner=FILES)
        show_remarks(vectors.problems)
        if len(vectors):
            _map(table, vectors)
            _nearest(table, vectors, chosen)


def _read(joined: Joined) -> Vectors:
    with progress("Reading vectors") as tick:
        return read_vectors(joined.results, joined.rows.results, tick)


def _written(joined: Joined, write: Callable[..., bytes]) -> bytes:
    vectors = read_vectors(joined.results, joined.rows.results)
    own = {joined.answer_column, joined.error_column}
    return write(vectors, {name: column for name, column in joined.columns.items() if name not in own})


def _map(table: TableData, vectors: Vectors) -> None:
    """Every vector as a point: near ones are about alike."""
    flat = derived("plane", table.digest, lambda: plane(vectors.matrix), owner=FILES)
    columns = list(table.columns)
    label = "Colour by"
    colour = st.selectbox(
        label, [_NO_COLOUR, *columns], key="results_map_colour", format_func=lambda name: option_label(name, "Nothing")
    )
    step = -(-len(vectors) // _MOST_POINTS)
    places = range(0, len(vectors), step)
    cells = table.columns[colour] if colour else None
    points = pd.DataFrame(
        {
            "x": flat.points[::step, 0],
            "y": flat.points[::step, 1],
            "Row": [_heading(table, int(vectors.rows[at])) for at in places],
            "Text": [_text(table, int(vectors.rows[at])) for at in places],
            "Colour": _groups(cells, [int(vectors.rows[at]) for at in places]),
        }
    )
    st.altair_chart(_chart(points, colour), alt=f"{counted(len(places), 'vector')} on a plane", width="stretch")
    kept = sum(flat.shares)
    of_all = f"{counted(len(vectors), 'vector')} of {vectors.dimensions:,} numbers."
    said = f"{of_all} The map shows {kept:.0%} of what tells them apart."
    st.caption(said + (f" One in {step} is drawn." if step > 1 else ""))


def _chart(points: pd.DataFrame, colour: str) -> "alt.Chart":
    import altair as alt  # takes 24 MB, and few draw a map

    bare = alt.Axis(labels=False, ticks=False, title=None)
    drawn: dict[str, Any] = {"x": alt.X("x", axis=bare), "y": alt.Y("y", axis=bare), "tooltip": ["Row", "Text"]}
    if colour:
        drawn["color"] = alt.Color("Colour", title=truncated(colour, 40))
        drawn["tooltip"] = ["Row", "Colour", "Text"]
    chart: alt.Chart = alt.Chart(points, height=420).mark_circle(size=45, opacity=0.7).encode(**drawn)
    return chart


def _groups(cells: Sequence[Cell] | None, rows: Sequence[int]) -> list[str]:
    """Each point's cell; of many different ones the most frequent, and the others as one."""
    if cells is None:
        return [""] * len(rows)
    texts = [truncated(str(cells[at] if cells[at] is not None else ""), 40) or "(empty)" for at in rows]
    often = set(pd.Series(texts, dtype=str).value_counts().index[:_MOST_COLOURS])
    return [text if text in often else "(others)" for text in texts]


def _nearest(table: TableData, vectors: Vectors, chosen: int | None) -> None:
    """The rows whose vectors point most nearly the same way as that of the chosen row."""
    places = [] if chosen is None else [at for at, row in enumerate(vectors.rows) if row == chosen]
    if chosen is None or not places:
        st.caption("Choose a row in the table to see the ones nearest to it.")
        return
    found = nearest(vectors.matrix, places[0], _NEAREST)
    rows = [int(vectors.rows[at]) for at, _ in found]
    frame = pd.DataFrame(
        {
            "Closeness": [f"{closeness:.3f}" for _, closeness in found],
            "Text": [_text(table, at) for at in rows],
        },
        index=pd.Index([_heading(table, at) for at in rows], name=row_heading(table.columns)),
    )
    st.markdown(f"**Nearest to row {_heading(table, chosen)}**")
    st.dataframe(frame, height="content", alt="The nearest rows, the nearest first")


def _heading(table: TableData, at: int) -> str:
    """What a row is called: its number in the sheet, else its id."""
    row, sheet = table.joined.rows[at], table.joined.sheet
    return row.custom_id if sheet is None or row.sheet_row is None else str(sheet.numbers[row.sheet_row])


def _text(table: TableData, at: int) -> str:
    """What was embedded, if the input is known; else the longest of the row's own cells, which it most probably was."""
    joined = table.joined
    if (request := joined.rows.requests[at]) is not None:
        return truncated(joined.sent[request[0]].prompt(request[1]), 200)
    if joined.sheet is not None and (place := joined.rows[at].sheet_row) is not None:
        return truncated(max(joined.sheet.row(place), key=len), 200)
    return ""
