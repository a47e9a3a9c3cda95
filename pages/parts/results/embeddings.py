"""The vectors of an embeddings batch: as files, on a map, and the rows nearest to a chosen row."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from lib.analysis.embedding_map import nearest_vectors, project
from lib.common.own_columns import Cell
from lib.common.phrasing import counted
from lib.export.embedding_files import (
    write_embeddings_csv,
    write_embeddings_jsonl,
    write_embeddings_npy,
    write_embeddings_parquet,
)
from lib.join import Joined
from lib.results.embeddings import Vectors, read_vectors
from pages.parts.results.export_format import ExportFormat, Writer, show_export_button
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import option_label, row_heading, truncated
from pages.parts.shared.problem_list import show_remarks
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.session import FILES, derived, drop_slot

if TYPE_CHECKING:
    import altair as alt

_NEAREST = 10
_MOST_POINTS = 5_000
"""Points that a browser draws without delay; of more, evenly spread ones are shown."""

_MOST_COLOURS = 12
_NO_COLOUR = ""
_TEXT_CHARACTERS = 200

_FORMATS = (
    ExportFormat("Download vectors as Parquet", "parquet", "application/vnd.apache.parquet", write_embeddings_parquet),
    ExportFormat("Download vectors for NumPy, with ids", "npy.zip", "application/zip", write_embeddings_npy),
    ExportFormat("Download vectors as CSV", "vectors.csv", "text/csv", write_embeddings_csv),
    ExportFormat("Download vectors as JSON Lines", "vectors.jsonl", "application/jsonl", write_embeddings_jsonl),
)


def show_vector_downloads(table: TableData, stem: str) -> None:
    """The vectors as files, where there are any."""
    if not table.joined.has_vectors:
        return
    for export in _FORMATS:
        key = f"results_vectors_{export.ending.split('.')[-1]}"
        show_export_button(export, f"{stem}_vectors_{table.digest}", key, partial(_data, table.joined))


def show_embedding_map(table: TableData, chosen_row: int | None) -> None:
    """The map, and the nearest rows, where there are vectors; these are in memory only while the map is open."""
    if not table.joined.has_vectors:
        return
    panel = st.expander("Map, and nearest rows", icon=":material/scatter_plot:", key="results_map", on_change="rerun")
    if not panel.open:
        drop_slot("vectors")
        return
    with panel:
        vectors = derived("vectors", table.digest, lambda: _read(table.joined), owner=FILES)
        show_remarks(vectors.problems)
        if len(vectors):
            _show_map(table, vectors)
            _show_nearest(table, vectors, chosen_row)


def _read(joined: Joined) -> Vectors:
    with progress_bar("Reading vectors") as tick:
        return read_vectors(joined.results, joined.rows.results, tick)


def _data(joined: Joined, write: Writer) -> bytes:
    vectors = read_vectors(joined.results, joined.rows.results)
    left_out = {joined.answer_column, joined.error_column}
    return write(vectors, {name: column for name, column in joined.columns.items() if name not in left_out})


def _show_map(table: TableData, vectors: Vectors) -> None:
    """Every vector as a point: texts of similar meaning are near each other."""
    projection = derived("plane", table.digest, lambda: project(vectors.matrix), owner=FILES)
    colour = st.selectbox(
        "Colour by",
        [_NO_COLOUR, *table.columns],
        key="results_map_colour",
        format_func=lambda name: option_label(name, "Nothing"),
    )
    step = -(-len(vectors) // _MOST_POINTS)
    rows = [int(row) for row in vectors.rows[::step]]
    points = pd.DataFrame(
        {
            "x": projection.points[::step, 0],
            "y": projection.points[::step, 1],
            "Row": [_row_name(table, row) for row in rows],
            "Text": [_text(table, row) for row in rows],
            "Colour": _colour_groups(table.columns[colour] if colour else None, rows),
        }
    )
    st.altair_chart(_chart(points, colour), alt=f"{counted(len(rows), 'vector')} on a plane", width="stretch")
    size = f"{counted(len(vectors), 'vector')} of {vectors.dimensions:,} numbers."
    caption = f"{size} The map shows {sum(projection.shares):.0%} of the differences between them."
    st.caption(caption + (f" It draws one vector in {step}." if step > 1 else ""))


def _chart(points: pd.DataFrame, colour: str) -> "alt.Chart":
    import altair as alt  # takes 24 MB, and few people open the map

    bare = alt.Axis(labels=False, ticks=False, title=None)
    encodings: dict[str, Any] = {"x": alt.X("x", axis=bare), "y": alt.Y("y", axis=bare), "tooltip": ["Row", "Text"]}
    if colour:
        encodings["color"] = alt.Color("Colour", title=truncated(colour, 40))
        encodings["tooltip"] = ["Row", "Colour", "Text"]
    chart: alt.Chart = alt.Chart(points, height=420).mark_circle(size=45, opacity=0.7).encode(**encodings)
    return chart


def _colour_groups(cells: Sequence[Cell] | None, rows: Sequence[int]) -> list[str]:
    """Each point's cell; of many different cells, the most frequent ones, and the others as one group."""
    if cells is None:
        return [""] * len(rows)
    texts = [truncated(str(cells[row] if cells[row] is not None else ""), 40) or "(empty)" for row in rows]
    frequent = set(pd.Series(texts, dtype=str).value_counts().index[:_MOST_COLOURS])
    return [text if text in frequent else "(others)" for text in texts]


def _show_nearest(table: TableData, vectors: Vectors, chosen_row: int | None) -> None:
    """The rows whose vectors point in nearly the same direction as the chosen row's."""
    indexes = [] if chosen_row is None else [index for index, row in enumerate(vectors.rows) if row == chosen_row]
    if chosen_row is None or not indexes:
        st.caption("Choose a row in the table to see the rows nearest to it.")
        return
    neighbours = nearest_vectors(vectors.matrix, indexes[0], _NEAREST)
    rows = [int(vectors.rows[index]) for index, _ in neighbours]
    frame = pd.DataFrame(
        {
            "Closeness": [f"{closeness:.3f}" for _, closeness in neighbours],
            "Text": [_text(table, row) for row in rows],
        },
        index=pd.Index([_row_name(table, row) for row in rows], name=row_heading(table.columns)),
    )
    st.markdown(f"**Nearest to row {_row_name(table, chosen_row)}**")
    st.dataframe(frame, height="content", alt="The nearest rows, the nearest first")


def _row_name(table: TableData, row: int) -> str:
    """The row's number in the sheet, else its id."""
    joined_row, sheet = table.joined.rows[row], table.joined.sheet
    if sheet is None or joined_row.sheet_row is None:
        return joined_row.custom_id
    return str(sheet.numbers[joined_row.sheet_row])


def _text(table: TableData, row: int) -> str:
    """The embedded text if the input is loaded; else the longest cell of the row, which it most probably is."""
    joined = table.joined
    if (request := joined.rows.requests[row]) is not None:
        return truncated(joined.sent[request[0]].prompt(request[1]), _TEXT_CHARACTERS)
    if joined.sheet is not None and (sheet_row := joined.rows[row].sheet_row) is not None:
        return truncated(max(joined.sheet.row(sheet_row), key=len), _TEXT_CHARACTERS)
    return ""
