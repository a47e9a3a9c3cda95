"""The downloads of Check (the repaired batch, the lines left out, the new ids) and the way to Results."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256

import streamlit as st

from lib.batch.bundle import stem_of
from lib.common.phrasing import counted, listed, without_backticks
from lib.repair import FIXES, RepairedFile
from lib.repair.download import CheckDownload, left_out_name, write_download, write_kept, write_left_out
from lib.repair.findings import write_new_ids
from lib.repair.verdict import count_changed_for_less
from pages.parts.check.send import show_send
from pages.parts.shared.formatting import plain
from pages.parts.shared.saved_work import saving
from pages.parts.shared.session import drop_owned
from pages.parts.shared.uploads import LoadedFile, loaded_files

_MOST_FIXES = 3


def show_check_download(repaired: Sequence[RepairedFile], download: CheckDownload, around: str, digest: str) -> None:
    """Every download, the way to Results, and how the lines add up.

    Args:
        around: the sentence about what the download changes around the lines; empty if nothing.
    """
    requests, left_out = sum(len(file.kept) for file in repaired), sum(len(file.left_out) for file in repaired)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _batch_button(download, requests)
        show_send(repaired, download)
        if left_out:
            _left_out_button(repaired, left_out, digest)
        if new_ids := sum(len(file.new_ids) for file in repaired):
            _new_ids_button(repaired, new_ids, digest)
        if requests:
            _to_results_button(repaired)
    st.caption(" ".join(filter(None, _sentences(repaired, download, around, left_out))))


def _sentences(repaired: Sequence[RepairedFile], download: CheckDownload, around: str, left_out: int) -> Iterator[str]:
    """`17 requests = 15 to send + 2 left out. Fixes changed 3 lines: rename duplicate ids (3). ...`"""
    requests, changed = sum(len(file.kept) for file in repaired), sum(len(file.applied) for file in repaired)
    yield f"{counted(requests + left_out, 'request')} = {requests:,} to send + {left_out:,} left out."
    yield _changes(repaired, changed)
    if changed < requests:
        others = "All other lines" if changed else "All lines"
        yield f"{others} {'keep their text' if around else 'stay byte for byte'}."
    yield plain(around)
    if download.parts > 1:
        yield f"You get a zip of {download.parts:,} files. Send each as a batch of its own."


def _changes(repaired: Sequence[RepairedFile], changed: int) -> str:
    """How many lines the fixes changed and which fixes; lines that no one would reject are counted apart."""
    if not changed:
        return ""
    less = count_changed_for_less(repaired)
    apart = f", {less:,} of them only for a risk or as advice" if less else ""
    counts: Counter[str] = sum((file.fix_counts() for file in repaired), Counter())
    fixes = listed(counts.most_common(), _MOST_FIXES, say=lambda fix: f"{_order(fix[0])} ({fix[1]:,})")
    return plain(f"Fixes changed {counted(changed, 'line')}{apart}: {fixes}.")


def _order(slug: str) -> str:
    """What a fix does, within a sentence."""
    title = without_backticks(FIXES[slug].title)
    return title[:1].lower() + title[1:]


def _batch_button(download: CheckDownload, requests: int) -> None:
    if not requests:
        st.button(
            "Download the batch",
            key="check_download",
            disabled=True,
            icon=":material/download:",
            help="All lines are left out, so there is no request to send.",
        )
        return
    ending = ".zip" if download.file_name.endswith(".zip") else ".jsonl"
    st.download_button(
        f"Download {counted(requests, 'request')} ({ending})",
        saving("lines", partial(write_download, download)),
        download.file_name,
        download.mime,
        key="check_download",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
    )


def _left_out_button(repaired: Sequence[RepairedFile], count: int, digest: str) -> None:
    name = left_out_name(repaired, digest)
    ending = name.rpartition(".")[2]
    st.download_button(
        f"Download {counted(count, 'line')} left out (.{ending})",
        partial(write_left_out, repaired),
        name,
        "application/zip" if ending == "zip" else "application/jsonl",
        key="check_left_out",
        on_click="ignore",
        icon=":material/playlist_remove:",
        help="These lines are without repairs, so that you can repair them by hand.",
    )


def _new_ids_button(repaired: Sequence[RepairedFile], count: int, digest: str) -> None:
    st.download_button(
        f"Download {counted(count, 'new id')} (.csv)",
        partial(write_new_ids, repaired),
        f"new-ids_{digest}.csv",
        "text/csv",
        key="check_renamed",
        on_click="ignore",
        icon=":material/badge:",
        help="The old and the new id of each request.",
    )


def _to_results_button(repaired: Sequence[RepairedFile]) -> None:
    """The button that loads the requests to send on Results, and opens it."""
    pressed = st.button(
        "Use this as the input in Results",
        key="check_to_results",
        type="tertiary",
        icon=":material/arrow_forward:",
        help="Results then knows what you sent, and what is missing in the answers.",
    )
    if pressed:
        _hand_over(repaired)
        st.switch_page("pages/results.py")


def _hand_over(repaired: Sequence[RepairedFile]) -> None:
    """Loads the requests on Results, in place of those that Check handed over earlier under the same names."""
    loaded = loaded_files()
    handed = {file.digest: file for file in map(_to_load, (file for file in repaired if file.kept))}
    names = {file.name for file in handed.values()}
    stale = {file.digest for file in loaded if file.reason == "from-check" and file.name in names} - handed.keys()
    present = {file.digest for file in loaded}
    drop_owned(*stale)
    loaded[:] = [
        replace(file, role="Requests") if file.digest in handed else file for file in loaded if file.digest not in stale
    ]
    loaded += [file for digest, file in handed.items() if digest not in present]


def _to_load(file: RepairedFile) -> LoadedFile:
    data = write_kept(file)
    name, digest = f"{stem_of(file.checked.name)}.jsonl", sha256(data).hexdigest()
    return LoadedFile(name, data, digest, "Requests", "from-check")
