"""The task "Label a sample" of the view Review: the sample, the readers, and their labels as a file."""

import streamlit as st

from lib.common.phrasing import counted
from lib.review import HandLabel
from lib.review.hand_labels import merge_labels, reworded_labels
from lib.review.label_sample import LabelSample
from pages.parts.results.label_choices import LabelChoices, choose_label_column, label_choices, label_column
from pages.parts.results.label_files import show_label_files
from pages.parts.results.label_record import show_record
from pages.parts.results.label_sampling import FOCUS, sample_sentence, show_sampling
from pages.parts.results.label_sources import labels_name
from pages.parts.results.labelling import IS_LABELLING, READER, Labelling, sample_rows
from pages.parts.results.quality_choice import LABELS
from pages.parts.results.session_labels import (
    label_keys,
    readers_here,
    replace_labels,
    replace_sample,
    session_labels,
    session_sample,
)
from pages.parts.results.sources import JoinOptions
from pages.parts.results.table_data import TableData
from pages.parts.results.table_link import open_view
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import FILES, derived, digest_of


def is_labelling(table: TableData) -> bool:
    """Whether a reader labels rows of this table now: the page then shows nothing else."""
    return bool(st.session_state.get(IS_LABELLING)) and _labelling(table) is not None


def show_labelling(table: TableData) -> None:
    """The row in focus."""
    if labelling := _labelling(table):
        show_record(labelling)


def show_label_setup(table: TableData, options: JoinOptions) -> None:
    """The sample and how to draw one, the reader and how far each is, and the labels as a file."""
    st.caption(
        "Label some rows yourself, before you see their answers. Quality then says how many answers are right, and "
        "how far that holds for all rows."
    )
    if not _is_readable(table):
        st.info("Load the sheet, or the file that was sent: labels need the text of each row.", icon=":material/info:")
        return
    choices = label_choices(table, choose_label_column(table))
    _offer_reworded(table)
    sample = session_sample()
    rows = sample_rows(table, sample) if sample and sample.column == choices.name else []
    if sample and rows:
        _show_sample(table, options, choices, sample, len(rows))
        _show_reader(table, choices, rows)
    else:
        if sample and sample.column != choices.name:
            st.caption(f"The sample that you have is for {plain(sample.column)}. Choose it above to go on with it.")
        elif sample:
            st.caption("The rows of the sample that you have are not loaded. A new draw replaces it.")
        show_sampling(table, options, choices)
        _show_score_button(table)
    _show_readers(table)
    show_label_files(table)


def _is_readable(table: TableData) -> bool:
    """Whether the rows have texts to judge, and keys that prove which rows they are."""
    return bool(table.joined.results) and bool(table.joined.sent or table.joined.sheet is not None)


def _labelling(table: TableData) -> Labelling | None:
    sample, reader = session_sample(), st.session_state.get(READER)
    choices = label_choices(table, label_column(table))
    if sample is None or not reader or sample.column != choices.name or not _is_readable(table):
        return None
    rows = sample_rows(table, sample)
    return Labelling(table, sample, choices, reader, rows) if rows else None


def _show_sample(
    table: TableData, options: JoinOptions, choices: LabelChoices, sample: LabelSample, loaded: int
) -> None:
    missing = len(sample.keys) - loaded
    with st.container(horizontal=True, vertical_alignment="center", key="label_sample"):
        st.markdown(f":material/casino: **Sample:** {plain(sample_sentence(sample))}", width="content")
        with st.popover("Draw another sample", icon=":material/refresh:", type="tertiary"):
            st.caption("It replaces this sample. The labels stay, and count again where their rows are drawn again.")
            show_sampling(table, options, choices)
    if missing:
        st.caption(f"{counted(missing, 'row of the sample is', 'rows of the sample are')} not in the loaded files.")


def _show_reader(table: TableData, choices: LabelChoices, rows: list[int]) -> None:
    """Who labels, and the button that begins or goes on."""
    names = [reader for reader, _ in readers_here(table.joined, table.version[0])]
    chosen = st.session_state.get(READER)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reader = st.selectbox(
            "Who labels?",
            list(dict.fromkeys([*([chosen] if chosen else []), *names])),
            index=None,
            key=READER,
            placeholder="Type your name",
            accept_new_options=True,
            on_change=_begin_at_first,
            persist_state="session",
            width=280,
            help="Each reader has labels of their own, and does not see those of others.",
        )
        labelling = _labelling(table)
        done = len(rows) - len(labelling.unlabelled()) if labelling else 0
        st.button(
            "Continue labelling" if done else "Start labelling",
            key="label_start",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not reader,
            on_click=_start,
        )
        _show_score_button(table)
    if not choices.options:
        st.caption("The answers are texts, not labels, so you type each label.")


def _show_readers(table: TableData) -> None:
    """How far each reader is; never what they said."""
    lines = []
    for (reader, column), count in readers_here(table.joined, table.version[0]).items():
        changed = sum(
            label.was_changed for label in session_labels() if (label.reader, label.column) == (reader, column)
        )
        about = f", {changed:,} changed after the answer was in sight" if changed else ""
        lines.append(f"{plain(reader)} gave {counted(count, 'label')} for {plain(column)}{about}.")
    if lines:
        st.caption(" ".join(lines))


def _offer_reworded(table: TableData) -> None:
    """Labels and a sample of the same rows that were made with another prompt: a person says whether they hold."""
    labels, sample = session_labels(), session_sample()
    keys = label_keys(table.joined, table.version[0])
    key = (table.version[0], digest_of(labels, sample))
    moved = derived("reworded labels", key, lambda: reworded_labels(labels, keys), owner=FILES)
    has_sample = sample is not None and any(keys.reworded_rows(each) for each in sample.keys)
    if not moved and not has_sample:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="label_reworded"):
        what = counted(len(moved), "label is", "labels are") if moved else "A sample is"
        st.markdown(f":material/help: {what} about these rows, but another prompt was sent then.", width="content")
        st.button(
            "Use them for this prompt too",
            key="label_use_reworded",
            on_click=_use_reworded,
            args=(table, moved),
            help="Labels belong to the question that was asked. Use them if this prompt asks the same.",
        )


def _use_reworded(table: TableData, moved: tuple[HandLabel, ...]) -> None:
    replace_labels(merge_labels(session_labels(), moved))
    if sample := session_sample():
        keys = label_keys(table.joined, table.version[0])
        rows = [(each, keys.reworded_rows(each)) for each in sample.keys]
        replace_sample(sample._replace(keys=tuple(keys.key(found[0]) if found else each for each, found in rows)))


def _start() -> None:
    st.session_state[READER] = " ".join((st.session_state.get(READER) or "").split())
    st.session_state[IS_LABELLING] = True


def _show_score_button(table: TableData) -> None:
    """A button that opens the scores against the labels: those of the chosen reader, else of the first one."""
    columns = dict(zip(table.labels.cells, table.label_columns, strict=True))
    if not columns:
        return
    own = (name for (reader, _), name in columns.items() if reader == st.session_state.get(READER))
    st.button(
        "Score the answers",
        key="label_score",
        icon=":material/fact_check:",
        on_click=_open_scores,
        args=(labels_name(next(own, next(iter(columns.values())))),),
        help="Opens Quality, with these labels as the right ones.",
    )


def _open_scores(labels: str) -> None:
    open_view("Quality")
    st.session_state[f"{LABELS} wanted"] = labels


def _begin_at_first() -> None:
    """Another reader begins at the first row without a label of theirs."""
    st.session_state[FOCUS] = None
