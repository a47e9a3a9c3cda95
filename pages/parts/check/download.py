"""What leaves Check: the mended batch, what was left out, the new ids, and the way to Results."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

import streamlit as st

from lib.batch.bundle import stem_of
from lib.common.phrasing import counted, listed_rows
from lib.repair import RepairedFile
from lib.repair.download import Outgoing, write_left_out, write_outgoing, write_whole
from lib.repair.findings import write_renamed
from pages.parts.shared.formatting import plain
from pages.parts.shared.session import drop_owned
from pages.parts.shared.uploads import LoadedFile


def show_check_download(mended: Sequence[RepairedFile], out: Outgoing, digest: str) -> None:
    """How the lines add up, and every download, ready at once."""
    requests, left_out = sum(len(one.kept) for one in mended), sum(len(one.left_out) for one in mended)
    renamed = sum(len(one.renamed) for one in mended)
    st.write(_sum(mended, requests, left_out))
    if left_out:
        st.caption(plain(_named(mended)))
    with st.container(horizontal=True, vertical_alignment="center"):
        _batch_button(out, requests)
        if left_out:
            _left_out_button(mended, left_out, digest)
        if renamed:
            st.download_button(
                f"{counted(renamed, 'new id')} (.csv)",
                partial(write_renamed, mended),
                f"new-ids_{digest}.csv",
                "text/csv",
                key="check_renamed",
                on_click="ignore",
                icon=":material/badge:",
                help="What each request was called, and what it is called now.",
            )
    if out.parts > 1:
        st.caption(f"You get a zip of {out.parts:,} files. Send each as a batch of its own.")


def _sum(mended: Sequence[RepairedFile], requests: int, left_out: int) -> str:
    """`17 entries = 15 requests to send + 2 left out, and 2 blank lines.`"""
    entries, changed = sum(len(one.checked) for one in mended), sum(len(one.made) for one in mended)
    blank = sum(len(one.checked.blanks) for one in mended)
    said = f"{counted(entries, 'entry', 'entries')} = {requests:,} to send + {left_out:,} left out"
    said += f", beside {counted(blank, 'blank line')}" if blank else ""
    ends = sum(one.counts["line-ends"] for one in mended)
    also = f", and the ends of {ends:,}" if ends else ""
    return f"{said}. {counted(changed, 'line')} changed{also}; nothing else is touched."


def _named(mended: Sequence[RepairedFile]) -> str:
    """The lines that are left out, by file where there are several."""
    said = []
    for one in mended:
        if one.left_out:
            lines = sorted({one.checked.lines[at] for at in one.left_out})
            name = f" of {one.checked.name}" if len(mended) > 1 else ""
            said.append(listed_rows(lines, "line") + name)
    return f"Left out: {'; '.join(said)}."


def _batch_button(out: Outgoing, requests: int) -> None:
    if not requests:
        st.button(
            "Download the batch",
            key="check_download",
            disabled=True,
            icon=":material/download:",
            help="No request is left to send.",
        )
        return
    ending = ".zip" if out.file_name.endswith(".zip") else ".jsonl"
    st.download_button(
        f"Download {counted(requests, 'request')} ({ending})",
        partial(write_outgoing, out),
        out.file_name,
        out.mime,
        key="check_download",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def _left_out_button(mended: Sequence[RepairedFile], count: int, digest: str) -> None:
    files = [one for one in mended if one.left_out]
    ending = "zip" if len(files) > 1 else "jsonl"
    st.download_button(
        f"{counted(count, 'line')} left out (.{ending})",
        partial(write_left_out, mended),
        f"{stem_of(files[0].checked.name)}_left-out_{digest}.{ending}",
        "application/zip" if ending == "zip" else "application/jsonl",
        key="check_left_out",
        on_click="ignore",
        icon=":material/playlist_remove:",
        help="As they stand in the file, for mending by hand.",
    )


def to_results(mended: Sequence[RepairedFile]) -> None:
    """The button that puts what is sent among the files of Results, and goes there."""
    if not any(one.kept for one in mended):
        return
    pressed = st.button(
        "Use this as the input in Results",
        key="check_to_results",
        icon=":material/arrow_forward:",
        help="Results then knows what was sent, and what is missing in what came back.",
    )
    if pressed:
        _hand_over(mended)
        st.switch_page("pages/results.py")


def _hand_over(mended: Sequence[RepairedFile]) -> None:
    """Puts the requests among the files of Results, in the place of what was made of the same files before."""
    loaded: list[LoadedFile] = st.session_state.setdefault("files", [])
    made = {sha256(data).hexdigest(): (one, data) for one in mended if one.kept and (data := write_whole(one))}
    names = {_name_of(one) for one, _ in made.values()}
    stale = {file.digest for file in loaded if file.reason == "from-check" and file.name in names} - made.keys()
    there = {file.digest for file in loaded}
    drop_owned(*stale)
    loaded[:] = [
        replace(file, role="Requests") if file.digest in made else file for file in loaded if file.digest not in stale
    ]
    new = [digest for digest in made if digest not in there]
    loaded += [LoadedFile(_name_of(made[at][0]), made[at][1], at, "Requests", "from-check") for at in new]


def _name_of(one: RepairedFile) -> str:
    return f"{stem_of(one.checked.name)}.jsonl"
