"""The rows on which readers differ, one by one, and the final label that a person gives each."""

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from lib.analysis.readers import Consensus
from lib.analysis.row_labels import RowLabels, keys_of_rows
from lib.common.phrasing import counted
from lib.review import HandLabel
from lib.review.hand_labels import label_text, merge_labels, values_by
from pages.parts.results.row_cells import longest_column
from pages.parts.results.row_detail import show_request, show_sheet_row, show_title
from pages.parts.results.session_labels import label_keys, moment, replace_labels, session_labels
from pages.parts.results.table_data import TableData
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.session import FILES, derived, digest_of

FINAL = "final decision"
"""The reader whose labels are the final ones."""

POSITION = "quality_difference"
"""The session's key for the custom_id of the difference in focus."""

_MOST_OPTIONS = 12
_LABEL_CHARACTERS = 60


def decisions(table: TableData, column: str) -> list[RowLabels]:
    """The final label of each row; None where it is open."""
    keys = label_keys(table.joined, table.version[0])
    key = (table.version[0], table.labels.version, column)
    return derived("decisions", key, lambda: values_by(session_labels(), FINAL, column, keys), owner=FILES)


def show_decisions(table: TableData, labels: Mapping[str, Sequence[RowLabels]], found: Consensus, column: str) -> None:
    """One difference in focus, and offers that decide many rows at once."""
    decided = decisions(table, column)
    rows = [row for row in found.disagreements if table.joined.rows.custom_ids[row]]
    st.markdown("**Where readers differ**")
    _show_offers(table, found, decided, column, rows)
    if not rows:
        return
    row = _focus(table, rows, decided)
    with st.container(border=True, key="readers_focus"):
        _show_steps(table, rows, row, sum(decided[each] is not None for each in rows))
        text, choice = st.columns([3, 2], gap="medium")
        with text:
            show_title(table.joined, row)
            _show_text(table, row)
        with choice:
            _show_choice(table, labels, row, decided[row], column, _next(table, rows, row, decided))


def _show_offers(
    table: TableData, found: Consensus, decided: Sequence[RowLabels], column: str, rows: Sequence[int]
) -> None:
    """What is decided so far, and the rows for which one press is enough."""
    open_rows = [row for row in rows if decided[row] is None]
    done = f"{counted(len(rows), 'row')} to decide, {len(rows) - len(open_rows):,} decided." if rows else "Nowhere."
    st.caption(f"{done} Decisions are in the downloads, in the column “Label by {FINAL}”.")
    same = set(found.disagreements)
    agreed = [row for row, share in enumerate(found.stability) if share == 1 and row not in same]
    offers = {
        "Take the label on which all agree": [row for row in agreed if decided[row] is None],
        "Take the majority": [row for row in open_rows if found.majority[row] is not None],
    }
    with st.container(horizontal=True):
        for label, chosen in offers.items():
            if chosen:
                st.button(
                    f"{label} ({counted(len(chosen), 'row')})",
                    key=f"readers {label}",
                    icon=":material/done_all:",
                    on_click=_decide,
                    args=(table, column, [(row, found.majority[row]) for row in chosen]),
                )


def _focus(table: TableData, rows: Sequence[int], decided: Sequence[RowLabels]) -> int:
    """The chosen difference, else the first that is not decided."""
    ids = {table.joined.rows.custom_ids[row]: row for row in rows}
    chosen = ids.get(st.session_state.get(POSITION) or "")
    return chosen if chosen is not None else next((row for row in rows if decided[row] is None), rows[0])


def _next(table: TableData, rows: Sequence[int], row: int, decided: Sequence[RowLabels]) -> str:
    """The id of the next row to decide, from here round to the start; this row's own if all others are decided."""
    place = rows.index(row)
    following = [*rows[place + 1 :], *rows[:place]]
    return table.joined.rows.custom_ids[next((each for each in following if decided[each] is None), row)]


def _show_steps(table: TableData, rows: Sequence[int], row: int, done: int) -> None:
    place = rows.index(row)
    st.progress(done / len(rows), text=f"{done:,} of {counted(len(rows), 'difference')} decided")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for label, target, icon, letter in (("Previous", place - 1, "left", "P"), ("Next", place + 1, "right", "N")):
            exists = 0 <= target < len(rows)
            st.button(
                f"{label} difference",
                icon=f":material/chevron_{icon}:",
                key=f"readers {label}",
                disabled=not exists,
                shortcut=letter,
                on_click=_go,
                args=(table.joined.rows.custom_ids[rows[target]] if exists else "",),
            )
        st.caption(f"{place + 1:,} of {len(rows):,}", width="content")


def _show_text(table: TableData, row: int) -> None:
    """What the labels are about."""
    sheet, joined_row = table.joined.sheet, table.joined.rows[row]
    if sheet is None or joined_row.sheet_row is None:
        show_request(table.joined, row)
    else:
        show_sheet_row(sheet, joined_row, longest_column(sheet))


def _show_choice(
    table: TableData,
    labels: Mapping[str, Sequence[RowLabels]],
    row: int,
    decision: RowLabels,
    column: str,
    following: str,
) -> None:
    """What each reader says, and a button for each label."""
    for name, side in labels.items():
        said = side[row]
        if said is not None:
            st.text(f"{truncated(name, 40)}: {truncated(label_text(said), 200)}")
    st.markdown("**Final label**")
    if decision is not None:
        st.caption(plain(f"Decided: {label_text(decision)}"))
    options = _options(labels, row)
    for place, option in enumerate(options, 1):
        is_chosen = decision is not None and keys_of_rows([option]) == keys_of_rows([decision])
        st.button(
            plain(truncated(label_text(option), _LABEL_CHARACTERS)),
            key=f"readers option {place} {digest_of(row, option)}",
            type="primary" if is_chosen else "secondary",
            shortcut=str(place) if place < 10 else None,
            on_click=_decide_one,
            args=(table, column, row, option, following),
            width="stretch",
        )
    if decision is not None:
        st.button(
            "Undo decision",
            key="readers undo",
            icon=":material/undo:",
            type="tertiary",
            on_click=_decide,
            args=(table, column, [(row, None)]),
        )


def _options(labels: Mapping[str, Sequence[RowLabels]], row: int) -> list[tuple[str, ...]]:
    """The labels that readers gave this row, then the others of all rows."""
    of_row = [said for side in labels.values() if (said := side[row]) is not None]
    every = [said for side in labels.values() for said in side if said is not None]
    options: dict[object, tuple[str, ...]] = {}
    for said, keys in zip([*of_row, *every], keys_of_rows([*of_row, *every]), strict=True):
        options.setdefault(keys, said)
        if len(options) == _MOST_OPTIONS:
            break
    return list(options.values())


def _go(custom_id: str) -> None:
    st.session_state[POSITION] = custom_id


def _decide_one(table: TableData, column: str, row: int, option: tuple[str, ...], following: str) -> None:
    _decide(table, column, [(row, option)])
    _go(following)


def _decide(table: TableData, column: str, chosen: Iterable[tuple[int, RowLabels]]) -> None:
    """Keeps the final labels among the labels of the session; None removes one."""
    keys, now = label_keys(table.joined, table.version[0]), moment()
    new = [HandLabel(FINAL, column, keys.key(row), values, now) for row, values in chosen]
    replace_labels(merge_labels(session_labels(), new))
